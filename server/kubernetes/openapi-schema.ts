import { isRecord, record, text } from '#lib/resources/field.ts'
import type { Requester } from './request.ts'

type Schema = Readonly<Record<string, unknown>>

const REFERENCE = '#/components/schemas/'
const DOCUMENT_TIMEOUT_MS = 20_000

/** Schemas of kinds as the cluster publishes them, one document for each group version, read once. */
export type Schemas = {
  /** References resolved; undefined when the cluster publishes none. @throws AppError */
  schemaOf(group: string, version: string, kind: string): Promise<Schema | undefined>
  /** Definitions changed. */
  forget(): void
}

export function openSchemas(requester: Requester): Schemas {
  let index: Promise<Schema> | undefined
  const documents = new Map<string, Promise<Schema>>()

  const read = async (path: string): Promise<Schema> => {
    const answer = await requester.json(path, { timeoutMs: DOCUMENT_TIMEOUT_MS })
    return answer.status === 200 ? record(answer.body) : {}
  }
  /** A failure is not kept: the next one who asks tries again. */
  const once = (path: string): Promise<Schema> => {
    const known = documents.get(path)
    if (known) return known
    const reading = read(path)
    documents.set(path, reading)
    reading.catch(() => documents.delete(path))
    return reading
  }

  return {
    async schemaOf(group, version, kind) {
      index ??= read('/openapi/v3')
      index.catch(() => {
        index = undefined
      })
      const name = group === '' ? `api/${version}` : `apis/${group}/${version}`
      const entry = record(record((await index).paths)[name])
      const path = text(entry.serverRelativeURL)
      // The address comes from the server: it may name a document of its own and nothing else.
      if (!path?.startsWith('/openapi/v3/')) return undefined
      const document = await once(path)
      const schemas = record(record(document.components).schemas)
      const found = Object.values(schemas).find((schema) => isOf(schema, group, version, kind))
      return isRecord(found) ? resolved(found, schemas) : undefined
    },
    forget() {
      index = undefined
      documents.clear()
    },
  }
}

function isOf(schema: unknown, group: string, version: string, kind: string): boolean {
  const kinds = record(schema)['x-kubernetes-group-version-kind']
  return (
    Array.isArray(kinds) &&
    kinds.some((entry) => {
      const { group: g, version: v, kind: k } = record(entry)
      return (g ?? '') === group && v === version && k === kind
    })
  )
}

/**
 * The schema with each reference replaced by what it names. Equal references share one object. A schema that
 * holds itself, as those of CRDs do, ends in one that allows everything where it would begin anew.
 */
export function resolved(schema: Schema, schemas: Schema): Schema {
  const done = new Map<string, Schema>()
  const open = new Set<string>()

  function follow(reference: string): Schema {
    const name = reference.startsWith(REFERENCE) ? reference.slice(REFERENCE.length) : ''
    const known = done.get(name)
    if (known) return known
    const target = Object.hasOwn(schemas, name) ? schemas[name] : undefined
    if (!isRecord(target) || open.has(name)) return { 'x-kubernetes-preserve-unknown-fields': true }
    open.add(name)
    const out = walk(target) as Schema
    open.delete(name)
    done.set(name, out)
    return out
  }

  function walk(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(walk)
    if (!isRecord(value)) return value
    const reference = text(value.$ref)
    if (reference) {
      const { $ref: _, ...beside } = value
      return { ...follow(reference), ...beside }
    }
    const out = Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, walk(entry)]))
    // Defaults and descriptions of a reference are written as a list of one.
    if (Array.isArray(out.allOf) && out.allOf.length === 1 && isRecord(out.allOf[0])) {
      const { allOf, ...beside } = out
      return { ...record((allOf as readonly unknown[])[0]), ...beside }
    }
    return out
  }

  return walk(schema) as Schema
}
