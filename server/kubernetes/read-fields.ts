import type { JsonBytes } from './json-bytes.ts'
import { share } from './share.ts'
import { SharedPart } from './shared-part.ts'

/** Reads the value that comes next, or as much of it as somebody wants. */
export type Read = (from: JsonBytes) => unknown

export const whole: Read = (from) => (from.isText ? from.common() : from.value())

/** Of a map only these fields; a value that is no map, whole. */
export function only(fields: Readonly<Record<string, Read>>): Read {
  const readers = new Map(Object.entries(fields))
  return (from) => {
    if (!from.isMap) return from.value()
    const out: Record<string, unknown> = {}
    from.openMap()
    for (let key = from.field(); key !== undefined; key = from.field()) {
      const read = readers.get(key)
      if (read) out[key] = read(from)
      else from.skip()
    }
    return out
  }
}

/** Each entry of a list; a value that is no list, whole. */
export const each =
  (read: Read): Read =>
  (from) => {
    if (!from.isList) return from.value()
    const out: unknown[] = []
    from.openList()
    while (from.entry()) out.push(read(from))
    return out
  }

/** A map or a list that is the same object wherever it is the same. */
export function alike(): Read {
  const part = new SharedPart((from) => share(from.value()))
  return (from) => (from.isMap || from.isList ? part.read(from) : from.value())
}

/** All of these names, whole. */
export const names = (fields: readonly string[]): Readonly<Record<string, Read>> =>
  Object.fromEntries(fields.map((field) => [field, whole]))
