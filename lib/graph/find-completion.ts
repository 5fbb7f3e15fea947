import { FIELDS, type Field, isField, TAKES } from './find-fields.ts'
import type { Graph } from './graph.ts'

export type FindOption = {
  /** Takes the place of the word. */
  readonly text: string
  readonly hint?: string
}

/** What the word that ends at the caret may become. */
export type FindCompletion = {
  readonly from: number
  readonly to: number
  readonly options: readonly FindOption[]
}

const MOST = 10

const HINT: Partial<Record<Field, string>> = {
  ns: 'namespace',
  in: 'what proxy it has',
  by: 'who decided',
  via: 'what states it',
  share: 'percent, for example <100',
  weight: 'as written, for example <100',
  port: 'number',
}

/** Values of the graph that a field without a closed list takes. */
const VALUES: Partial<Record<Field, (graph: Graph) => Iterable<string | undefined>>> = {
  ns: ({ nodes }) => nodes.map((n) => n.namespace),
  name: ({ nodes }) => nodes.map((n) => n.name),
  id: ({ nodes }) => nodes.map((n) => n.id),
  mesh: ({ nodes }) => nodes.map((n) => n.mesh),
  host: ({ nodes, edges }) => [...nodes.flatMap((n) => n.hosts ?? []), ...edges.map((e) => e.host)],
  protocol: ({ edges }) => edges.map((e) => e.protocol),
  via: ({ edges }) => edges.flatMap((e) => e.via),
  by: ({ nodes, edges }) => [
    ...nodes.flatMap((n) => n.accepts?.decidedBy ?? []),
    ...edges.flatMap((e) => [...(e.mtls?.decidedBy ?? []), ...(e.policies ?? [])]),
  ],
  from: ({ edges }) => edges.map((e) => e.from),
  to: ({ edges }) => edges.map((e) => e.to),
  port: ({ nodes, edges }) =>
    [...nodes.flatMap((n) => n.ports ?? []), ...edges.map((e) => e.port)].map((p) =>
      p === undefined ? undefined : String(p),
    ),
}

export function completeFind(text: string, caret: number, graph: Graph): FindCompletion {
  const from = startOfWord(text, caret)
  const typed = text.slice(from, caret)
  const not = typed.startsWith('-') ? '-' : ''
  const word = typed.slice(not.length).replaceAll('"', '')
  const colon = word.indexOf(':')
  const field = colon > 0 ? word.slice(0, colon).toLowerCase() : ''
  const options = isField(field)
    ? valuesOf(field, word.slice(colon + 1), graph, not)
    : wordsFor(word, graph, not)
  return { from, to: caret, options: options.slice(0, MOST) }
}

/** Fields first, then things by name. */
function wordsFor(word: string, graph: Graph, not: string): FindOption[] {
  const low = word.toLowerCase()
  const fields = FIELDS.filter((f) => f !== 'id' && f.startsWith(low)).map(
    (f): FindOption => ({ text: `${not}${f}:`, hint: HINT[f] ?? TAKES[f]?.slice(0, 3).join(', ') }),
  )
  if (!word) return fields
  const names = bestOf(
    graph.nodes.map((n) => n.name),
    low,
  )
  return [...fields, ...names.map((name) => ({ text: not + quoted(name), hint: 'name' }))]
}

/** Of `kind:service,work` the last part is completed, and what stands already is not offered again. */
function valuesOf(field: Field, given: string, graph: Graph, not: string): FindOption[] {
  const comma = given.lastIndexOf(',')
  const before = given.slice(0, comma + 1)
  const last = given.slice(comma + 1).toLowerCase()
  const listed = before.toLowerCase().split(',')
  const known = TAKES[field]?.filter((v) => v.startsWith(last)) ?? []
  const found = known.length ? known : bestOf(VALUES[field]?.(graph) ?? [], last)
  return found
    .filter((v) => !listed.includes(v.toLowerCase()) && v.toLowerCase() !== last)
    .map((v) => ({ text: `${not}${field}:${before}${quoted(v)}` }))
}

/** Those that begin with it, then those that hold it, each once and in order. */
function bestOf(texts: Iterable<string | undefined>, part: string): string[] {
  const begin = new Set<string>()
  const hold = new Set<string>()
  for (const text of texts) {
    const at = text?.toLowerCase().indexOf(part) ?? -1
    if (text === undefined || text === '' || at < 0) continue
    ;(at === 0 ? begin : hold).add(text)
  }
  return [...[...begin].sort(), ...[...hold].sort()].slice(0, MOST + 1)
}

const quoted = (text: string): string => (/\s/.test(text) ? `"${text}"` : text)

/** After the last space outside of quotes. */
function startOfWord(text: string, caret: number): number {
  let start = 0
  let isQuoted = false
  for (let i = 0; i < caret; i += 1) {
    if (text[i] === '"') isQuoted = !isQuoted
    else if (!isQuoted && (text[i] === ' ' || text[i] === '\t')) start = i + 1
  }
  return start
}
