import { isReadable } from '#lib/model/objects.ts'
import type { Service } from '#lib/model/service.ts'
import type { Labels } from '#lib/resources/label-selector.ts'
import type { Ref } from '#lib/resources/reference.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import type { DestinationRuleIndex, RuleInForce } from './effective/destination-rules.ts'
import { DESTINATION_RULES, SERVICE_ENTRIES } from './kinds.ts'
import { namespaceOfRegistered, type Registered, type Registry } from './registry.ts'
import type { Destination } from './virtual-service.ts'

export const NOWHERE = 'nowhere'

/** A destination as one client gets it. */
export type Resolved = {
  readonly destination: Destination
  readonly to: string
  readonly port: number | undefined
  readonly found: Registered | undefined
  readonly rule: RuleInForce | undefined
  readonly via: readonly Ref[]
  readonly problem: 'host' | 'port' | 'subset' | 'unreadable' | undefined
  readonly because: string | undefined
}

export type Destinations = {
  readonly snapshot: Snapshot
  readonly registry: Registry
  readonly rules: DestinationRuleIndex
  /** A Service in front of gateway proxies stands for the gateway. */
  readonly nodeOf: (service: Service) => string
}

type Client = { readonly namespace: string; readonly labels: Labels }

const portsOf = (found: Registered): readonly number[] =>
  found.kind === 'service'
    ? found.service.ports.map((p) => p.port)
    : found.entry.ports.map((p) => p.number)

const mayHide = (snapshot: Snapshot) =>
  !isReadable(snapshot, 'core/services') || !isReadable(snapshot, SERVICE_ENTRIES)

/**
 * Where a destination leads for a client: the host that it may see, the port and the subset. At a gateway an
 * absent port is the destination's only one; in the mesh it is the one that was dialled, so none is named.
 * A host, port or subset that nobody defines leads nowhere: the proxy answers 503.
 */
export function resolveDestination(
  { snapshot, registry, rules, nodeOf }: Destinations,
  destination: Destination,
  client: Client,
  at: 'gateway' | 'mesh',
): Resolved {
  const found = registry.find(destination.host, client.namespace)
  const base = { destination, found, port: destination.port, rule: undefined, via: [] as Ref[] }
  if (!found) {
    if (mayHide(snapshot)) {
      const because = 'Services or ServiceEntries may not be read, so the name may exist.'
      return { ...base, to: `external:${destination.host}`, problem: 'unreadable', because }
    }
    const because = `Nothing is called ${destination.host}, so these requests fail with 503.`
    return { ...base, to: NOWHERE, problem: 'host', because }
  }
  const ports = portsOf(found)
  const port = destination.port ?? (at === 'gateway' && ports.length === 1 ? ports[0] : undefined)
  const rule = rules.find(client, destination.host, namespaceOfRegistered(found))
  const via = found.kind === 'entry' ? [found.entry.ref] : []
  const known = { ...base, port, rule, via }
  if (port !== undefined && !ports.includes(port)) {
    const because = `${destination.host} has no port ${port}, so these requests fail with 503.`
    return { ...known, to: NOWHERE, problem: 'port', because }
  }
  const to = found.kind === 'entry' ? found.entry.id : nodeOf(found.service)
  if (destination.subset !== undefined) {
    const subset = rule?.subsets.get(destination.subset)
    if (!subset && isReadable(snapshot, DESTINATION_RULES)) {
      const because = `No DestinationRule in force defines the subset ${destination.subset} of ${destination.host}, so these requests fail with 503.`
      return { ...known, to: NOWHERE, problem: 'subset', because }
    }
    if (subset) via.push(subset.from)
  }
  return { ...known, to, problem: undefined, because: undefined }
}
