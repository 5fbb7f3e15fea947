import { explainersOf } from '#lib/meshes/explain.ts'
import type { PortProtocol } from '#lib/model/explain.ts'
import type { Callers, PortPosture, ServicePosture } from '#lib/model/inbound.ts'
import type { InMesh } from '#lib/model/membership.ts'
import type { MeshModel } from '#lib/model/mesh-model.ts'
import type { Decider, InboundMode } from '#lib/model/mtls-report.ts'
import type { Service, ServicePort } from '#lib/model/service.ts'
import { hasLabels } from '#lib/resources/label-selector.ts'
import { addTo } from '#lib/resources/multi-map.ts'
import type { Ref } from '#lib/resources/reference.ts'
import { serviceId } from '../node-id.ts'
import { type Exposure, exposureOf } from './exposure.ts'
import { nodeOfWorkload } from './node-of.ts'
import { inScope, type ReportScope } from './scope.ts'

type Accepts = {
  readonly mode: InboundMode
  readonly decidedBy: readonly Decider[]
  readonly because: string
  readonly clients: Callers
}

export type ServiceRow = {
  readonly id: string
  readonly resource: Ref
  readonly namespace: string
  readonly name: string
  readonly type: string
  readonly headless: boolean
  readonly externalName?: string
  /** What callers say to get here, and which of them may say it. */
  readonly names: readonly {
    readonly host: string
    readonly callers: 'namespace' | 'cluster' | 'mesh' | 'gateway'
    /** Node of the gateway, or of the called name, whose routes lead here. */
    readonly at?: string
    readonly via: readonly Ref[]
  }[]
  readonly ports: readonly {
    readonly port: number
    readonly name?: string
    readonly target: number | string
    readonly nodePort?: number
    readonly protocol: PortProtocol
    readonly posture?: Accepts & { readonly conflict: boolean; readonly bypass?: string }
  }[]
  readonly subsets: readonly {
    readonly name: string
    readonly labels: Readonly<Record<string, string>>
    readonly instances: number
    readonly from: Ref
  }[]
  readonly workloads: readonly {
    readonly id: string
    readonly resource: Ref
    readonly pods: number
    readonly inMesh: InMesh
  }[]
  readonly waypoint?: { readonly name: string; readonly from: Ref }
  readonly posture?: Accepts & { readonly proxies: ServicePosture['proxies'] }
  readonly exposed: readonly Exposure[]
}

/** What a port is without any mesh to ask: what it says of itself, else its transport. */
const plainProtocol = ({ appProtocol, protocol }: ServicePort): PortProtocol =>
  appProtocol
    ? { value: appProtocol, decidedBy: 'appProtocol', because: `appProtocol is ${appProtocol}.` }
    : { value: protocol, decidedBy: 'transport', because: `The port is ${protocol}.` }

/** A map as an answer carries it; keys come out of the cluster, so nothing is inherited. */
export const asRecord = (map: ReadonlyMap<string, string>): Readonly<Record<string, string>> =>
  Object.assign(Object.create(null) as Record<string, string>, Object.fromEntries(map))

const portPosture = ({ mode, decidedBy, because, clients, conflict, bypass }: PortPosture) => ({
  mode,
  decidedBy,
  because,
  clients,
  conflict,
  ...(bypass === undefined ? {} : { bypass }),
})

/** Kubernetes' own names of a Service, and after them those that routes lead here from. */
function namesOf(
  service: Service,
  routed: ReadonlyMap<string, { host: string; at: string; via: readonly Ref[] }[]>,
  domain: string,
): ServiceRow['names'] {
  const { name, namespace, ref } = service
  const inCluster = [
    `${name}.${namespace}`,
    `${name}.${namespace}.svc`,
    `${name}.${namespace}.svc.${domain}`,
  ]
  return [
    { host: name, callers: 'namespace' as const, via: [ref] },
    ...inCluster.map((host) => ({ host, callers: 'cluster' as const, via: [ref] })),
    ...(routed.get(serviceId(service)) ?? []).map(({ host, at, via }) => ({
      host,
      // Proxies at the edge follow tables of their own: gateways, and those of Ingresses.
      callers: /^(gateway|ingress|workload):/.test(at) ? ('gateway' as const) : ('mesh' as const),
      at,
      via,
    })),
  ]
}

/** Hosts of route tables by the Service that some rule of theirs leads to; its own name is no other. */
function routedHosts(model: MeshModel) {
  const found = new Map<string, { host: string; at: string; via: readonly Ref[] }[]>()
  const seen = new Set<string>()
  for (const { tables } of model.contributions.values())
    for (const { owner, hosts, rules } of tables) {
      for (const rule of rules)
        for (const leg of rule.unreachable ? [] : rule.legs)
          for (const host of hosts) {
            const key = `${owner} ${host} ${leg.to}`
            if (seen.has(key) || owner === leg.to) continue
            seen.add(key)
            addTo(found, leg.to, { host, at: owner, via: rule.via })
          }
    }
  return found
}

/** The cluster's, as a control plane says. */
function domainOf(model: MeshModel): string {
  for (const { installations } of model.contributions.values())
    for (const { settings } of installations) {
      const value = settings.find((s) => s.name === 'domain')?.value
      if (typeof value === 'string') return value
    }
  return 'cluster.local'
}

/** Every Service: by which names it is called, what its ports speak and take, and who is behind it. */
export function servicesReport(model: MeshModel, scope: ReportScope = {}): readonly ServiceRow[] {
  const explainers = [...explainersOf(model).values()]
  // The first mesh that has a say: proxies of several read one port alike or not at all.
  const reader = explainers.find((e) => e.protocol)
  const protocolOf = (port: ServicePort) => reader?.protocol?.(port) ?? plainProtocol(port)
  const nodeOf = nodeOfWorkload(model)
  const routed = routedHosts(model)
  const domain = domainOf(model)
  const postures = new Map(
    [...model.contributions.values()].flatMap((c) => c.services.map((p) => [p.service, p])),
  )
  const out: ServiceRow[] = []
  for (const service of model.cluster.services()) {
    const id = serviceId(service)
    const backends = model.cluster.backends(service)
    const nodes = backends.map(({ workload }) => nodeOf(workload))
    const gateways = nodes.filter((node) => node.startsWith('gateway:'))
    if (!inScope(scope, service.namespace, id, ...gateways)) continue
    const posture = postures.get(service)
    const pods = backends.flatMap((b) => b.pods)
    const waypoint = explainers.map((e) => e.waypoint?.(service)).find((w) => w !== undefined)
    out.push({
      id,
      resource: service.ref,
      namespace: service.namespace,
      name: service.name,
      type: service.type,
      headless: service.headless,
      ...(service.externalName ? { externalName: service.externalName } : {}),
      names: namesOf(service, routed, domain),
      ports: service.ports.map((port) => {
        const own = posture?.ports.find((p) => p.port === port)
        return {
          port: port.port,
          ...(port.name === undefined ? {} : { name: port.name }),
          target: port.targetPort,
          ...(port.nodePort === undefined ? {} : { nodePort: port.nodePort }),
          protocol: protocolOf(port),
          ...(own ? { posture: portPosture(own) } : {}),
        }
      }),
      subsets: explainers.flatMap((e) =>
        (e.subsets?.(service) ?? []).map(({ name, labels, from }) => ({
          name,
          labels: asRecord(labels),
          instances: pods.filter((pod) => hasLabels(pod.labels, labels)).length,
          from,
        })),
      ),
      workloads: backends.map(({ workload, pods: own }, i) => ({
        id: nodes[i] ?? workload.id,
        resource: workload.ref,
        pods: own.length,
        inMesh: own.length > 0 ? model.workload(workload).inMesh : 'unknown',
      })),
      ...(waypoint ? { waypoint } : {}),
      ...(posture
        ? {
            posture: {
              mode: posture.mode,
              decidedBy: posture.decidedBy,
              because: posture.because,
              clients: posture.clients,
              proxies: posture.proxies,
            },
          }
        : {}),
      exposed: exposureOf(service),
    })
  }
  return out.sort((a, b) => (a.id < b.id ? -1 : 1))
}
