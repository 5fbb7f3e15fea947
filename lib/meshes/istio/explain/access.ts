import type { AccessReport, AccessRow } from '#lib/model/access-report.ts'
import { isReadable, objectsOf } from '#lib/model/objects.ts'
import { targetPortOn } from '#lib/model/service.ts'
import { samplePod, type Workload } from '#lib/model/workload.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import { decideAccess } from '../access.ts'
import { type AuthorizationPolicy, readAuthorizationPolicies } from '../authorization-policy.ts'
import { type Governed, REVISION, reads } from '../governed.ts'
import { AUTHORIZATION_POLICIES } from '../kinds.ts'
import { variantsOf } from '../receivers.ts'
import type { IstioView } from '../view.ts'
import { type AccessPort, type AccessTarget, rowsOf } from './access-rows.ts'
import { proxyOf } from './attached.ts'
import { isOpaque, protocolOf } from './port-protocol.ts'

type Sources = {
  readonly view: IstioView
  readonly all: readonly AuthorizationPolicy[]
  /** What holds for every workload of a control plane. */
  readonly general: (of: Governed) => readonly AuthorizationPolicy[]
}

/** Policies of the root namespace without selector and target: they hold for every workload of a control plane. */
const generalOf = (
  all: readonly AuthorizationPolicy[],
  { rootNamespace, main }: Governed,
): readonly AuthorizationPolicy[] =>
  all.filter(
    (p) =>
      p.namespace === rootNamespace &&
      !p.selector &&
      p.targetRefs.length === 0 &&
      reads(main, p.object),
  )

function byDefault(
  snapshot: Snapshot,
  rootNamespace: string,
  general: readonly AuthorizationPolicy[],
): AccessReport['default'] {
  if (!isReadable(snapshot, AUTHORIZATION_POLICIES, rootNamespace))
    return { verdict: 'unknown', decidedBy: ['unknown'] }
  const { verdict, by } = decideAccess(general, {
    protocol: 'http',
    principal: undefined,
    port: undefined,
    hosts: undefined,
    paths: undefined,
    claims: undefined,
  })
  return { verdict, decidedBy: by.length > 0 ? by : ['default'] }
}

/** Ports of the containers behind the workload's Services. An ambient pod's own proxy sees no requests. */
function portsOf(view: IstioView, workload: Workload): readonly AccessPort[] {
  const pod = samplePod(workload)
  if (!pod) return []
  const isL4 = view.membership(pod).inMesh === 'ambient'
  const found = new Map<number, AccessPort>()
  for (const service of view.cluster.servicesOf(workload))
    for (const port of service.ports) {
      const target = targetPortOn(port, pod)
      if (target === undefined || found.has(target)) continue
      const bytes = isOpaque(protocolOf(port).value) ? 'tcp' : 'http'
      const protocol = isL4 ? 'ztunnel' : bytes
      found.set(target, { port: target, protocol })
    }
  return [...found.values(), { port: undefined, protocol: isL4 ? 'ztunnel' : 'http' }]
}

const alone = (
  to: string,
  verdict: AccessRow['verdict'],
  because: string,
  unheard: readonly AuthorizationPolicy[] = [],
): AccessRow => ({
  from: '*',
  to,
  verdict,
  by: [],
  ...(unheard.length > 0 ? { shadows: unheard.map((p) => ({ by: p.ref, precedence: 0 })) } : {}),
  because,
})

function ofWorkload(sources: Sources, workload: Workload, to: string): readonly AccessRow[] {
  const { view, general } = sources
  const pod = variantsOf(workload.pods, view)[0]?.pod ?? samplePod(workload)
  if (!pod) return []
  const membership = view.membership(pod)
  const governed = view.governing(pod)
  const { effective, trustDomain, rootNamespace } = governed
  const hidden = [rootNamespace, workload.namespace].find(
    (namespace) => !isReadable(view.snapshot, AUTHORIZATION_POLICIES, namespace),
  )
  if (hidden !== undefined) {
    if (membership.inMesh === 'none') return []
    return [alone(to, 'unknown', `AuthorizationPolicies of ${hidden} may not be read.`)]
  }
  const proxy = proxyOf(pod, membership)
  const own = effective.authorization(proxy).map(({ policy }) => policy)
  const isAmong = (policies: readonly AuthorizationPolicy[]) => (policy: AuthorizationPolicy) =>
    policies.some((p) => p.ref === policy.ref)
  const isOutside = membership.inMesh === 'none'
  // Rows for every workload are the main control plane's.
  const [here, everywhere] = [general(governed), general(view)]
  const isTold = isOutside || (here.length === everywhere.length && here.every(isAmong(everywhere)))
  if (isTold && own.every(isAmong(here))) return []
  if (isOutside) {
    const because = 'The pods have no proxy, so nothing enforces the policies that select them.'
    return [alone(to, 'allow', because, own)]
  }
  if (own.length === 0) {
    const because = 'No AuthorizationPolicy that its control plane reads selects it.'
    return [alone(to, 'allow', because)]
  }
  const ports = portsOf(view, workload)
  const takesTokens = effective
    .requestAuthentication(proxy)
    .some(({ policy }) => policy.rules.length > 0)
  const rows = rowsOf({ to, policies: own, ports, takesTokens }, trustDomain)
  const past = ports.flatMap(({ port }) =>
    port !== undefined && membership.inboundBypass?.covers(port) ? [port] : [],
  )
  return [
    ...rows.filter((r) => r.port === undefined || !past.includes(r.port)),
    ...past.map((port) => ({
      ...alone(
        to,
        'allow',
        `${membership.inboundBypass?.annotation} takes port ${port} past the proxy.`,
        own,
      ),
      port,
    })),
  ]
}

/** Policies that name a Service or a ServiceEntry are asked by the waypoint in front of it. */
function ofServices({ view, all }: Sources): readonly AccessTarget[] {
  const found = new Map<string, AuthorizationPolicy[]>()
  for (const policy of all.filter((p) => reads(view.governing(p).main, p.object)))
    for (const { kind, name } of policy.targetRefs) {
      const prefix = kind === 'Service' ? 'service' : kind === 'ServiceEntry' ? 'entry' : undefined
      if (!prefix) continue
      const id = `${prefix}:${policy.namespace}/${name}`
      found.set(id, [...(found.get(id) ?? []), policy])
    }
  return [...found].map(([to, own]) => ({ to, policies: own, ports: [], takesTokens: true }))
}

/** One for each control plane, where there are several. */
function defaultsOf({ view, general }: Sources): AccessReport['defaults'] {
  if (view.installations.length < 2) return undefined
  return view.installations.map(({ id, namespace, revision }) => {
    const governed = view.governing({ namespace, labels: new Map([[REVISION, revision]]) })
    const { rootNamespace } = governed
    return { controlPlane: id, ...byDefault(view.snapshot, rootNamespace, general(governed)) }
  })
}

/**
 * Who may call whom in an Istio mesh, as its AuthorizationPolicies state it. Rows for every workload are those of the
 * main control plane; where another one holds other policies for a workload, it has rows of its own.
 */
export function accessReport(
  view: IstioView,
  nodeOf: (workload: Workload) => string,
  isAsked: (id: string, namespace: string) => boolean,
): AccessReport {
  const all = readAuthorizationPolicies(objectsOf(view.snapshot, AUTHORIZATION_POLICIES))
  const known = new Map<string | undefined, readonly AuthorizationPolicy[]>()
  const general = (governed: Governed) => {
    const found = known.get(governed.main?.id) ?? generalOf(all, governed)
    known.set(governed.main?.id, found)
    return found
  }
  const sources = { view, all, general }
  const everywhere = general(view)
  const targets = [
    ...(everywhere.length > 0
      ? [{ to: '*', policies: everywhere, ports: [], takesTokens: true }]
      : []),
    ...ofServices(sources),
  ]
  const defaults = defaultsOf(sources)
  return {
    default: byDefault(view.snapshot, view.rootNamespace, everywhere),
    ...(defaults ? { defaults } : {}),
    rows: [
      ...targets.flatMap((target) => rowsOf(target, view.trustDomain)),
      ...[...view.cluster.workloads()].flatMap((workload) => {
        const to = nodeOf(workload)
        return isAsked(to, workload.namespace) ? ofWorkload(sources, workload, to) : []
      }),
    ],
  }
}
