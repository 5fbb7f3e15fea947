import { isReadable } from '#lib/model/objects.ts'
import type { Service } from '#lib/model/service.ts'
import type { Labels } from '#lib/resources/label-selector.ts'
import type { Ref } from '#lib/resources/reference.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import type { RuleInForce } from './effective/destination-rules.ts'
import type { RegisteredService } from './effective/services.ts'
import type { ImportedService } from './effective/sidecar-scope.ts'
import type { Governed } from './governed.ts'
import { DESTINATION_RULES, SERVICE_ENTRIES } from './kinds.ts'
import type { Destination, VirtualService } from './virtual-service.ts'

export const NOWHERE = 'nowhere'

/** A destination as one client gets it. */
export type Resolved = {
  readonly destination: Destination
  readonly to: string
  readonly port: number | undefined
  readonly found: ImportedService | undefined
  readonly rule: RuleInForce | undefined
  readonly via: readonly Ref[]
  readonly problem: 'host' | 'port' | 'subset' | 'unreadable' | undefined
  readonly because: string | undefined
}

export type Destinations = {
  readonly snapshot: Snapshot
  /** A Service in front of gateway proxies stands for the gateway. */
  readonly nodeOf: (service: Service) => string
}

/** A proxy that routes: where it runs, what it carries, and which control plane tells it what it sees. */
export type RoutingClient = {
  readonly type: 'sidecar' | 'gateway' | 'waypoint'
  readonly namespace: string
  readonly labels: Labels
  readonly governed: Governed
}

/** The node of what goes by a name. */
export const nodeOfRegistered = (
  found: RegisteredService,
  nodeOf: Destinations['nodeOf'],
): string => (found.kind === 'entry' ? found.entry.id : nodeOf(found.service))

const mayHide = (snapshot: Snapshot) =>
  !isReadable(snapshot, 'core/services') || !isReadable(snapshot, SERVICE_ENTRIES)

/**
 * Where a destination leads for a client: the host that it may see, the port and the subset. At a gateway an
 * absent port is the destination's only one; in the mesh it is the one that was dialled, so none is named.
 * A host, port or subset that nobody defines leads nowhere: the proxy answers 503. A wildcard of a ServiceEntry
 * does not define the names that it covers (istio/istio#49482).
 *
 * @param following the VirtualService by which the client comes to this destination
 */
export function resolveDestination(
  { snapshot, nodeOf }: Destinations,
  destination: Destination,
  client: RoutingClient,
  following: VirtualService | undefined,
): Resolved {
  const { effective } = client.governed
  const found = effective.scopes().find(client, destination.host, following)
  const base = { destination, found, port: destination.port, rule: undefined, via: [] as Ref[] }
  if (!found) {
    if (mayHide(snapshot)) {
      const because = 'Services or ServiceEntries may not be read, so the name may exist.'
      return { ...base, to: `external:${destination.host}`, problem: 'unreadable', because }
    }
    const isHidden = effective.serviceIndex().named(destination.host).length > 0
    const because = isHidden
      ? `${destination.host} is not exported to the proxies of ${client.namespace}, or their Sidecar does not import it, so these requests fail with 503.`
      : `Nothing is called ${destination.host}, so these requests fail with 503.`
    return { ...base, to: NOWHERE, problem: 'host', because }
  }
  const ports = found.ports.map((p) => p.port)
  const isInMesh = client.type === 'sidecar'
  const port = destination.port ?? (!isInMesh && ports.length === 1 ? ports[0] : undefined)
  const rule = effective.destinationRuleIndex().find(client, destination.host, found.namespace)
  const via = found.kind === 'entry' ? [found.ref] : []
  const known = { ...base, port, rule, via }
  if (port !== undefined && !ports.includes(port)) {
    const because = `${destination.host} has no port ${port}, so these requests fail with 503.`
    return { ...known, to: NOWHERE, problem: 'port', because }
  }
  if (destination.subset !== undefined) {
    const subset = rule?.subsets.get(destination.subset)
    if (!subset && isReadable(snapshot, DESTINATION_RULES)) {
      const because = `No DestinationRule in force defines the subset ${destination.subset} of ${destination.host}, so these requests fail with 503.`
      return { ...known, to: NOWHERE, problem: 'subset', because }
    }
    if (subset) via.push(subset.from)
  }
  return { ...known, to: nodeOfRegistered(found, nodeOf), problem: undefined, because: undefined }
}
