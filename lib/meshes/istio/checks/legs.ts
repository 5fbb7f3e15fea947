import type { MeshModel } from '#lib/model/mesh-model.ts'
import { type Resolved, type RoutingClient, resolveDestination } from '../destinations.ts'
import { type Destination, type Rule, shareOf, type VirtualService } from '../virtual-service.ts'
import { istioOf } from './istio-of.ts'

/** One destination of a VirtualService as its clients get it. */
export type CheckedLeg = {
  readonly service: VirtualService
  readonly rule: Rule
  readonly destination: Destination
  /** Percent of the rule's requests; `undefined` for mirrors. */
  readonly share: number | undefined
  readonly resolved: Resolved
}

const NO_LABELS: ReadonlyMap<string, string> = new Map()

/**
 * Every destination of every VirtualService. What decides is the namespace of who calls: of the gateways that
 * carry it, or its own for sidecars; a destination that one of them reaches is not reported as missing.
 */
function* findLegs(model: MeshModel): Iterable<CheckedLeg> {
  const istio = istioOf(model)
  if (!istio) return
  const carriers = new Map<string, Set<string>>()
  for (const proxy of istio.proxies)
    for (const { server } of proxy.programmed) {
      const found = carriers.get(server.gateway.key) ?? new Set()
      carriers.set(server.gateway.key, found)
      found.add(proxy.workload.namespace)
    }
  for (const service of istio.view.virtualServices) {
    const client = (type: RoutingClient['type'], namespace: string): RoutingClient => ({
      type,
      namespace,
      labels: NO_LABELS,
      governed: istio.view.governing({ namespace }),
    })
    const namespaces = new Set(service.gateways.flatMap((g) => [...(carriers.get(g) ?? [])]))
    const clients = [...namespaces].map((namespace) => client('gateway', namespace))
    const isInMesh = service.gateways.includes('mesh')
    if (clients.length === 0 || isInMesh)
      clients.push(client(isInMesh ? 'sidecar' : 'gateway', service.namespace))
    // What a delegate sends to comes along with its roots, of which any may be imported.
    const following = service.hosts.length > 0 ? service : undefined
    const resolve = (destination: Destination): Resolved => {
      const answers = clients.map((one) =>
        resolveDestination(istio.destinations, destination, one, following),
      )
      return answers.find((a) => a.problem === undefined) ?? (answers[0] as Resolved)
    }
    for (const rule of [...service.http, ...service.tls, ...service.tcp]) {
      for (const destination of rule.destinations)
        yield {
          service,
          rule,
          destination,
          share: shareOf(rule.destinations, destination),
          resolved: resolve(destination),
        }
      for (const destination of rule.mirrors)
        yield { service, rule, destination, share: undefined, resolved: resolve(destination) }
    }
  }
}

const known = new WeakMap<MeshModel, readonly CheckedLeg[]>()

/** Found once for each model: several checks look at them. */
export function legsOf(model: MeshModel): readonly CheckedLeg[] {
  const before = known.get(model)
  if (before) return before
  const legs = [...findLegs(model)]
  known.set(model, legs)
  return legs
}

/** `, so 20 % of these requests fail` where a rule has several destinations. */
export function whatFails({ share }: CheckedLeg): string {
  if (share === undefined) return 'the copies go nowhere'
  const percent = Math.round(share * 10) / 10
  return share === 100
    ? 'all its requests fail with 503'
    : `${percent} % of its requests fail with 503`
}
