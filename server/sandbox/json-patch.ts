import { isRecord, own, text } from '#lib/resources/field.ts'
import { canonical } from '#lib/schema/list-type.ts'

export class JsonPatchFailed extends Error {}

type Json = unknown

/**
 * JSON patch (RFC 6902) on a copy.
 *
 * @throws JsonPatchFailed when an operation does not apply; nothing of the patch is done then
 */
export function jsonPatch(target: Json, operations: readonly unknown[]): Json {
  let document: Json = structuredClone(target)
  for (const operation of operations) document = apply(document, operation)
  return document
}

function apply(document: Json, operation: unknown): Json {
  const op = text(own(operation, 'op'))
  const path = pointer(own(operation, 'path'))
  const given = () => {
    if (!isRecord(operation) || !Object.hasOwn(operation, 'value'))
      throw new JsonPatchFailed('missing value')
    return structuredClone(operation.value)
  }
  switch (op) {
    case 'add':
      return add(document, path, given())
    case 'remove':
      return remove(document, path)
    case 'replace':
      read(document, path)
      return add(path.length === 0 ? document : remove(document, path), path, given())
    case 'move': {
      const from = pointer(own(operation, 'from'))
      const value = read(document, from)
      return add(remove(document, from), path, value)
    }
    case 'copy':
      return add(document, path, structuredClone(read(document, pointer(own(operation, 'from')))))
    case 'test':
      if (canonical(read(document, path)) !== canonical(given()))
        throw new JsonPatchFailed('test failed')
      return document
    default:
      throw new JsonPatchFailed(`unknown operation ${op}`)
  }
}

function pointer(path: unknown): readonly string[] {
  if (typeof path !== 'string' || (path !== '' && !path.startsWith('/')))
    throw new JsonPatchFailed('not a JSON pointer')
  return path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function read(document: Json, path: readonly string[]): Json {
  let current = document
  for (const step of path) {
    if (Array.isArray(current)) current = current[index(step, current.length - 1)]
    else if (isRecord(current) && Object.hasOwn(current, step)) current = current[step]
    else throw new JsonPatchFailed(`no ${step}`)
  }
  return current
}

/** @param last the highest index that is allowed */
function index(step: string, last: number): number {
  if (!/^(0|[1-9]\d{0,8})$/.test(step) || Number(step) > last)
    throw new JsonPatchFailed(`no index ${step}`)
  return Number(step)
}

function add(document: Json, path: readonly string[], value: Json): Json {
  const last = path.at(-1)
  if (last === undefined) return value
  const parent = read(document, path.slice(0, -1))
  if (Array.isArray(parent))
    parent.splice(last === '-' ? parent.length : index(last, parent.length), 0, value)
  else if (isRecord(parent)) define(parent, last, value)
  else throw new JsonPatchFailed(`nothing to add ${last} to`)
  return document
}

function remove(document: Json, path: readonly string[]): Json {
  const last = path.at(-1)
  read(document, path)
  if (last === undefined) return null
  const parent = read(document, path.slice(0, -1))
  if (Array.isArray(parent)) parent.splice(index(last, parent.length - 1), 1)
  else Reflect.deleteProperty(parent as object, last)
  return document
}

/** Sets an own property, also one named `__proto__`. */
const define = (target: object, key: string, value: Json): void => {
  Object.defineProperty(target, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  })
}
