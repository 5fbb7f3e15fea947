import type { Cluster } from '#lib/model/cluster.ts'
import type { EntryFacts } from '#lib/model/mesh-model.ts'
import { isReadable } from '#lib/model/objects.ts'
import type { Service } from '#lib/model/service.ts'
import { addTo } from '#lib/resources/multi-map.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import type { Attachment } from './attachment.ts'
import type { Targets } from './backend-target.ts'
import { conditionOf } from './conditions.ts'
import { meshOfController, OWN } from './controllers.ts'
import { byAge } from './creation.ts'
import type { RouteKind } from './kinds.ts'
import { type ParentRef, type Route, sameParent } from './route.ts'
import { type Bound, type GatewayTable, orderedRules } from './rule-table.ts'

/** What is called: a Service, or a name that a mesh brings in. */
type Called =
  | { readonly kind: 'service'; readonly service: Service }
  | { readonly kind: 'entry'; readonly entry: EntryFacts }

/** A table that callers in the mesh follow when they call a name. */
export type MeshTable = GatewayTable & {
  readonly called: Called
  /** Only callers of this namespace follow it; absent for the producer's routes. */
  readonly consumer: string | undefined
}

type Use = {
  readonly route: Route
  readonly parent: ParentRef
  readonly contest: string | undefined
}

/** Of several kinds on one port one counts. @see gateway-api GEP-1426, "Route types" */
const KIND_ORDER: readonly RouteKind[] = ['GRPCRoute', 'HTTPRoute', 'TLSRoute', 'TCPRoute']

const PROTOCOL = { GRPCRoute: 'http', HTTPRoute: 'http', TLSRoute: 'tls', TCPRoute: 'tcp' } as const

function calledBy(
  { group, kind, namespace, name }: ParentRef,
  cluster: Cluster,
  entries: readonly EntryFacts[],
): Called | undefined {
  if (kind === 'Service' && (group === '' || group === 'core')) {
    const service = cluster.service(namespace, name)
    return service && { kind: 'service', service }
  }
  const entry = entries.find((e) => e.namespace === namespace && e.name === name)
  return entry && { kind: 'entry', entry }
}

const isMeshParent = ({ group, kind }: ParentRef) =>
  ((group === '' || group === 'core') && kind === 'Service') ||
  (group === 'networking.istio.io' && kind === 'ServiceEntry')

/** The parentRefs that bind routes to names called in the mesh, and what they bind. */
export function attachToMesh(
  routes: Iterable<Route>,
  snapshot: Snapshot,
  cluster: Cluster,
  entries: readonly EntryFacts[],
): readonly (Attachment & { readonly called: Called | undefined })[] {
  const out: (Attachment & { called: Called | undefined })[] = []
  for (const route of routes)
    for (const parent of route.parents) {
      if (!isMeshParent(parent)) continue
      const called = calledBy(parent, cluster, entries)
      const statuses = route.statuses.filter((status) => sameParent(status.parent, parent))
      const refused = statuses.find((s) => conditionOf(s.conditions, 'Accepted')?.state === 'false')
      const ports =
        called?.kind === 'service'
          ? called.service.ports.map((p) => p.port)
          : (called?.entry.ports ?? [])
      const hasPort = parent.port === undefined || ports.includes(parent.port)
      const name = `${parent.kind} ${parent.namespace}/${parent.name}`
      const hidden = !called && !isReadable(snapshot, 'core/services', parent.namespace)
      const state = called && hasPort ? 'attached' : hidden ? 'unknown' : 'refused'
      out.push({
        route,
        parent,
        state,
        reason: state === 'refused' ? 'NoMatchingParent' : undefined,
        because:
          state === 'attached'
            ? undefined
            : hidden
              ? `Services of ${parent.namespace} may not be read, so the ${name} may exist.`
              : called
                ? `The ${name} has no port ${parent.port}.`
                : `There is no ${name}.`,
        listeners: [],
        statuses,
        disagreement:
          state === 'attached' && refused
            ? `${refused.controller} has not accepted it (${conditionOf(refused.conditions, 'Accepted')?.reason}).`
            : undefined,
        called: state === 'attached' ? called : undefined,
      })
    }
  return out
}

/** The kind that counts among the routes of one port; the others are refused. */
function settled(uses: readonly Use[]): readonly Bound[] {
  const kinds = new Set(uses.filter((u) => u.contest === undefined).map((u) => u.route.kind))
  const holder = KIND_ORDER.find((kind) => kinds.has(kind))
  return [...uses]
    .sort((a, b) => byAge(a.route, b.route))
    .map(({ route, contest }): Bound => {
      const lost = holder !== undefined && route.kind !== holder
      return {
        route,
        via: [],
        contest: contest ?? (lost ? `A ${holder} has this port of the Service.` : undefined),
      }
    })
}

/**
 * Tables by called name: the routes of its own namespace for all callers (producer), and for callers of another
 * namespace the routes of theirs instead (consumer). The two never merge; hostnames do not count.
 *
 * @see gateway-api GEP-1294 and GEP-1324
 */
export function meshTables(
  attachments: readonly (Attachment & { readonly called: Called | undefined })[],
  targets: Targets,
): readonly MeshTable[] {
  const byName = new Map<string, { called: Called; uses: Map<string, Use[]> }>()
  for (const { route, parent, called, disagreement } of attachments) {
    if (!called || route.kind === 'UDPRoute') continue
    const owner = called.kind === 'service' ? targets.nodeOf(called.service) : called.entry.id
    const known = byName.get(owner) ?? { called, uses: new Map<string, Use[]>() }
    byName.set(owner, known)
    const consumer = route.namespace === parent.namespace ? '' : route.namespace
    addTo(known.uses, consumer, { route, parent, contest: disagreement })
  }
  return [...byName].flatMap(([owner, { called, uses }]) =>
    [...uses].flatMap(([consumer, own]) => tablesOf(owner, called, consumer, own, targets)),
  )
}

function tablesOf(
  owner: string,
  called: Called,
  consumer: string,
  uses: readonly Use[],
  targets: Targets,
): readonly MeshTable[] {
  const ports =
    called.kind === 'service' ? called.service.ports.map((p) => p.port) : called.entry.ports
  // Ports with the same routes share a table; one that is all ports has no port.
  const alike = new Map<string, { ports: number[]; uses: readonly Use[] }>()
  for (const port of ports) {
    const own = uses.filter((u) => u.parent.port === undefined || u.parent.port === port)
    if (own.length === 0) continue
    const key = own.map((u) => u.route.ref).join('\n')
    const known = alike.get(key)
    if (known) known.ports.push(port)
    else alike.set(key, { ports: [port], uses: own })
  }
  const hosts =
    called.kind === 'service'
      ? [`${called.service.name}.${called.service.namespace}.svc.cluster.local`]
      : called.entry.hosts
  const sources = consumer === '' ? [] : [`namespace ${consumer}`]
  return [...alike.values()].flatMap(({ ports: same, uses: own }) => {
    const bounds = settled(own)
    const first = bounds.find((b) => b.contest === undefined)?.route ?? bounds[0]?.route
    if (!first || first.kind === 'UDPRoute') return []
    const protocol = PROTOCOL[first.kind]
    const mesh = meshOf(own)
    return (same.length === ports.length ? [undefined] : same).map(
      (port): MeshTable => ({
        id: `mesh ${owner} ${protocol} ${port ?? '*'} ${consumer || '*'}`,
        mesh,
        owner,
        protocol,
        port,
        hosts,
        rules: orderedRules(bounds, targets, 'mesh', sources),
        called,
        consumer: consumer || undefined,
      }),
    )
  })
}

/** The mesh whose controller has taken one of the routes up. */
function meshOf(uses: readonly Use[]): string {
  for (const { route, parent } of uses)
    for (const status of route.statuses) {
      const mesh = meshOfController(status.controller)
      if (mesh !== OWN && sameParent(status.parent, parent)) return mesh
    }
  return OWN
}
