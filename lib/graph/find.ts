import { basisOf } from './basis.ts'
import {
  EDGE_FIELDS,
  type EdgeField,
  FIELDS,
  type Field,
  isField,
  isNumeric,
  TAKES,
} from './find-fields.ts'
import type { Graph, GraphEdge, GraphNode } from './graph.ts'

/**
 * The find box: words match names, hosts and addresses; `field:value` asks for a fact. Space is and, `a,b` is or,
 * a leading `-` is not, quotes keep spaces, numbers take `< <= > >=`.
 */
export type FindQuery = {
  readonly terms: readonly Term[]
  /** What is not understood, and what would be; the other terms still count. */
  readonly error?: string
}

type Term = { readonly not: boolean; readonly field?: Field; readonly values: readonly string[] }

/** Cuts at spaces outside of quotes. */
function wordsOf(text: string): string[] {
  const words: string[] = []
  let word = ''
  let quoted = false
  let any = false
  for (const char of text) {
    if (char === '"') {
      quoted = !quoted
      any = true
    } else if (!quoted && (char === ' ' || char === '\t')) {
      if (word || any) words.push(word)
      word = ''
      any = false
    } else word += char
  }
  if (word || any) words.push(word)
  return words.filter(Boolean)
}

export function parseFind(text: string): FindQuery {
  const terms: Term[] = []
  let error: string | undefined
  for (const raw of wordsOf(text)) {
    const not = raw.startsWith('-') && raw.length > 1
    const word = not ? raw.slice(1) : raw
    const colon = word.indexOf(':')
    const name = colon > 0 ? word.slice(0, colon).toLowerCase() : ''
    if (!name) {
      terms.push({ not, values: [word.toLowerCase()] })
      continue
    }
    // Addresses and node ids carry colons too; only a plain word before one is meant as a field.
    if (!isField(name)) {
      if (/^[a-z]+$/.test(name)) error ??= `${name}: is no field. Fields are ${FIELDS.join(', ')}`
      terms.push({ not, values: [word.toLowerCase()] })
      continue
    }
    const values = word
      .slice(colon + 1)
      .toLowerCase()
      .split(',')
      .filter(Boolean)
    if (values.length === 0) continue
    const takes = TAKES[name]
    const wrong = takes
      ? values.find((v) => !takes.includes(v))
      : isNumeric(name)
        ? values.find((v) => compare(v) === undefined)
        : undefined
    if (wrong !== undefined) {
      error ??= takes
        ? `${name}: takes one of ${takes.join(', ')}`
        : `${name}: takes a number, for example ${name}:<100`
      continue
    }
    terms.push({ not, field: name, values })
  }
  return { terms, ...(error ? { error } : {}) }
}

function compare(text: string): ((value: number) => boolean) | undefined {
  const found = /^(<=|>=|<|>|=)?(\d+(?:\.\d+)?)$/.exec(text)
  if (!found) return undefined
  const limit = Number(found[2])
  switch (found[1]) {
    case '<':
      return (v) => v < limit
    case '<=':
      return (v) => v <= limit
    case '>':
      return (v) => v > limit
    case '>=':
      return (v) => v >= limit
    default:
      return (v) => v === limit
  }
}

export type FindResult = {
  readonly nodes: ReadonlySet<string>
  readonly edges: ReadonlySet<string>
  /** What the counts are of: a query about hops counts hops. */
  readonly counts: 'things' | 'hops'
}

/** What of the graph matches every term. `undefined` when there is nothing to look for. */
export function findIn(graph: Graph, query: FindQuery): FindResult | undefined {
  if (query.terms.length === 0) return undefined
  const byId = new Map(graph.nodes.map((n) => [n.id, n]))
  const asksForHops = query.terms.some((t) => t.field && isEdgeField(t.field))
  const nodes = new Set<string>()
  const edges = new Set<string>()
  if (!asksForHops)
    for (const node of graph.nodes)
      if (query.terms.every((term) => nodeHolds(term, node) !== term.not)) nodes.add(node.id)
  for (const edge of graph.edges)
    if (query.terms.every((term) => edgeHolds(term, edge, byId) !== term.not)) edges.add(edge.id)
  return { nodes, edges, counts: asksForHops ? 'hops' : 'things' }
}

const isEdgeField = (field: Field): field is EdgeField =>
  (EDGE_FIELDS as readonly string[]).includes(field)

const has = (values: readonly string[], ...texts: readonly (string | undefined)[]): boolean =>
  values.some((value) => texts.some((text) => text?.toLowerCase().includes(value)))
const is = (values: readonly string[], text: string | undefined): boolean =>
  text !== undefined && values.includes(text.toLowerCase())
const holdsNumber = (values: readonly string[], numbers: readonly number[]): boolean =>
  values.some((value) => numbers.some((n) => compare(value)?.(n)))

function nodeHolds({ field, values }: Term, node: GraphNode): boolean {
  switch (field) {
    case undefined:
      return has(values, node.name, node.id, ...(node.hosts ?? []), ...(node.address ?? []))
    case 'kind':
      return is(values, node.kind)
    case 'ns':
      return is(values, node.namespace)
    case 'id':
      return is(values, node.id)
    case 'name':
      return has(values, node.name)
    case 'mesh':
      return is(values, node.mesh)
    case 'in':
      return is(values, node.inMesh === 'native-sidecar' ? 'native' : node.inMesh)
    case 'accepts':
      return is(values, node.accepts?.mode)
    case 'finding':
      return values.some((v) => node.findings[v as 'error' | 'warning' | 'info'] > 0)
    case 'host':
      return has(values, ...(node.hosts ?? []), ...(node.listeners ?? []).flatMap((l) => l.hosts))
    case 'port':
      return holdsNumber(values, [
        ...(node.ports ?? []),
        ...(node.listeners ?? []).map((l) => l.port),
      ])
    case 'by':
      return has(values, ...(node.accepts?.decidedBy ?? []))
    default:
      return false
  }
}

function edgeHolds(term: Term, edge: GraphEdge, byId: ReadonlyMap<string, GraphNode>): boolean {
  const { field, values } = term
  switch (field) {
    case undefined:
      return has(values, edge.host, edge.when, edge.subset, ...edge.via) || eitherEnd()
    case 'mtls':
      return values.some((v) =>
        v === 'enforced' || v === 'accepted'
          ? edge.mtls?.state === 'mtls' && (edge.mtls.enforced === true) === (v === 'enforced')
          : edge.mtls?.state === v,
      )
    case 'share':
      return edge.share !== undefined && holdsNumber(values, [edge.share])
    case 'weight':
      return holdsNumber(values, [edge.written ?? edge.share ?? Number.NaN])
    case 'access':
      return is(values, edge.verdict)
    case 'basis':
      return is(values, basisOf(edge))
    case 'via':
      return has(values, ...edge.via)
    case 'protocol':
      return is(values, edge.protocol)
    case 'from':
      return has(values, edge.from)
    case 'to':
      return has(values, edge.to)
    case 'host':
      return has(values, edge.host) || eitherEnd()
    case 'port':
      return edge.port !== undefined && holdsNumber(values, [edge.port])
    case 'by':
      return has(values, ...(edge.mtls?.decidedBy ?? []), ...(edge.policies ?? []))
    default:
      return eitherEnd()
  }
  function eitherEnd(): boolean {
    const ends = [byId.get(edge.from), byId.get(edge.to)]
    return ends.some((node) => node !== undefined && nodeHolds(term, node))
  }
}
