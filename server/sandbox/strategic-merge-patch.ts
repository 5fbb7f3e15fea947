import { isRecord, list, own, text } from '#lib/resources/field.ts'
import { canonical } from '#lib/schema/list-type.ts'
import { additional, alternatives, items, property, type Schema } from '#lib/schema/schema.ts'

/** What is wrong with a patch, in the words of the API server. */
export class StrategicPatchFailed extends Error {
  /** 400 for a form that no patch has, 500 for one that does not fit the object. */
  readonly code: 400 | 500

  constructor(message: string, code: 400 | 500 = 400) {
    super(message)
    this.code = code
  }
}

const DIRECTIVE = '$patch'
const RETAIN_KEYS = '$retainKeys'
const ORDER = '$setElementOrder/'
const DELETE = '$deleteFromPrimitiveList/'

type Json = unknown
type Fields = Readonly<Record<string, Json>>

/**
 * Strategic merge patch: lists of a built-in kind merge by the key that its schema names.
 *
 * @param schema of the kind, as published with `x-kubernetes-patch-merge-key` and `-strategy`
 * @throws StrategicPatchFailed
 * @see k8s.io/apimachinery/pkg/util/strategicpatch/patch.go
 */
export function strategicMergePatch(
  target: Fields,
  patch: Fields,
  schema: Schema | undefined,
): Fields {
  return mergeMaps(target, patch, schema)
}

/** Published schemas put a reference with a description into `allOf`. */
function resolved(schema: Schema | undefined): Schema | undefined {
  const [inner, ...more] = schema ? alternatives(schema, 'allOf') : []
  return inner && more.length === 0 ? inner : schema
}

function fieldSchema(schema: Schema | undefined, key: string): Schema | undefined {
  if (!schema) return undefined
  const found = property(schema, key)
  if (found) return found
  const rest = additional(schema)
  return rest === 'any' ? undefined : rest
}

const strategies = (schema: Schema | undefined): readonly string[] =>
  (text(own(schema, 'x-kubernetes-patch-strategy')) ?? '').split(',')

const mergeKeyOf = (schema: Schema | undefined): string =>
  text(own(schema, 'x-kubernetes-patch-merge-key')) ?? ''

function mergeMaps(original: Fields, patch: Fields, schema: Schema | undefined): Fields {
  if (Object.hasOwn(patch, DIRECTIVE)) {
    const { [DIRECTIVE]: directive, ...rest } = patch
    if (directive === 'replace') return rest
    if (directive === 'delete') return {}
    throw new StrategicPatchFailed(`unknown patch type: ${directive} in map: ${shown(patch)}`, 500)
  }
  const out = new Map(Object.entries(original))
  const rest = new Map(Object.entries(patch))
  retainKeys(out, rest)
  for (const [key, order] of [...rest])
    if (key.startsWith(ORDER)) {
      rest.delete(key)
      reorder(out, rest, key.slice(ORDER.length), order, schema)
    }
  for (const [key, value] of rest) mergeField(out, key, value, schema)
  return Object.fromEntries(out)
}

/** Fields that the list does not name are gone: of a union, the member that was. */
function retainKeys(out: Map<string, Json>, patch: Map<string, Json>): void {
  const kept = patch.get(RETAIN_KEYS)
  if (!patch.delete(RETAIN_KEYS)) return
  const names = new Set(list(kept))
  const isStray = ([key, value]: [string, Json]) =>
    value !== null && !key.startsWith(ORDER) && !key.startsWith(DELETE) && !names.has(key)
  if (!Array.isArray(kept) || [...patch].some(isStray))
    throw new StrategicPatchFailed('invalid patch format of retainKeys')
  for (const key of [...out.keys()]) if (!names.has(key)) out.delete(key)
}

function mergeField(
  out: Map<string, Json>,
  written: string,
  value: Json,
  schema: Schema | undefined,
): void {
  if (written.startsWith(DELETE)) {
    const key = written.slice(DELETE.length)
    const current = out.get(key)
    const gone = new Set(list(value).map(canonical))
    if (Array.isArray(current))
      out.set(
        key,
        current.filter((one) => !gone.has(canonical(one))),
      )
    return
  }
  if (value === null) {
    out.delete(written)
    return
  }
  const field = fieldSchema(schema, written)
  const current = out.get(written)
  if (isRecord(current) && isRecord(value)) {
    const isReplaced = strategies(field).includes('replace')
    out.set(written, isReplaced ? value : mergeMaps(current, value, resolved(field)))
  } else if (Array.isArray(current) && Array.isArray(value)) {
    const isMerged = strategies(field).includes('merge')
    out.set(written, isMerged ? mergeLists(current, value, field) : value)
  } else {
    const plain = withoutDirectives(value)
    if (plain === undefined) out.delete(written)
    else out.set(written, plain)
  }
}

/** A value that nothing is merged into; undefined where it says of itself that it goes. */
function withoutDirectives(value: Json): Json {
  if (Array.isArray(value))
    return value.map(withoutDirectives).filter((entry) => entry !== undefined)
  if (!isRecord(value)) return value
  if (Object.hasOwn(value, DIRECTIVE)) return undefined
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, entry]) => {
      const plain = entry === null ? undefined : withoutDirectives(entry)
      return plain === undefined || key.startsWith('$') ? [] : [[key, plain]]
    }),
  )
}

/** Identity of an entry in a list: its merge key, or itself. */
function identity(entry: Json, mergeKey: string): string {
  if (mergeKey === '') return canonical(entry)
  if (!isRecord(entry)) throw new StrategicPatchFailed(`expected a map, got ${shown(entry)}`, 500)
  if (!Object.hasOwn(entry, mergeKey))
    throw new StrategicPatchFailed(
      `map: ${shown(entry)} does not contain declared merge key: ${mergeKey}`,
      500,
    )
  return canonical(entry[mergeKey])
}

function mergeLists(
  original: readonly Json[],
  patch: readonly Json[],
  schema: Schema | undefined,
): readonly Json[] {
  const ofMaps = [...original, ...patch].some(isRecord)
  const mergeKey = ofMaps ? mergeKeyOf(schema) : ''
  if (ofMaps && mergeKey === '')
    throw new StrategicPatchFailed('cannot merge lists without merge key', 500)
  const wanted = patch.filter((entry) => !isRecord(entry) || !Object.hasOwn(entry, DIRECTIVE))
  const merged = new Map<string, Json>()
  const isReplaced = patch.some((entry) => own(entry, DIRECTIVE) === 'replace')
  if (!isReplaced) for (const entry of original) merged.set(identity(entry, mergeKey), entry)
  for (const entry of patch) {
    const directive = own(entry, DIRECTIVE)
    if (directive === 'delete') merged.delete(identity(entry, mergeKey))
    else if (directive !== undefined && directive !== 'replace')
      throw new StrategicPatchFailed(
        `unknown patch type: ${directive} in map: ${shown(entry)}`,
        500,
      )
  }
  const element = resolved(schema && items(schema))
  for (const entry of wanted) {
    const id = identity(entry, mergeKey)
    const current = merged.get(id)
    const isMap = isRecord(current) && isRecord(entry)
    merged.set(id, isMap ? mergeMaps(current, entry, element) : entry)
  }
  const position = new Map(wanted.map((entry, at) => [identity(entry, mergeKey), at]))
  return ordered(merged, position, isReplaced ? [] : original, mergeKey)
}

/**
 * Entries that the patch names in its order, the others in theirs, each of them before the first named
 * entry that it stood before.
 */
function ordered(
  merged: ReadonlyMap<string, Json>,
  position: ReadonlyMap<string, number>,
  original: readonly Json[],
  mergeKey: string,
): readonly Json[] {
  const before = new Map(original.map((entry, at) => [identity(entry, mergeKey), at]))
  const ids = [...merged.keys()]
  const named = ids
    .filter((id) => position.has(id))
    .sort((a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0))
  const others = ids
    .filter((id) => !position.has(id))
    .sort((a, b) => (before.get(a) ?? 0) - (before.get(b) ?? 0))
  const out: string[] = []
  while (named.length > 0 && others.length > 0) {
    const left = before.get(others[0] ?? '')
    const right = before.get(named[0] ?? '')
    const isFirst = left !== undefined && right !== undefined && left < right
    out.push((isFirst ? others : named).shift() ?? '')
  }
  return [...out, ...named, ...others].map((id) => merged.get(id))
}

/** `$setElementOrder/…`: merges the list that it is about, and puts it in order. */
function reorder(
  out: Map<string, Json>,
  patch: Map<string, Json>,
  key: string,
  order: Json,
  schema: Schema | undefined,
): void {
  const field = fieldSchema(schema, key)
  const [current, wanted] = [out.get(key), patch.get(key)]
  for (const given of [order, wanted ?? []])
    if (!Array.isArray(given))
      throw new StrategicPatchFailed(`expected a list, but received ${shown(given)}`, 500)
  if (!Array.isArray(order) || !(wanted === undefined || Array.isArray(wanted))) return
  patch.delete(key)
  const mergeKey = order.some(isRecord) ? mergeKeyOf(field) : ''
  checkOrder(list(wanted), order, mergeKey)
  const deleted = patch.get(DELETE + key)
  if (patch.delete(DELETE + key)) mergeField(out, DELETE + key, deleted, schema)
  const left = out.get(key)
  const merged = wanted
    ? Array.isArray(left)
      ? mergeLists(left, wanted, field)
      : list(withoutDirectives(wanted))
    : left
  if (!Array.isArray(merged)) return
  const position = new Map(order.map((entry, at) => [identity(entry, mergeKey), at]))
  const byId = new Map(merged.map((entry) => [identity(entry, mergeKey), entry]))
  const known = wanted ? reused(list(current), wanted, mergeKey) : list(current)
  out.set(key, ordered(byId, position, known, mergeKey))
}

/**
 * The order that entries are taken to have had. The real server reuses the list: what comes takes the
 * places of what a directive deletes, and counts as if it had been there.
 */
function reused(
  original: readonly Json[],
  patch: readonly Json[],
  mergeKey: string,
): readonly Json[] {
  if (mergeKey === '') return original
  const isDeletion = (entry: Json) => own(entry, DIRECTIVE) === 'delete'
  const gone = new Set(patch.filter(isDeletion).map((entry) => identity(entry, mergeKey)))
  const left = original.filter((entry) => !gone.has(identity(entry, mergeKey)))
  const known = new Set(left.map((entry) => identity(entry, mergeKey)))
  const added = patch.filter(
    (entry) => own(entry, DIRECTIVE) === undefined && !known.has(identity(entry, mergeKey)),
  )
  return [...left, ...added].slice(0, original.length)
}

/** What a patch brings must be in its own order too, in the same sequence. */
function checkOrder(wanted: readonly Json[], order: readonly Json[], mergeKey: string): void {
  if (wanted.length === 0 || order.length === 0) return
  const entries = wanted.filter((entry) => own(entry, DIRECTIVE) !== 'delete')
  let at = 0
  for (const place of order) {
    // A directive takes no place, but one at the very end is refused by the real server too.
    while (at < entries.length && own(entries[at], DIRECTIVE) !== undefined) at += 1
    if (at === entries.length) return
    if (identity(place, mergeKey) === identity(entries[at], mergeKey)) at += 1
  }
  if (at < entries.length)
    throw new StrategicPatchFailed(
      `The order in patch list:\n${shown(wanted)}\n doesn't match $setElementOrder list:\n${shown(order)}\n`,
      500,
    )
}

const shown = (value: Json): string => JSON.stringify(value)
