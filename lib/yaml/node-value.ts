import { isMap, isScalar, isSeq, type Pair, type YAMLMap } from 'yaml'
import { formatPath, type Path } from './field-path.ts'

/** Where a field stands: its key (absent for items of lists) and its value, as offsets. */
export type Span = {
  readonly key?: readonly [number, number]
  readonly value: readonly [number, number]
}

export type NodeIssue = {
  readonly code: 'yaml.syntax' | 'yaml.duplicate-key' | 'yaml.null-field'
  readonly path: string
  readonly span: readonly [number, number]
  /** Of a doubled key: where it stood first. */
  readonly first?: readonly [number, number]
  readonly message: string
}

export type NodeValue = {
  readonly value: unknown
  /** By formatted path. */
  readonly spans: ReadonlyMap<string, Span>
  readonly issues: readonly NodeIssue[]
}

/** Keys that reach prototypes in careless code; no Kubernetes field has such a name. */
const REFUSED_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** The plain value of a composed node, where each field stands, and what a reader should know. Depth is bounded before. */
export function valueOfNode(root: unknown): NodeValue {
  const spans = new Map<string, Span>()
  const issues: NodeIssue[] = []

  const visit = (
    node: unknown,
    path: Path,
    key: readonly [number, number] | undefined,
  ): unknown => {
    const value = rangeOf(node) ?? key ?? [0, 0]
    const at = formatPath(path)
    spans.set(at, key ? { key, value } : { value })
    if (isMap(node)) return visitMap(node, path)
    if (isSeq(node))
      return node.items.map((item, index) => visit(item, [...path, index], undefined))
    if (!isScalar(node)) return null
    if (node.value === null || node.value === undefined) {
      if (key) issues.push(nullField(path, at, key))
      return null
    }
    if (typeof node.value === 'number') {
      if (!Number.isFinite(node.value))
        issues.push({
          code: 'yaml.syntax',
          path: at,
          span: value,
          message: `${at || 'The value'} is not a finite number; JSON cannot hold it.`,
        })
      else if (Number.isInteger(node.value) && !Number.isSafeInteger(node.value))
        issues.push({
          code: 'yaml.syntax',
          path: at,
          span: value,
          message: `${at || 'The value'} is an integer beyond 2^53, which would be rounded.`,
        })
    }
    return node.value
  }

  const visitMap = (map: YAMLMap, path: Path): Record<string, unknown> => {
    const out: Record<string, unknown> = {}
    const seen = new Map<string, readonly [number, number]>()
    for (const pair of map.items) {
      const key = keyOf(pair)
      const span = rangeOf(pair.key) ?? rangeOf(map) ?? [0, 0]
      const here = [...path, key ?? '?']
      if (key === undefined || key === '<<' || REFUSED_KEYS.has(key)) {
        issues.push({
          code: 'yaml.syntax',
          path: formatPath(here),
          span,
          message:
            key === undefined
              ? 'A key must be a plain text here, not a map or a list.'
              : key === '<<'
                ? 'Merge keys ("<<") are not read here: write the fields out.'
                : `"${key}" is not taken as a key.`,
        })
        continue
      }
      const first = seen.get(key)
      if (first) {
        issues.push({
          code: 'yaml.duplicate-key',
          path: formatPath(here),
          span,
          first,
          message: `The key "${key}" appears twice in this map`,
        })
        continue
      }
      seen.set(key, span)
      out[key] = visit(pair.value, here, span)
    }
    return out
  }

  return { value: visit(root, [], undefined), spans, issues }
}

const nullField = (path: Path, at: string, span: readonly [number, number]): NodeIssue => ({
  code: 'yaml.null-field',
  path: at,
  span,
  message: `${String(path.at(-1))} has no value. The API server drops such a field, so the object differs from what the text seems to say.`,
})

/** Keys become text, as in JSON: `true:` is "true", `80:` is "80". */
function keyOf(pair: Pair): string | undefined {
  if (!isScalar(pair.key)) return pair.key === null ? 'null' : undefined
  const { value } = pair.key
  return value === null || value === undefined ? 'null' : String(value)
}

function rangeOf(node: unknown): readonly [number, number] | undefined {
  const range = (node as { range?: readonly number[] | null } | null)?.range
  return range ? [range[0] ?? 0, range[1] ?? range[0] ?? 0] : undefined
}
