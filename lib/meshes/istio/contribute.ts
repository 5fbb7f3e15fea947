import { gatewayId } from '#lib/model/gateway-proxy.ts'
import type { Contribution } from '#lib/model/mesh-model.ts'
import type { RouteTable } from '#lib/model/route-table.ts'
import type { Service } from '#lib/model/service.ts'
import { samplePod } from '#lib/model/workload.ts'
import { addTo } from '#lib/resources/multi-map.ts'
import type { Stage } from '../provider.ts'
import { badgesOf } from './badges.ts'
import { bypassEdges, loopbackEdges } from './bypass-edges.ts'
import type { Destinations, RoutingClient } from './destinations.ts'
import { filtersFor } from './envoy-filter.ts'
import { gatewayProxies, type IstioGatewayProxy } from './gateway-proxies.ts'
import { gatewayTables } from './gateway-routes.ts'
import { hopMtls } from './hop.ts'
import { ingressEdges } from './ingress-edges.ts'
import { isGatewayPod } from './membership.ts'
import { meshEdges, meshTables } from './mesh-routes.ts'
import { servicePosture, workloadPostures } from './posture.ts'
import type { ReceiverSource } from './receivers.ts'
import { resolutionOf } from './rule-table.ts'
import { entryFacts } from './service-entry.ts'
import { statedHop } from './stated-hop.ts'
import { gatewayEdges } from './table-edges.ts'
import { accessAt, claimsOfAnyClient } from './target-access.ts'
import { type IstioView, istioView } from './view.ts'

/** Istio's contribution, with what its checks ask beyond the shared words. */
export type IstioContribution = Contribution & {
  readonly view: IstioView
  readonly proxies: readonly IstioGatewayProxy[]
  readonly destinations: Destinations
  readonly receivers: ReceiverSource
}

/** A Service whose every workload is a gateway is the gateway, not a node of its own. */
function nodeOf(view: IstioView) {
  return (service: Service): string => {
    const backends = view.cluster.backends(service)
    const first = backends[0]
    const isGateway =
      first !== undefined &&
      backends.every(({ workload }) => {
        const pod = samplePod(workload)
        return pod !== undefined && isGatewayPod(pod)
      })
    return isGateway ? gatewayId(first.workload) : `service:${service.namespace}/${service.name}`
  }
}

export function contribute({ snapshot, cluster }: Stage): IstioContribution {
  const view = istioView(snapshot, cluster)
  const destinations: Destinations = {
    snapshot,
    nodeOf: nodeOf(view),
  }
  const filtersAt = (namespace: string, labels: ReadonlyMap<string, string>) =>
    filtersFor(view.filters, namespace, labels, view.governing({ namespace, labels }).rootNamespace)
  const proxies = gatewayProxies(
    cluster,
    (pod) => view.governing(pod).effective.gatewayIndex(),
    (workload) => {
      const pod = samplePod(workload)
      const touched = pod ? filtersAt(workload.namespace, pod.labels) : []
      const isTouched = touched.some((f) => f.contexts.has('GATEWAY') || f.contexts.has('ANY'))
      return [...badgesOf(workload, view), ...(isTouched ? ['EnvoyFilter'] : [])]
    },
  )
  const proxyOf = new Map(proxies.map((p) => [p.workload.id, p]))
  const receivers: ReceiverSource = { view, gatewayOf: (workload) => proxyOf.get(workload.id) }

  const tables: RouteTable[] = []
  const calls = proxies.flatMap((proxy) => {
    const { workload } = proxy
    const pod = samplePod(workload)
    const labels = pod?.labels ?? new Map<string, string>()
    const governed = view.governing({ namespace: workload.namespace, labels })
    const client: RoutingClient = {
      type: 'gateway',
      namespace: workload.namespace,
      labels,
      governed,
    }
    const own = gatewayTables(proxy, {
      destinations,
      client,
      filters: filtersAt(workload.namespace, labels),
    })
    tables.push(...own)
    const principal = `${governed.trustDomain}/ns/${workload.namespace}/sa/${pod?.serviceAccount ?? 'default'}`
    return gatewayEdges(proxy, own, {
      mtls: (leg, protocol) => hopMtls(receivers, client, resolutionOf(leg), protocol),
      access: (leg, protocol, match, mtls) => {
        const { found, port } = resolutionOf(leg)
        if (found?.kind !== 'service' || leg.to === 'nowhere') return undefined
        const hosts = [...new Set(match.flatMap((m) => m.hosts ?? []))]
        return accessAt(view, found.service, port, {
          protocol: protocol === 'http' ? 'http' : 'tcp',
          from: 'gateway',
          principal,
          mtls,
          hosts: hosts.length > 0 ? hosts : undefined,
          match,
          claims: claimsOfAnyClient,
        })
      },
    })
  })

  const inMesh = meshTables(view, destinations)
  tables.push(...inMesh.map(({ table }) => table))
  const meshCalls = meshEdges(view, inMesh, (leg, client, protocol) =>
    hopMtls(receivers, client, resolutionOf(leg), protocol),
  )
  const ingress = ingressEdges(receivers, destinations)
  const stated = [...calls, ...meshCalls, ...ingress.edges]
  return {
    mesh: 'istio',
    installations: view.installations,
    membership: view.membership,
    gateways: proxies,
    entries: view.entries.map((entry) =>
      entryFacts(entry, view.workloadEntries.selected(entry.namespace, entry.selector)),
    ),
    ingresses: ingress.facts,
    tables,
    edges: [...stated, ...bypassEdges(view), ...loopbackEdges(stated, view.entries)],
    services: [...cluster.services()].map((service) => servicePosture(receivers, service)),
    workloads: workloadPostures(receivers),
    badges: (workload) => badgesOf(workload, view),
    edgeRows: [],
    hop: (call) => statedHop(receivers, call),
    view,
    proxies,
    destinations,
    receivers,
  }
}

/** Edges into each node, for checks that ask who calls. */
export function callersByTarget(contribution: Contribution) {
  const found = new Map<string, Contribution['edges'][number][]>()
  for (const edge of contribution.edges) addTo(found, edge.to, edge)
  return found
}
