import type { Cluster } from '#lib/model/cluster.ts'
import { isReadable, objectsOf } from '#lib/model/objects.ts'
import { selects } from '#lib/resources/label-selector.ts'
import { addTo } from '#lib/resources/multi-map.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import type { GatewayClass } from './controllers.ts'
import { gatewayClasses } from './controllers.ts'
import {
  type Gateway,
  type GatewayListener,
  type ListenerSet,
  type Namespaces,
  readGateways,
  readListenerSets,
} from './gateway.ts'
import { GATEWAYS, LISTENER_SETS } from './kinds.ts'

/** A Gateway with the listeners that ListenerSets add to it. */
export type EffectiveGateway = {
  readonly gateway: Gateway
  readonly class: GatewayClass
  /** The Gateway's own first, then those of ListenerSets, oldest first. */
  readonly listeners: readonly GatewayListener[]
  readonly sets: readonly ListenerSet[]
  /** Listeners that claim what another has. */
  readonly contested: ReadonlySet<GatewayListener>
}

/** Whether something in one namespace is let in by something in another; unknown where labels may not be read. */
export function letsIn(
  { from, selector }: Namespaces,
  own: string,
  other: string,
  cluster: Cluster,
): boolean | undefined {
  switch (from) {
    case 'All':
      return true
    case 'Same':
      return own === other
    case 'None':
      return false
    case 'Selector': {
      if (!selector) return false
      const labels = cluster.namespaceLabels(other)
      // Every namespace carries its name as a label. @see kubernetes KEP-2161
      const all = new Map([...labels, ['kubernetes.io/metadata.name', other]])
      if (selects(selector, all)) return true
      const known = labels.size > 0 || isReadable(cluster.snapshot, 'core/namespaces')
      return known ? false : undefined
    }
  }
}

const isTlsKind = (protocol: string) => protocol === 'HTTPS' || protocol === 'TLS'

/** @see gateway-api apis/v1/gateway_types.go, GatewaySpec.Listeners, "Distinct Listeners" */
export function clash(a: GatewayListener, b: GatewayListener): boolean {
  if (a.port !== b.port) return false
  const [first, second] = [a.protocol.toUpperCase(), b.protocol.toUpperCase()]
  if ((first === 'UDP') !== (second === 'UDP')) return false
  const sameFamily = first === second || (isTlsKind(first) && isTlsKind(second))
  if (!sameFamily) return true
  return first === 'TCP' || first === 'UDP' || a.hostname === b.hostname
}

/** Listeners of one object that clash are both contested; of two objects the one that ranks lower is. */
function contestedAmong(listeners: readonly GatewayListener[]): ReadonlySet<GatewayListener> {
  const found = new Set<GatewayListener>()
  listeners.forEach((later, i) => {
    for (const earlier of listeners.slice(0, i)) {
      if (!clash(earlier, later)) continue
      found.add(later)
      if (earlier.from === later.from) found.add(earlier)
    }
  })
  return found
}

/** All Gateways, oldest first. @see gateway-api apis/v1/listenerset_types.go, ListenerSetSpec.Listeners */
export function effectiveGateways(
  snapshot: Snapshot,
  cluster: Cluster,
): readonly EffectiveGateway[] {
  const classOf = gatewayClasses(snapshot)
  const setsOf = new Map<string, ListenerSet[]>()
  for (const set of readListenerSets(objectsOf(snapshot, LISTENER_SETS)))
    addTo(setsOf, `${set.parent.namespace}/${set.parent.name}`, set)
  return readGateways(objectsOf(snapshot, GATEWAYS)).map((gateway) => {
    const { namespace, name, allowsListeners } = gateway
    const sets = (setsOf.get(`${namespace}/${name}`) ?? []).filter(
      (set) => letsIn(allowsListeners, namespace, set.namespace, cluster) === true,
    )
    const listeners = [...gateway.listeners, ...sets.flatMap((set) => set.listeners)]
    return {
      gateway,
      class: classOf(gateway.className),
      listeners,
      sets,
      contested: contestedAmong(listeners),
    }
  })
}
