import type { Cluster } from '#lib/model/cluster.ts'
import { isReadable } from '#lib/model/objects.ts'
import { addTo } from '#lib/resources/multi-map.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import { conditionOf } from './conditions.ts'
import { type EffectiveGateway, letsIn } from './effective-gateways.ts'
import type { GatewayListener } from './gateway.ts'
import { ANY, servedHosts } from './hostname.ts'
import { GATEWAYS, GROUP, LISTENER_SETS, type RouteKind } from './kinds.ts'
import { type ParentRef, type ParentStatus, type Route, sameParent } from './route.ts'

export type Refusal = 'NoMatchingParent' | 'NotAllowedByListeners' | 'NoMatchingListenerHostname'

export type AttachedListener = {
  readonly gateway: EffectiveGateway
  readonly listener: GatewayListener
  /** Hosts that the listener serves for the route. */
  readonly hosts: readonly string[]
}

/** One parentRef of a route: what follows from the objects, and beside it what the controller reports. */
export type Attachment = {
  readonly route: Route
  readonly parent: ParentRef
  readonly state: 'attached' | 'refused' | 'unknown'
  readonly reason: Refusal | undefined
  readonly because: string | undefined
  readonly listeners: readonly AttachedListener[]
  readonly statuses: readonly ParentStatus[]
  /** A controller that has seen the route as it is says otherwise. */
  readonly disagreement: string | undefined
}

/** @see gateway-api apis/v1/gateway_types.go, AllowedRoutes.Kinds and the table of ProtocolType */
const KINDS: ReadonlyMap<string, readonly RouteKind[]> = new Map([
  ['HTTP', ['HTTPRoute', 'GRPCRoute']],
  ['HTTPS', ['HTTPRoute', 'GRPCRoute']],
  ['TLS', ['TLSRoute', 'TCPRoute']],
  ['TCP', ['TCPRoute']],
  ['UDP', ['UDPRoute']],
  ['HBONE', ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute']],
])

/** TLS that is passed on has nothing to select by but its name: TCPRoutes need it ended. */
function takesKind({ protocol, tls, kinds }: GatewayListener, kind: RouteKind): boolean {
  const fit = KINDS.get(protocol.toUpperCase())
  if (fit && !fit.includes(kind)) return false
  if (kind === 'TCPRoute' && tls === 'Passthrough') return false
  return kinds ? kinds.includes(`${GROUP}/${kind}`) : fit !== undefined
}

const HAS_HOSTS: ReadonlySet<RouteKind> = new Set(['HTTPRoute', 'GRPCRoute', 'TLSRoute'])

type Candidate = { readonly gateway: EffectiveGateway; readonly listener: GatewayListener }

type Outcome = Pick<Attachment, 'state' | 'reason' | 'because' | 'listeners'>

const refuse = (reason: Refusal, because: string): Outcome => ({
  state: 'refused',
  reason,
  because,
  listeners: [],
})

function outcome(route: Route, candidates: readonly Candidate[], cluster: Cluster): Outcome {
  const fits = candidates.filter(({ listener }) => takesKind(listener, route.kind))
  if (fits.length === 0)
    return refuse('NotAllowedByListeners', `No listener that it names takes a ${route.kind}.`)
  const letIn = fits.map(({ listener }) =>
    letsIn(listener.allows, listener.namespace, route.namespace, cluster),
  )
  const open = fits.filter((_, i) => letIn[i] === true)
  const maybe = fits.filter((_, i) => letIn[i] === undefined)
  if (open.length === 0 && maybe.length === 0)
    return refuse(
      'NotAllowedByListeners',
      `No listener that it names takes routes of the namespace ${route.namespace}.`,
    )
  const serving = (of: readonly Candidate[]) =>
    of.flatMap((candidate): AttachedListener[] => {
      const named = HAS_HOSTS.has(route.kind)
      const hosts = named ? servedHosts(candidate.listener.hostname, route.hostnames) : [ANY]
      return hosts.length > 0 ? [{ ...candidate, hosts }] : []
    })
  const listeners = serving(open)
  if (listeners.length > 0)
    return { state: 'attached', reason: undefined, because: undefined, listeners }
  if (maybe.length > 0)
    return {
      state: 'unknown',
      reason: undefined,
      because: `Listeners select namespaces by labels, and those of ${route.namespace} may not be read.`,
      listeners: serving(maybe),
    }
  return refuse(
    'NoMatchingListenerHostname',
    `None of its hostnames (${route.hostnames.join(', ')}) is served by a listener that it names.`,
  )
}

const say = (status: ParentStatus) => {
  const accepted = conditionOf(status.conditions, 'Accepted')
  const message = accepted?.message ? `: ${accepted.message}` : ''
  return accepted && { state: accepted.state, text: `${accepted.reason}${message}` }
}

/** What the controller of the Gateway says; where its class names none, any that has spoken. */
function disagreementOf(
  state: Outcome['state'],
  statuses: readonly ParentStatus[],
  controller: string | undefined,
) {
  for (const status of statuses) {
    if (controller !== undefined && status.controller !== controller) continue
    const said = say(status)
    if (state === 'attached' && said?.state === 'false')
      return `${status.controller} has not accepted it (${said.text}).`
    if (state === 'refused' && said?.state === 'true')
      return `${status.controller} has accepted it all the same.`
  }
  return undefined
}

/** Joins routes to the listeners of Gateways and ListenerSets; parents of other kinds are not looked at. */
export function attachToGateways(
  routes: Iterable<Route>,
  gateways: readonly EffectiveGateway[],
  snapshot: Snapshot,
  cluster: Cluster,
): readonly Attachment[] {
  const offers = new Map<string, Candidate[]>()
  for (const gateway of gateways) {
    const { ref } = gateway.gateway
    offers.set(ref, [])
    for (const set of gateway.sets) offers.set(set.ref, [])
    for (const listener of gateway.listeners) addTo(offers, listener.from, { gateway, listener })
  }
  const out: Attachment[] = []
  for (const route of routes)
    for (const parent of route.parents) {
      const { group, kind, namespace, name, sectionName, port } = parent
      if (group !== GROUP || (kind !== 'Gateway' && kind !== 'ListenerSet')) continue
      const statuses = route.statuses.filter((status) => sameParent(status.parent, parent))
      const offered = offers.get(`${kind}/${namespace}/${name}`)
      const named = offered?.filter(
        ({ listener }) =>
          (sectionName === undefined || listener.name === sectionName) &&
          (port === undefined || listener.port === port),
      )
      const found = named && named.length > 0 ? outcome(route, named, cluster) : undefined
      const missing = () => missingParent(parent, offered !== undefined, snapshot)
      const { listeners, ...rest } = found ?? missing()
      // What the objects leave open the controller's word settles.
      const isAccepted = statuses.some((status) => say(status)?.state === 'true')
      const state =
        rest.state === 'unknown' && isAccepted && listeners.length > 0 ? 'attached' : rest.state
      out.push({
        route,
        parent,
        ...rest,
        state,
        listeners: state === 'attached' ? listeners : [],
        statuses,
        disagreement: disagreementOf(state, statuses, offered?.[0]?.gateway.class.controller),
      })
    }
  return out
}

function missingParent(parent: ParentRef, exists: boolean, snapshot: Snapshot): Outcome {
  const called = `${parent.kind} ${parent.namespace}/${parent.name}`
  if (exists) {
    const section = parent.sectionName === undefined ? '' : ` called ${parent.sectionName}`
    const port = parent.port === undefined ? '' : ` on port ${parent.port}`
    return refuse('NoMatchingParent', `The ${called} has no listener${section}${port}.`)
  }
  const kind = parent.kind === 'Gateway' ? GATEWAYS : LISTENER_SETS
  const readable =
    isReadable(snapshot, kind, parent.namespace) &&
    (parent.kind === 'Gateway' || isReadable(snapshot, GATEWAYS))
  return readable
    ? refuse(
        'NoMatchingParent',
        parent.kind === 'Gateway'
          ? `There is no ${called}.`
          : `There is no ${called} that its Gateway lets in.`,
      )
    : {
        state: 'unknown',
        reason: undefined,
        because: `The ${called} may exist: that kind may not be read there.`,
        listeners: [],
      }
}
