import { namespaceOfNode } from '#components/query/names.ts'
import type { RoutesAnswer } from '#components/query/report-hooks.ts'
import type { GraphEdge } from '#lib/graph/graph.ts'
import { parseRef, type Ref } from '#lib/resources/reference.ts'

export type TableRow = RoutesAnswer['tables'][number]
export type RuleRow = TableRow['rules'][number]
export type Destination = RuleRow['destinations'][number]
export type Verdict = NonNullable<GraphEdge['verdict']>

/** What a policy says about one hop, as the graph states it. */
export type Access = { readonly verdict: Verdict; readonly policies: readonly Ref[] }

export type RouteLine =
  | {
      readonly kind: 'table'
      readonly key: string
      readonly table: TableRow
      readonly rules: number
    }
  | {
      readonly kind: 'rule'
      readonly key: string
      readonly table: TableRow
      readonly rule: RuleRow
    }

/** Proxies that are no mesh's own (an ingress controller) have no table; the graph still says where they send what. */
export function tablesOfEdges(
  edges: readonly GraphEdge[],
  known: readonly TableRow[],
): readonly TableRow[] {
  const stated = new Set(
    known.flatMap((t) => t.rules.flatMap((r) => r.via.map((ref) => `${t.owner} ${ref}`))),
  )
  const groups = new Map<string, GraphEdge[]>()
  for (const edge of edges) {
    if (edge.kind !== 'ingress' || edge.via.some((ref) => stated.has(`${edge.from} ${ref}`)))
      continue
    const key = `${edge.from} ${edge.host ?? '*'}`
    const list = groups.get(key)
    if (list) list.push(edge)
    else groups.set(key, [edge])
  }
  return [...groups].map(([id, own]): TableRow => {
    const first = own[0] as GraphEdge
    return {
      id,
      mesh: '',
      owner: first.from,
      followedBy: 'gateway',
      protocol: 'http',
      hosts: [first.host ?? '*'],
      rules: own.map((edge, i) => ruleOfEdge(edge, i + 1)),
    }
  })
}

function ruleOfEdge(edge: GraphEdge, order: number): RuleRow {
  const resource = edge.via[0] ?? ''
  return {
    order: edge.order ?? order,
    resource,
    path: '',
    via: edge.via,
    ...(edge.match ? { match: edge.match } : {}),
    ...(edge.when ? { when: edge.when } : {}),
    action: 'route',
    destinations: [
      {
        kind: 'route',
        to: edge.to,
        written: edge.to,
        host: edge.host ?? '*',
        ...(edge.port === undefined ? {} : { port: edge.port }),
        ...(edge.subset === undefined ? {} : { subset: edge.subset }),
        ...(edge.written === undefined ? {} : { weight: edge.written }),
        share: edge.share ?? 100,
        path: '',
        via: [],
      },
    ],
    facts: [],
    conflict: edge.conflict ?? false,
    reachable: true,
  }
}

const WORST: readonly Verdict[] = ['deny', 'unknown', 'conditional', 'allow']

/** Verdicts of the graph's hops by where they start and end. */
export function accessIndex(edges: readonly GraphEdge[]): ReadonlyMap<string, Access> {
  const found = new Map<string, Access>()
  for (const { from, to, verdict, policies } of edges) {
    if (!verdict) continue
    const key = `${from} ${to}`
    const before = found.get(key)
    if (!before || WORST.indexOf(verdict) < WORST.indexOf(before.verdict))
      found.set(key, { verdict, policies: policies ?? [] })
  }
  return found
}

export type RouteOrder = 'host' | 'owner' | 'object'

/** "Any host" last: the rest is alphabetical, without the leading star. */
const hostKey = (host: string): string => (host === '*' ? '\uffff' : host.replace(/^\*\./, ''))

const keyOf = (table: TableRow, order: RouteOrder): string =>
  order === 'owner'
    ? table.owner
    : order === 'object'
      ? (table.rules[0]?.resource ?? '')
      : hostKey(table.hosts[0] ?? '')

/** Tables in the order asked for; gateways before callers inside the mesh, as requests meet them. */
export const inOrder = (tables: readonly TableRow[], order: RouteOrder): readonly TableRow[] =>
  [...tables].sort(
    (a, b) =>
      compare(keyOf(a, order), keyOf(b, order)) ||
      compare(a.followedBy, b.followedBy) ||
      (a.port ?? 0) - (b.port ?? 0) ||
      compare(a.id, b.id),
  )

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Namespaces of everything that a table names: its owner, its destinations, the objects that state it. */
export const namespacesOf = ({ owner, rules }: TableRow): readonly (string | undefined)[] => [
  namespaceOfNode(owner),
  ...rules.flatMap((rule) => [
    parseRef(rule.resource)?.namespace,
    ...rule.destinations.map((d) => namespaceOfNode(d.to)),
  ]),
]

export const tableText = ({ hosts, owner, protocol, port, followedBy }: TableRow): string =>
  [hosts.join(' '), owner, protocol, port ?? '', followedBy].join(' ')

export const ruleText = (rule: RuleRow): string =>
  [
    rule.when ?? 'any request',
    rule.resource,
    ...rule.via,
    rule.action,
    rule.reachable ? '' : 'never reached',
    rule.conflict ? 'conflict' : '',
    ...rule.facts.map((f) => `${f.kind} ${f.says}`),
    ...rule.destinations.map(
      (d) => `${d.host} ${d.to} ${d.subset ?? ''} ${d.port ?? ''} ${d.kind}`,
    ),
  ].join(' ')

/**
 * The tree as lines: each table, and below it its rules unless it is closed. Where words are looked for, a table
 * whose own words hold them keeps all rules; else only the rules that hold them together with it.
 */
export function linesOf(
  tables: readonly TableRow[],
  { holds, closed }: { holds: (text: string) => boolean; closed: ReadonlySet<string> },
): readonly RouteLine[] {
  const lines: RouteLine[] = []
  for (const table of tables) {
    const head = tableText(table)
    const rules = holds(head)
      ? table.rules
      : table.rules.filter((rule) => holds(`${head} ${ruleText(rule)}`))
    if (rules.length === 0 && !holds(head)) continue
    lines.push({ kind: 'table', key: table.id, table, rules: rules.length })
    if (closed.has(table.id)) continue
    for (const rule of rules)
      lines.push({ kind: 'rule', key: `${table.id}\n${rule.order} ${rule.path}`, table, rule })
  }
  return lines
}
