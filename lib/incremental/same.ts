/** The pair of objects that is being compared, inside which others. */
type Pair = { readonly a: object; readonly b: object; readonly outer: Pair | undefined }

/**
 * Whether two derived values say the same: structure for plain data, Maps and Sets, identity for everything else.
 * What is shared costs nothing to compare. Values may point back at what holds them, as a server does at its Gateway:
 * a pair that is met again inside itself is the same as far as that path goes.
 */
export function isSame(a: unknown, b: unknown, outer?: Pair): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  for (let pair = outer; pair; pair = pair.outer) if (pair.a === a && pair.b === b) return true
  const kind = Object.getPrototypeOf(a) as unknown
  if (kind !== Object.getPrototypeOf(b)) return false
  const within: Pair = { a, b, outer }
  if (Array.isArray(a)) {
    const other = b as readonly unknown[]
    if (a.length !== other.length) return false
    for (let i = 0; i < a.length; i++) if (!isSame(a[i], other[i], within)) return false
    return true
  }
  if (a instanceof Map) return sameMaps(a, b as ReadonlyMap<unknown, unknown>, within)
  if (a instanceof Set) return sameInOrder(a.keys(), (b as ReadonlySet<unknown>).keys())
  if (kind !== Object.prototype && kind !== null) return false
  return sameFields(a as Fields, b as Fields, within)
}

type Fields = Readonly<Record<string, unknown>>

function sameFields(a: Fields, b: Fields, within: Pair): boolean {
  let count = 0
  for (const key in a) {
    if (!Object.hasOwn(b, key) || !isSame(a[key], b[key], within)) return false
    count += 1
  }
  for (const _ in b) count -= 1
  return count === 0
}

/** The order counts: it is what lists are made in. */
function sameMaps(
  a: ReadonlyMap<unknown, unknown>,
  b: ReadonlyMap<unknown, unknown>,
  within: Pair,
): boolean {
  if (a.size !== b.size || !sameInOrder(a.keys(), b.keys())) return false
  for (const [key, value] of a) if (!isSame(value, b.get(key), within)) return false
  return true
}

function sameInOrder(a: Iterator<unknown>, b: Iterator<unknown>): boolean {
  for (;;) {
    const [one, other] = [a.next(), b.next()]
    if (one.done || other.done) return one.done === other.done
    if (!Object.is(one.value, other.value)) return false
  }
}

/**
 * A list with the old entries where they say the same, in place from either end; other values as they are, for
 * within one value things may be told apart by identity.
 */
export function shared(before: unknown, now: unknown): unknown {
  if (!Array.isArray(before) || !Array.isArray(now)) return now
  const out: unknown[] = [...now]
  const most = Math.min(before.length, now.length)
  let start = 0
  // Places may differ in between: a list of the same length is compared in place to its end.
  const isAligned = before.length === now.length
  for (; start < most; start++) {
    if (isSame(before[start], now[start])) out[start] = before[start]
    else if (!isAligned) break
  }
  if (isAligned) return out
  for (let end = 1; end <= most - start; end++) {
    if (!isSame(before[before.length - end], now[now.length - end])) break
    out[now.length - end] = before[before.length - end]
  }
  return out
}
