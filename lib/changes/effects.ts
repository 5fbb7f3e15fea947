import type { Graph, GraphDiff, GraphEdge, Listener, MtlsState } from '#lib/graph/graph.ts'
import type { MtlsReport } from '#lib/model/mtls-report.ts'
import { isHopLowered, postureChanges } from './encryption.ts'
import { type Hop, hopKey, hopsOf, isCall } from './hops.ts'
import type { Effect } from './plan.ts'
import { formatShare } from './share.ts'

/** A plan that changes a whole mesh has thousands; people read the first ones and a count. */
const MAX_EFFECTS = 200

export type EffectSide = { readonly graph: Graph; readonly mtls: MtlsReport }

/** What an edit does, in sentences, the ones about requests first. */
export function effectsOf(
  before: EffectSide,
  after: EffectSide,
  diff: GraphDiff,
): readonly Effect[] {
  const names = new Map(
    [...before.graph.nodes, ...after.graph.nodes].map((node) => [node.id, node.name]),
  )
  const name = (id: string) => names.get(id) ?? id
  const [old, now] = [hopsOf(before.graph), hopsOf(after.graph)]
  const touched = new Set<string>()
  const gone = new Set(diff.edges.removed)
  for (const edge of before.graph.edges)
    if (isCall(edge) && gone.has(edge.id)) touched.add(hopKey(edge.from, edge.to))
  for (const edge of [...diff.edges.added, ...diff.edges.changed.map((change) => change.after)])
    if (isCall(edge)) touched.add(hopKey(edge.from, edge.to))
  const effects: Effect[] = []
  for (const key of touched) effects.push(...hopEffects(old.get(key), now.get(key), name))
  effects.push(...postureEffects(before.mtls, after.mtls), ...nodeEffects(before.graph, diff))
  const order: readonly Effect['kind'][] = [
    'route',
    'access',
    'mtls',
    'gateway',
    'workload',
    'object',
  ]
  effects.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
  if (effects.length <= MAX_EFFECTS) return effects
  const rest = effects.slice(MAX_EFFECTS)
  return [
    ...effects.slice(0, MAX_EFFECTS),
    {
      kind: 'object',
      summary: `And ${rest.length} more effects.`,
      affected: [...new Set(rest.flatMap((effect) => effect.affected))],
    },
  ]
}

function hopEffects(
  before: Hop | undefined,
  after: Hop | undefined,
  name: (id: string) => string,
): readonly Effect[] {
  const hop = before ?? after
  if (!hop) return []
  const affected = [hop.from, hop.to]
  const ends = `${name(hop.from)} to ${name(hop.to)}`
  const effects: Effect[] = []
  const [was, is] = [before && routesInWords(before.edges), after && routesInWords(after.edges)]
  if (was !== is)
    effects.push({
      kind: 'route',
      summary:
        was === undefined
          ? `New: ${ends}, ${is}.`
          : is === undefined
            ? `No longer: ${ends} (was ${was}).`
            : `${ends}: ${was} becomes ${is}.`,
      ...(was === undefined ? {} : { before: was }),
      ...(is === undefined ? {} : { after: is }),
      affected,
    })
  if (!before || !after) return effects
  const [locked, locks] = [mtlsInWords(before.edges), mtlsInWords(after.edges)]
  if (locked !== locks)
    effects.push({
      kind: 'mtls',
      summary: `${ends}: ${locked} becomes ${locks}${isHopLowered(before, after) ? ', which is less' : ''}.`,
      before: locked,
      after: locks,
      affected,
    })
  const [could, can] = [accessInWords(before.edges), accessInWords(after.edges)]
  if (could !== can)
    effects.push({
      kind: 'access',
      summary: `${ends}: ${could} becomes ${can}.`,
      before: could,
      after: can,
      affected,
    })
  return effects
}

const unique = (words: readonly string[]): string => [...new Set(words)].join(', ')

const routesInWords = (edges: readonly GraphEdge[]): string =>
  unique(
    edges.map((edge) =>
      [
        edge.share === undefined ? 'all requests' : formatShare(edge.share),
        edge.port === undefined ? '' : `on port ${edge.port}`,
        edge.subset ? `to subset ${edge.subset}` : '',
        edge.when ? `when ${edge.when}` : '',
        edge.conflict ? '(contested)' : '',
      ]
        .filter(Boolean)
        .join(' '),
    ),
  )

const STATE: Readonly<Record<MtlsState, string>> = {
  mtls: 'mutual TLS',
  tls: 'one-way TLS',
  passthrough: 'TLS of the application',
  opaque: 'raw TCP',
  plaintext: 'plaintext',
  loopback: 'inside one pod',
  bypass: 'around the proxy',
  conflict: 'a conflict, calls fail',
  unknown: 'unknown encryption',
  none: 'nowhere',
}

const mtlsInWords = (edges: readonly GraphEdge[]): string =>
  unique(
    edges.map(({ mtls }) =>
      mtls
        ? `${STATE[mtls.state]}${mtls.state === 'mtls' ? (mtls.enforced ? ', enforced' : ', not enforced') : ''}`
        : STATE.unknown,
    ),
  )

const accessInWords = (edges: readonly GraphEdge[]): string =>
  unique(
    edges.map(({ verdict }) =>
      verdict === 'deny'
        ? 'denied'
        : verdict === 'conditional'
          ? 'allowed under conditions'
          : verdict === 'unknown'
            ? 'unknown access'
            : 'allowed',
    ),
  )

const postureEffects = (before: MtlsReport, after: MtlsReport): readonly Effect[] =>
  postureChanges(before, after).flatMap(({ before: was, after: is }) =>
    was.inbound === is.inbound
      ? []
      : [
          {
            kind: 'mtls' as const,
            summary: `${is.on}${is.port === undefined ? '' : ` port ${is.port}`} accepts: ${was.inbound} becomes ${is.inbound}.`,
            before: was.inbound,
            after: is.inbound,
            affected: [nodeOfService(is.on)],
          },
        ],
  )

const nodeOfService = (ref: string): string => {
  const slash = ref.indexOf('/')
  return `service:${ref.slice(slash + 1)}`
}

const listenerInWords = (l: Listener): string =>
  `${l.port} ${l.protocol} for ${l.hosts.join(', ') || 'no host'}${l.tls ? ` (TLS ${l.tls})` : ''}`

function nodeEffects(before: Graph, diff: GraphDiff): readonly Effect[] {
  const effects: Effect[] = []
  const gone = new Set(diff.nodes.removed)
  for (const node of diff.nodes.added)
    effects.push({
      kind: 'workload',
      summary: `New on the map: ${node.name}.`,
      affected: [node.id],
    })
  for (const node of before.nodes)
    if (gone.has(node.id))
      effects.push({
        kind: 'workload',
        summary: `No longer on the map: ${node.name}.`,
        affected: [node.id],
      })
  for (const { id, before: was, after: is } of diff.nodes.changed) {
    const [had, has] = [was.listeners ?? [], is.listeners ?? []].map((l) => l.map(listenerInWords))
    if (!had || !has) continue
    const [removed, added] = [
      had.filter((l) => !has.includes(l)),
      has.filter((l) => !had.includes(l)),
    ]
    if (removed.length + added.length === 0) continue
    effects.push({
      kind: 'gateway',
      summary: [
        ...removed.map((l) => `${is.name} no longer listens on ${l}.`),
        ...added.map((l) => `${is.name} listens on ${l}.`),
      ].join(' '),
      before: had.join('; '),
      after: has.join('; '),
      affected: [id],
    })
  }
  return effects
}
