import type { PortPosture, ServicePosture, WorkloadPosture } from '#lib/model/inbound.ts'
import type { InboundMode } from '#lib/model/mtls-report.ts'
import { type Service, targetPortOn } from '#lib/model/service.ts'
import type { Workload } from '#lib/model/workload.ts'
import type { Ref } from '#lib/resources/reference.ts'
import { type Client, sending } from './client-tls.ts'
import { serviceHost } from './hosts.ts'
import { type Receiving, receiving } from './inbound.ts'
import { type ReceiverSource, receiversOf, variantsOf } from './receivers.ts'
import { callers, type Receiver, verdict } from './verdict.ts'

/** What some pods accept all may be met with: the weakest counts, and what is not known before that. */
const WEAKEST: readonly InboundMode[] = ['unknown', 'n/a', 'DISABLE', 'PERMISSIVE', 'STRICT']

function together(takers: readonly Receiver[]): Receiving {
  const [first, ...others] = takers
  if (!first) {
    const because = 'No pod is behind it, so nothing shows what is taken.'
    return { mode: 'unknown', decidedBy: ['unknown'], because, bypass: undefined }
  }
  const mode = WEAKEST.find((m) => takers.some((t) => t.mode === m)) ?? 'unknown'
  const deciding = takers.find((t) => t.mode === mode) ?? first
  const differs = others.some((t) => t.mode !== first.mode)
  const total = takers.reduce((sum, t) => sum + t.count, 0)
  const weak = takers.filter((t) => t.mode === mode).reduce((sum, t) => sum + t.count, 0)
  return {
    mode,
    decidedBy: [...new Set(deciding.decidedBy)],
    because: differs ? `${deciding.because} (${weak} of ${total} pods)` : deciding.because,
    bypass: takers.every((t) => t.bypass !== undefined) ? first.bypass : undefined,
  }
}

/** Policies that select by Service name make the Service as a whole differ from its workloads. */
function asAWhole(source: ReceiverSource, service: Service): Receiving {
  const takers = source.view.cluster.backends(service).flatMap(({ pods }) =>
    variantsOf(pods, source.view).map((variant): Receiver => {
      const take = receiving(
        source.view.governing(variant.pod).inbound,
        variant.pod,
        variant.membership,
        undefined,
        service,
      )
      const { inMesh } = variant.membership
      const proxy = inMesh === 'none' ? 'no' : inMesh === 'unknown' ? 'unknown' : 'yes'
      return { ...take, proxy, count: variant.count }
    }),
  )
  return together(takers)
}

const proxiesOf = (takers: readonly Receiver[]): ServicePosture['proxies'] => {
  if (takers.length === 0) return 'no-pods'
  const kinds = new Set(takers.map((t) => t.proxy))
  if (kinds.has('unknown')) return 'unknown'
  return kinds.size > 1 ? 'some' : kinds.has('yes') ? 'all' : 'none'
}

/** The server side of a Service and what meshed callers of its namespace are told to send. */
export function servicePosture(source: ReceiverSource, service: Service): ServicePosture {
  const { clientRules, domain } = source.view.governing({ namespace: service.namespace })
  const host = serviceHost(service.name, service.namespace, domain)
  const client: Client = { namespace: service.namespace, labels: new Map(), proxy: 'mesh' }
  const send = (port: number | undefined) =>
    sending(clientRules, client, host, service.namespace, port, undefined)
  const ports = service.ports.map((port): PortPosture => {
    const takers = receiversOf(source, service, port)
    const take = together(takers)
    const sent = send(port.port)
    return {
      port,
      mode: take.mode,
      decidedBy: take.decidedBy,
      because: take.because,
      bypass: take.bypass,
      clients: callers(sent, takers),
      conflict: take.bypass === undefined && verdict(sent, takers).state === 'conflict',
    }
  })
  const takers = receiversOf(source, service, undefined)
  const whole = asAWhole(source, service)
  return {
    service,
    mode: whole.mode,
    decidedBy: whole.decidedBy,
    because: whole.because,
    clients: ports.length === 1 && ports[0] ? ports[0].clients : callers(send(undefined), takers),
    ports,
    proxies: proxiesOf(takers),
  }
}

/** The inbound mode of every container port of a workload that a Service names. */
export function workloadPostures(
  { view }: ReceiverSource,
  workload: Workload,
): readonly WorkloadPosture[] {
  const [variant] = variantsOf(workload.pods, view)
  if (!variant) return []
  const { inbound } = view.governing(variant.pod)
  const ports = new Map<number, { service: Service; port: Service['ports'][number] }>()
  for (const service of view.cluster.servicesOf(workload))
    for (const port of service.ports) {
      const target = targetPortOn(port, variant.pod)
      if (target !== undefined && !ports.has(target)) ports.set(target, { service, port })
    }
  return [...ports]
    .sort(([a], [b]) => a - b)
    .map(([target, { service, port }]) => ({
      workload,
      port: target,
      ...receiving(inbound, variant.pod, variant.membership, target, service, port),
    }))
}

/** The refs among the deciders. */
export const refsOf = (deciders: readonly string[]): readonly Ref[] =>
  deciders.filter((d) => d.includes('/'))
