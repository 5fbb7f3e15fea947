/** So many different parts, and so much text, are remembered; then it begins anew. Those in use live on in their users. */
const MOST_PARTS = 20_000
const MOST_CHARACTERS = 1024 * 1024
/** What lies deeper, or has the hash of so many others, was made to be a burden: it stays as it is. */
const DEEPEST = 32
const MOST_ALIKE = 16

type Known = { readonly value: unknown; readonly number: number }

/** Each text, and each map or list that was shared, with a number that no other has. */
let known = new Map<unknown, Known>()
/** Maps and lists by what is in them. */
let parts = new Map<number, object[]>()
let characters = 0
let numbers = 0

/**
 * One object for all that are equal, and within them one for each part that is equal to another's. Containers of
 * different applications differ in a name or two: sharing the rest keeps 20,000 Pods in a fifth of the memory, and
 * lets a reader compare by identity.
 *
 * The parts of `value` are replaced by those that were there before, so it has to be the caller's own.
 */
export function share<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  if (known.size > MOST_PARTS || characters > MOST_CHARACTERS) forgetShared()
  return (shared(value, 0)?.value ?? value) as T
}

/** Equal parts that come from now on are others than those before. */
export function forgetShared(): void {
  known = new Map()
  parts = new Map()
  characters = 0
}

/** Undefined for what is as it is: numbers and the like, and what is not remembered. */
function shared(value: unknown, depth: number): Known | undefined {
  const isText = typeof value === 'string'
  if (!isText && (typeof value !== 'object' || value === null)) return undefined
  const before = known.get(value)
  if (before) return before
  if (isText) {
    characters += value.length
    return remember(value)
  }
  return depth > DEEPEST ? undefined : sharedPart(value, depth)
}

function remember(value: unknown): Known {
  numbers += 1
  const made = { value, number: numbers }
  known.set(value, made)
  return made
}

function sharedPart(value: object, depth: number): Known | undefined {
  let hash = 0
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at += 1) {
      const entry = shared(value[at], depth + 1)
      if (entry) value[at] = entry.value
      hash = mixed(hash, hashOf(entry, value[at]))
    }
  } else {
    const fields = value as Record<string, unknown>
    for (const key in fields) {
      const entry = shared(fields[key], depth + 1)
      if (entry) fields[key] = entry.value
      hash = mixed(hash + key.length, hashOf(entry, fields[key]))
    }
  }
  const alike = parts.get(hash)
  const found = alike?.find((one) => isSame(one, value))
  if (found) return known.get(found)
  if (!alike) parts.set(hash, [value])
  else if (alike.length < MOST_ALIKE) alike.push(value)
  else return undefined
  return remember(value)
}

const mixed = (hash: number, next: number): number => {
  const product = Math.imul(hash ^ Math.imul(next, 0x9e3779b1), 0x85ebca6b)
  return product ^ (product >>> 15)
}

const hashOf = (entry: Known | undefined, value: unknown): number =>
  entry ? entry.number : typeof value === 'number' ? value : value === true ? 1 : 2

/** Whether two are of the same parts, which are shared already. */
function isSame(a: object, b: object): boolean {
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    for (let at = 0; at < a.length; at += 1) if (!Object.is(a[at], b[at])) return false
    return true
  }
  const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>]
  let size = 0
  for (const key in one) {
    if (!Object.hasOwn(other, key) || !Object.is(one[key], other[key])) return false
    size += 1
  }
  for (const _ in other) size -= 1
  return size === 0
}
