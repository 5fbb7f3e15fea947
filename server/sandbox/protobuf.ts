import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HERE } from './here.ts'

/** Number, name in JSON, type, flags: `i` inline, `o` and `z` left out when empty, `p` a pointer. */
type Row = readonly [number, string, string, string]
type Tables = {
  readonly kinds: Readonly<Record<string, string>>
  readonly messages: Readonly<Record<string, readonly Row[]>>
}

let tables: Tables | undefined
const read = (): Tables => {
  tables ??= JSON.parse(readFileSync(join(HERE, 'crds/kubernetes/protobuf.json'), 'utf8')) as Tables
  return tables
}

/** A body that does not follow the format. */
export class ProtobufFailed extends Error {}

/** `k8s` and a zero: what Kubernetes puts before every protobuf body. */
const MAGIC = Buffer.from([0x6b, 0x38, 0x73, 0x00])
const MAX_DEPTH = 100

/**
 * An object that was sent as protobuf, as it would be in JSON.
 *
 * @throws ProtobufFailed
 * @see k8s.io/apimachinery/pkg/runtime/serializer/protobuf/protobuf.go
 */
export function decodeProtobuf(body: Buffer): Record<string, unknown> {
  if (!body.subarray(0, 4).equals(MAGIC))
    throw new ProtobufFailed('provided data does not appear to be a protobuf message')
  const unknown = wireFields(body.subarray(4))
  const type = wireFields(bytesOf(unknown.get(1)?.at(-1)))
  const word = (number: number) => bytesOf(type.get(number)?.at(-1)).toString()
  const [apiVersion, kind] = [word(1), word(2)]
  const root = read().kinds[`${apiVersion} ${kind}`]
  if (root === undefined)
    throw new ProtobufFailed(
      `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)}`,
    )
  const content = message(root, bytesOf(unknown.get(2)?.at(-1)), 0)
  return { apiVersion, kind, ...(content as object) }
}

type Wire = bigint | Buffer
const EMPTY = Buffer.alloc(0)
const bytesOf = (value: Wire | undefined): Buffer => (Buffer.isBuffer(value) ? value : EMPTY)

/** Values by field number, in the order in which they came. */
function wireFields(bytes: Buffer): ReadonlyMap<number, readonly Wire[]> {
  const out = new Map<number, Wire[]>()
  let at = 0
  const varint = (): bigint => {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at]
      if (byte === undefined) throw new ProtobufFailed('unexpected EOF')
      at += 1
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return BigInt.asUintN(64, value)
    }
    throw new ProtobufFailed('proto: integer overflow')
  }
  const take = (length: number): Buffer => {
    if (at + length > bytes.length) throw new ProtobufFailed('unexpected EOF')
    at += length
    return bytes.subarray(at - length, at)
  }
  while (at < bytes.length) {
    const tag = Number(varint())
    const values = out.get(tag >> 3) ?? []
    out.set(tag >> 3, values)
    switch (tag & 7) {
      case 0:
        values.push(varint())
        break
      case 1:
        values.push(take(8))
        break
      case 2:
        values.push(take(Number(varint())))
        break
      case 5:
        values.push(take(4))
        break
      default:
        throw new ProtobufFailed('proto: illegal wireType')
    }
  }
  return out
}

function message(name: string, bytes: Buffer, depth: number): unknown {
  if (depth > MAX_DEPTH) throw new ProtobufFailed('exceeded max depth')
  const rows = read().messages[name] ?? []
  const wire = wireFields(bytes)
  const out = new Map<string, unknown>()
  for (const [number, json, type, flags] of rows) {
    const values = wire.get(number)
    if (flags.includes('i')) {
      const inner = values ? field(type, values, depth) : undefined
      if (type.startsWith('[]')) return inner ?? []
      for (const [key, value] of Object.entries(inner ?? {})) out.set(key, value)
      continue
    }
    if (values === undefined) continue
    const value = field(type, values, depth)
    if (value === undefined) continue
    const isOptional = /[oz]/.test(flags) && !flags.includes('p')
    if (isOptional && (value === '' || value === 0 || value === false)) continue
    out.set(json, value)
  }
  return Object.fromEntries(out)
}

function field(type: string, values: readonly Wire[], depth: number): unknown {
  if (type.startsWith('[]')) return values.map((value) => one(type.slice(2), value, depth))
  if (!type.startsWith('{}')) return one(type, values.at(-1) ?? EMPTY, depth)
  const inner = type.slice(2)
  return Object.fromEntries(
    values.map((value) => {
      const entry = wireFields(bytesOf(value))
      const missing = inner === 'int' || inner === 'bool' ? 0n : EMPTY
      const key = bytesOf(entry.get(1)?.at(-1)).toString()
      return [key, one(inner, entry.get(2)?.at(-1) ?? missing, depth)]
    }),
  )
}

function one(type: string, value: Wire, depth: number): unknown {
  const bytes = bytesOf(value)
  const inner = (number: number) => wireFields(bytes).get(number)?.at(-1)
  const integer = (given: Wire | undefined) =>
    Number(BigInt.asIntN(64, typeof given === 'bigint' ? given : 0n))
  switch (type) {
    case 'string':
      return bytes.toString()
    case 'bool':
      return value === 1n
    case 'int':
      return integer(value)
    case 'double':
      return bytes.length === 8 ? bytes.readDoubleLE() : 0
    case 'bytes':
      return bytes.toString('base64')
    case 'quantity':
      return bytesOf(inner(1)).toString()
    case 'intOrString':
      return integer(inner(1)) === 1 ? bytesOf(inner(3)).toString() : integer(inner(2))
    case 'raw':
      return rawJson(bytesOf(inner(1)))
    case 'time':
    case 'microtime':
      return bytes.length === 0 ? undefined : time(type, integer(inner(1)), integer(inner(2)))
    default:
      return message(type, bytes, depth + 1)
  }
}

function rawJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined
  try {
    return JSON.parse(bytes.toString())
  } catch {
    throw new ProtobufFailed('invalid JSON in a raw field')
  }
}

function time(type: 'time' | 'microtime', seconds: number, nanos: number): string {
  const at = new Date(seconds * 1000)
  if (Number.isNaN(at.getTime())) throw new ProtobufFailed('time out of range')
  const whole = at.toISOString().slice(0, 19)
  return type === 'time'
    ? `${whole}Z`
    : `${whole}.${String(Math.floor(nanos / 1000)).padStart(6, '0')}Z`
}
