import { largeMesh } from '#lib/fixtures/large-mesh.ts'
import { list, record } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { Place } from './messages.ts'
import { pathOf } from './served-cluster.ts'

export const EVENT_KINDS = [
  'Pod status',
  'VirtualService weight',
  'endpoints',
  'PeerAuthentication',
] as const
export type EventKind = (typeof EVENT_KINDS)[number]

/** Of ten events in a row: four of Pods, three weights, two of endpoints, one of a policy. */
const MIX: readonly EventKind[] = [
  'Pod status',
  'VirtualService weight',
  'Pod status',
  'endpoints',
  'VirtualService weight',
  'Pod status',
  'PeerAuthentication',
  'VirtualService weight',
  'endpoints',
  'Pod status',
]

export type ClusterEvent = {
  readonly kind: EventKind
  readonly place: Place
  /** Writes it; resolves when the API server has answered. */
  write(): Promise<void>
}

type Target = { readonly object: KubernetesObject; readonly plural: string; turns: number }

/** An endless supply of small changes, spread over the cluster; the same ones each time. */
export function clusterEvents(url: string, pods: number): (at: number) => ClusterEvent {
  const targets = new Map<EventKind, Target[]>(EVENT_KINDS.map((kind) => [kind, []]))
  const add = (kind: EventKind, plural: string, object: KubernetesObject) =>
    targets.get(kind)?.push({ object, plural, turns: 0 })
  for (const object of largeMesh({ pods })) {
    // Those of the control plane's own namespace would change the whole mesh; a large cluster has few of them.
    if (!object.metadata.namespace?.startsWith('team-')) continue
    if (object.kind === 'Pod') add('Pod status', 'pods', object)
    else if (object.kind === 'VirtualService')
      add('VirtualService weight', 'virtualservices', object)
    else if (object.kind === 'EndpointSlice') add('endpoints', 'endpointslices', object)
    else if (object.kind === 'PeerAuthentication')
      add('PeerAuthentication', 'peerauthentications', object)
  }
  return (at) => {
    const kind = MIX[at % MIX.length] ?? 'Pod status'
    const all = targets.get(kind) ?? []
    // A large prime step visits all before any comes again.
    const target = all[(at * 7919) % all.length]
    if (!target) throw new Error(`The cluster has nothing for "${kind}".`)
    return eventOn(url, kind, target)
  }
}

function eventOn(url: string, kind: EventKind, target: Target): ClusterEvent {
  const { object, plural } = target
  const { namespace = '', name } = object.metadata
  const group = object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : 'core'
  const path = pathOf(url, object.apiVersion, plural, namespace, name)
  return {
    kind,
    place: { kind: `${group}/${plural}`, namespace, name },
    async write() {
      target.turns += 1
      const patch = patchOf(kind, object, target.turns % 2 === 1)
      const isStatus = kind === 'Pod status'
      const answer = await fetch(isStatus ? `${path}/status` : path, {
        method: 'PATCH',
        headers: { 'content-type': 'application/merge-patch+json' },
        body: JSON.stringify(patch),
      })
      const text = await answer.text()
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 300)}`)
    },
  }
}

/** The object's next state: there and back again. */
function patchOf(kind: EventKind, object: KubernetesObject, isOdd: boolean): object {
  switch (kind) {
    case 'Pod status': {
      const { conditions, containerStatuses } = record(object.status)
      return {
        status: {
          conditions: list(conditions).map((condition) => {
            const { type } = record(condition)
            const isReadiness = type === 'Ready' || type === 'ContainersReady'
            return { ...record(condition), status: isReadiness && isOdd ? 'False' : 'True' }
          }),
          containerStatuses: list(containerStatuses).map((status) => ({
            ...record(status),
            ready: !isOdd || record(status).name !== 'app',
          })),
        },
      }
    }
    case 'VirtualService weight': {
      const http = list(record(object.spec).http).map(record)
      return {
        spec: {
          http: http.map((route) => {
            const destinations = list(route.route).map(record)
            if (destinations.length < 2) return route
            const weights = isOdd ? [61, 39] : [37, 63]
            return {
              ...route,
              route: destinations.map((one, i) => ({ ...one, weight: weights[i] })),
            }
          }),
        },
      }
    }
    case 'endpoints':
      return {
        endpoints: list(object.endpoints).map((endpoint, i) => ({
          ...record(endpoint),
          conditions: { ready: i > 0 || !isOdd, serving: true, terminating: false },
        })),
      }
    case 'PeerAuthentication': {
      const { mode } = record(record(object.spec).mtls)
      const other = mode === 'STRICT' ? 'PERMISSIVE' : 'STRICT'
      return { spec: { mtls: { mode: isOdd ? other : mode } } }
    }
  }
}
