import { explainersOf } from '#lib/meshes/explain.ts'
import type { RuleFact } from '#lib/model/explain.ts'
import type { Match } from '#lib/model/match.ts'
import { matchWords } from '#lib/model/match-words.ts'
import type { MeshModel } from '#lib/model/mesh-model.ts'
import type { RouteLeg, RouteRule, RouteTable } from '#lib/model/route-table.ts'
import type { Ref } from '#lib/resources/reference.ts'
import { inScope, type ReportScope } from './scope.ts'
import { shadows } from './shadow.ts'

export type RouteDestination = {
  readonly kind: 'route' | 'mirror'
  /** Node id, or `nowhere`. */
  readonly to: string
  /** As written, and resolved. */
  readonly written: string
  readonly host: string
  readonly port?: number
  readonly subset?: string
  readonly weight?: number
  /** Percent of what the rule takes. */
  readonly share?: number
  readonly path: string
  readonly via: readonly Ref[]
}

export type RouteRow = {
  /** Place in the table, from 1. */
  readonly order: number
  readonly resource: Ref
  readonly path: string
  readonly via: readonly Ref[]
  readonly match?: readonly Match[]
  readonly when?: string
  readonly action: RouteRule['action']
  readonly destinations: readonly RouteDestination[]
  /** Rewrites, redirects, faults, retries, timeouts, headers: as written. */
  readonly facts: readonly RuleFact[]
  readonly conflict: boolean
  readonly reachable: boolean
  /** Why it is never reached, and by which rule. */
  readonly shadowed?: {
    readonly because: string
    readonly by?: { readonly order: number; readonly resource: Ref; readonly path: string }
  }
}

export type RouteTableRow = {
  readonly id: string
  readonly mesh: string
  /** The gateway or proxy that follows it, the Ingress where nobody is known to, or the called Service whose callers do. */
  readonly owner: string
  readonly followedBy: 'gateway' | 'mesh' | 'ingress'
  readonly protocol: RouteTable['protocol']
  readonly port?: number
  readonly hosts: readonly string[]
  readonly rules: readonly RouteRow[]
}

function destinationOf(leg: RouteLeg): RouteDestination {
  const { kind, to, written, host, port, subset, weight, share, path, via } = leg
  return {
    kind,
    to,
    written,
    host,
    ...(port === undefined ? {} : { port }),
    ...(subset === undefined ? {} : { subset }),
    ...(weight === undefined ? {} : { weight }),
    ...(share === undefined ? {} : { share }),
    path,
    via,
  }
}

function shadowedBy(rule: RouteRule, by: RouteRule | undefined): RouteRow['shadowed'] {
  if (!by)
    return rule.unreachable ? { because: 'Rules before it take all that it asks for.' } : undefined
  const takesAll = by.match.length === 0
  return {
    because: `Never reached: rule ${by.order} takes ${takesAll ? 'everything' : 'all that it asks for'}.`,
    by: { order: by.order, resource: by.ref, path: by.path },
  }
}

function rowOf(rule: RouteRule, by: RouteRule | undefined, facts: readonly RuleFact[]): RouteRow {
  const when = matchWords(rule.match, rule.unless, rule.order > 1 && rule.match.length === 0)
  const shadowed = shadowedBy(rule, by)
  return {
    order: rule.order,
    resource: rule.ref,
    path: rule.path,
    via: rule.via,
    ...(rule.match.length > 0 ? { match: rule.match } : {}),
    ...(when === undefined ? {} : { when }),
    action: rule.action,
    destinations: rule.legs.map(destinationOf),
    facts,
    conflict: rule.conflict,
    reachable: shadowed === undefined,
    ...(shadowed ? { shadowed } : {}),
  }
}

/** `gateway:shop/ingress` → `shop`; names outside have none. */
const namespaceOf = (id: string): string | undefined => {
  const rest = id.slice(id.indexOf(':') + 1).split('/')
  return rest.length > 1 ? rest[0] : undefined
}

/** Every route table, in the order in which proxies try its rules. A table is in scope by its owner or a destination. */
export function routesReport(model: MeshModel, scope: ReportScope = {}): readonly RouteTableRow[] {
  // A route's mesh is the one that runs its proxies; who can read the route says so by having an answer.
  const explainers = [...explainersOf(model).values()]
  return [...model.contributions.values()]
    .flatMap((c) => c.tables)
    .filter((table) =>
      [table.owner, ...table.rules.flatMap((r) => r.legs.map((l) => l.to))].some((id) =>
        inScope(scope, namespaceOf(id), id),
      ),
    )
    .map((table): RouteTableRow => {
      const by = shadows(table.rules)
      return {
        id: table.id,
        mesh: table.mesh,
        owner: table.owner,
        followedBy:
          table.followedBy ??
          (table.owner.startsWith('gateway:') && table.port !== undefined ? 'gateway' : 'mesh'),
        protocol: table.protocol,
        ...(table.port === undefined ? {} : { port: table.port }),
        hosts: table.hosts,
        rules: table.rules.map((rule) =>
          rowOf(
            rule,
            by.get(rule),
            explainers.flatMap((e) => e.rule?.(rule) ?? []),
          ),
        ),
      }
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}
