import { isRecord, record } from '#lib/resources/field.ts'
import { cutManagedFields, endOfList } from './cut-managed-fields.ts'
import type { Projected } from './projected.ts'

const keyOf = (field: string) => Buffer.from(`"${field}":[`)
/** Lists that are put in again without being parsed. */
const LIFTED: ReadonlyMap<Buffer, string> = new Map(
  ['containers', 'initContainers'].map((field) => [keyOf(field), field]),
)
const KEYS = [keyOf('managedFields'), ...LIFTED.keys()]

/**
 * The token that every Pod mounts has another name in each of them. It is no Secret that somebody refers to, so
 * the name is never read; only a mount has a `mountPath`, and inside a string the quotes would be escaped.
 */
const TOKEN_MOUNT =
  /"name":"kube-api-access-[a-z0-9]{5}","readOnly":true,"mountPath":"\/var\/run\/secrets\/kubernetes\.io\/serviceaccount"/g
const ANY_TOKEN_MOUNT =
  '"name":"kube-api-access","readOnly":true,"mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"'

/** So much text is remembered; then it begins anew. Pods of one template come one after the other. */
const MOST_CHARACTERS = 2 * 1024 * 1024

let known = new Map<string, ContainerList>()
let characters = 0

/** The containers of all Pods in which they are written in the same words: read once, and projected once. */
export class ContainerList {
  readonly #text: string
  /** Kept until somebody projects it. */
  #items: unknown[] | undefined
  readonly #projected = new Map<string, readonly Projected[]>()

  constructor(text: string) {
    this.#text = text
    this.#items = JSON.parse(text)
  }

  /** @param sort what the projection depends on besides the containers */
  projected(
    sort: string,
    project: (items: readonly unknown[]) => readonly Projected[],
  ): readonly Projected[] {
    const found = this.#projected.get(sort)
    if (found) return found
    const made = project(this.#items ?? JSON.parse(this.#text))
    this.#items = undefined
    this.#projected.set(sort, made)
    return made
  }
}

/**
 * A line of a watch of Pods. More than half of what is left without managed fields is containers, and replicas
 * have the same: their text is looked up and not parsed again. In `spec` stands a `ContainerList` instead; where
 * a line does not look as API servers write it, it is parsed as it is.
 *
 * @throws SyntaxError when the line is no JSON
 */
export function readPod(line: Buffer): unknown {
  const cuts: Cut[] = []
  for (const key of KEYS) {
    const start = line.indexOf(key) + key.length
    if (start < key.length) continue
    const end = endOfList(line, start)
    if (end < 0) return parseWhole(line)
    cuts.push({ key, start, end })
  }
  cuts.sort((a, b) => a.start - b.start)
  let rest = ''
  let from = 0
  for (const { start, end } of cuts) {
    // One within the other: no Pod looks like this.
    if (start < from) return parseWhole(line)
    rest += line.toString('utf8', from, start)
    from = end
  }
  const event: unknown = JSON.parse(rest + line.toString('utf8', from))
  const spec = record(record(record(event).object).spec) as Record<string, unknown>
  for (const { key, start, end } of cuts) {
    const field = LIFTED.get(key)
    if (!field) continue
    const place = spec[field]
    // What was cut out stood somewhere else.
    if (!isRecord(event) || !Array.isArray(place) || place.length > 0) return parseWhole(line)
    spec[field] = listOf(line.toString('utf8', start - 1, end + 1))
  }
  return event
}

type Cut = { readonly key: Buffer; readonly start: number; readonly end: number }

const parseWhole = (line: Buffer): unknown => JSON.parse(cutManagedFields(line).toString('utf8'))

function listOf(text: string): ContainerList {
  const key = text.includes('"kube-api-access-') ? text.replace(TOKEN_MOUNT, ANY_TOKEN_MOUNT) : text
  const found = known.get(key)
  if (found) return found
  const list = new ContainerList(key)
  if (characters > MOST_CHARACTERS) {
    known = new Map()
    characters = 0
  }
  characters += key.length
  known.set(key, list)
  return list
}
