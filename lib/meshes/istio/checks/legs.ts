import type { MeshModel } from '#lib/model/mesh-model.ts'
import {
  type Destinations,
  type Resolved,
  type RoutingClient,
  resolveDestination,
} from '../destinations.ts'
import type { IstioView } from '../view.ts'
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
 * Every destination of a VirtualService. What decides is the namespace of who calls: of the gateways that carry it,
 * or its own for sidecars; a destination that one of them reaches is not reported as missing.
 *
 * @param carriers namespaces of the gateway workloads that open a Gateway
 */
export function checkedLegs(
  view: IstioView,
  destinations: Destinations,
  service: VirtualService,
  carriers: (gateway: string) => readonly string[],
): readonly CheckedLeg[] {
  const client = (type: RoutingClient['type'], namespace: string): RoutingClient => ({
    type,
    namespace,
    labels: NO_LABELS,
    governed: view.governing({ namespace }),
  })
  const namespaces = new Set(service.gateways.flatMap(carriers))
  const clients = [...namespaces].map((namespace) => client('gateway', namespace))
  const isInMesh = service.gateways.includes('mesh')
  if (clients.length === 0 || isInMesh)
    clients.push(client(isInMesh ? 'sidecar' : 'gateway', service.namespace))
  // What a delegate sends to comes along with its roots, of which any may be imported.
  const following = service.hosts.length > 0 ? service : undefined
  const resolve = (destination: Destination): Resolved => {
    const answers = clients.map((one) =>
      resolveDestination(destinations, destination, one, following),
    )
    return answers.find((a) => a.problem === undefined) ?? (answers[0] as Resolved)
  }
  return [...service.http, ...service.tls, ...service.tcp].flatMap((rule) => [
    ...rule.destinations.map((destination) => ({
      service,
      rule,
      destination,
      share: shareOf(rule.destinations, destination),
      resolved: resolve(destination),
    })),
    ...rule.mirrors.map((destination) => ({
      service,
      rule,
      destination,
      share: undefined,
      resolved: resolve(destination),
    })),
  ])
}

export const legsOf = (model: MeshModel, service: VirtualService): readonly CheckedLeg[] =>
  istioOf(model)?.legs(service) ?? []

/** `, so 20 % of these requests fail` where a rule has several destinations. */
export function whatFails({ share }: CheckedLeg): string {
  if (share === undefined) return 'the copies go nowhere'
  const percent = Math.round(share * 10) / 10
  return share === 100
    ? 'all its requests fail with 503'
    : `${percent} % of its requests fail with 503`
}
