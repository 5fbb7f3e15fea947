import type { EdgeMtls } from '#lib/model/edge-words.ts'
import { matchWords } from '#lib/model/match-words.ts'
import type { RouteLeg, RouteTable } from '#lib/model/route-table.ts'
import type { StatedEdge } from '#lib/model/stated-edge.ts'
import { hasLabels } from '#lib/resources/label-selector.ts'
import { type Destinations, resolveDestination } from './destinations.ts'
import { covers, isVisible, isWildcard } from './hosts.ts'
import { namespaceOfRegistered, type Registered } from './registry.ts'
import { inOrder, type Place, type RuleContext, rulesAt } from './rule-table.ts'
import type { IstioView } from './view.ts'
import type { VirtualService } from './virtual-service.ts'

const MESH: Place = { gateways: new Set(['mesh']), port: undefined, via: [], conflict: false }
const NO_LABELS: ReadonlyMap<string, string> = new Map()

type Taken = {
  readonly host: string
  readonly owner: string
  readonly namespace: string
  readonly found: Registered | undefined
  readonly service: VirtualService
}

/**
 * Which VirtualService sidecars follow for which called name, seen from the namespace of the called Service:
 * those private to it first, then the public ones, oldest first; the first to name a host takes it. A wildcard
 * covers the names that no other VirtualService names.
 *
 * @see istio/istio pilot/pkg/model/virtualservice.go, SelectVirtualServices
 */
function takenHosts(view: IstioView, destinations: Destinations): readonly Taken[] {
  const bound = view.byGateway('mesh')
  const exact = new Map<string, VirtualService[]>()
  const wild: { host: string; service: VirtualService }[] = []
  for (const service of bound)
    for (const host of service.hosts) {
      if (isWildcard(host)) wild.push({ host, service })
      else {
        const known = exact.get(host)
        if (known) known.push(service)
        else exact.set(host, [service])
      }
    }
  wild.sort((a, b) => b.host.length - a.host.length)
  const names = new Set(exact.keys())
  if (wild.length > 0) for (const host of view.registry.hosts()) names.add(host)
  const out: Taken[] = []
  for (const host of names) {
    const found = view.registry.all(host)[0]
    const candidates =
      exact.get(host) ?? wild.filter((w) => covers(w.host, host)).map((w) => w.service)
    const namespace = found ? namespaceOfRegistered(found) : (candidates[0]?.namespace ?? '')
    const visible = candidates.filter((c) => isVisible(view.exportTo(c), c.namespace, namespace))
    const isPrivate = (c: VirtualService) =>
      !view.exportTo(c).includes('*') && view.exportTo(c).length > 0
    const service = visible.find(isPrivate) ?? visible[0]
    if (!service) continue
    const owner = !found
      ? `external:${host}`
      : found.kind === 'entry'
        ? found.entry.id
        : destinations.nodeOf(found.service)
    out.push({ host, owner, namespace, found, service })
  }
  return out
}

/** Route tables that the proxies of callers follow, by called name. */
export function meshTables(view: IstioView, destinations: Destinations): readonly RouteTable[] {
  return takenHosts(view, destinations).flatMap(({ host, owner, namespace, service }) => {
    const client = { namespace, labels: NO_LABELS }
    const context: RuleContext = {
      resolve: (d) => resolveDestination(destinations, d, client, 'mesh'),
      delegate: view.virtualService,
      exportTo: view.exportTo,
    }
    return (['http', 'tls', 'tcp'] as const).flatMap((protocol): RouteTable[] => {
      const rules = inOrder([rulesAt(service, protocol, MESH, context)])
      if (rules.length === 0) return []
      const id = `mesh ${host} ${protocol}`
      return [{ id, mesh: 'istio', owner, protocol, port: undefined, hosts: [host], rules }]
    })
  })
}

const PROTOCOLS = { http: 'HTTP', tcp: 'TCP', tls: 'TLS' } as const

/**
 * What mesh tables state. A rule that sends a Service's own traffic to a subset of it splits the Service over
 * workloads; one that names another destination is a hop from the called name to that. A rule that leads back
 * to the Service as a whole states nothing new.
 */
export function meshEdges(
  view: IstioView,
  tables: readonly RouteTable[],
  mtlsOf: (leg: RouteLeg, namespace: string, protocol: RouteTable['protocol']) => EdgeMtls,
): readonly StatedEdge[] {
  return tables.flatMap((table) => {
    const host = table.hosts[0] ?? ''
    const called = view.registry.all(host)[0]
    const namespace = called ? namespaceOfRegistered(called) : ''
    return table.rules.flatMap((rule) => {
      if (rule.unreachable) return []
      const when = matchWords(rule.match, rule.unless, rule.order > 1 && rule.match.length === 0)
      return rule.legs.flatMap((leg): StatedEdge[] => {
        const base = {
          key: `${rule.key} ${leg.kind} ${leg.path} ${host}`,
          from: table.owner,
          port: leg.port,
          protocol: PROTOCOLS[table.protocol],
          subset: leg.subset,
          order: table.rules.length > 1 ? rule.order : undefined,
          match: rule.match.length > 0 ? rule.match : undefined,
          when,
          share: leg.share,
          written: leg.weight,
          via: [...new Set([...rule.via, ...leg.via])].sort(),
          mtls: mtlsOf(leg, namespace, table.protocol),
        }
        if (leg.to !== table.owner) return [{ ...base, to: leg.to, kind: leg.kind }]
        if (leg.subset === undefined || called?.kind !== 'service') return []
        const wanted = view.clientRules.rules
          .find({ namespace, labels: NO_LABELS }, host, namespace)
          ?.subsets.get(leg.subset)?.subset.labels
        if (!wanted) return []
        const workloads = view.cluster
          .backends(called.service)
          .filter(({ workload, pods }) =>
            pods.length > 0
              ? pods.some((pod) => hasLabels(pod.labels, wanted))
              : hasLabels(workload.template?.labels ?? NO_LABELS, wanted),
          )
        return workloads.map(({ workload }) => ({
          ...base,
          key: `${base.key} ${workload.id}`,
          to: workload.id,
          kind: leg.kind === 'mirror' ? 'mirror' : 'split',
          // How a subset's requests divide over its workloads is a matter of endpoints; nothing states it.
          share: workloads.length === 1 ? leg.share : undefined,
          because:
            workloads.length === 1
              ? undefined
              : `The subset ${leg.subset} has ${workloads.length} workloads; together they get ${leg.share ?? '?'} %.`,
        }))
      })
    })
  })
}
