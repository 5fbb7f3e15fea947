import { flag, own, record, records, text } from '#lib/resources/field.ts'
import { definedKind, definitionStatus, schemaInSpec } from './definition.ts'
import type { KindRegistry } from './kind-registry.ts'
import { resourceId, type ServedKind } from './served-kind.ts'
import { type Cause, invalid } from './status-error.ts'
import { decode, type Entry, type ObjectStore, type StoredObject } from './store.ts'
import { timestamp } from './timestamp.ts'

const RESOURCE = 'apiextensions.k8s.io/customresourcedefinitions'

/** Definitions as objects of the store, and the kinds that they bring and take with them. */
export class Definitions {
  private readonly store: ObjectStore
  private readonly registry: KindRegistry

  constructor(store: ObjectStore, registry: KindRegistry) {
    this.store = store
    this.registry = registry
  }

  /** Stores a definition as established, and serves its kind from now on. */
  put(object: StoredObject, now: Date): Entry {
    const { spec } = object
    const old = this.store.get(RESOURCE, '', String(object.metadata.name))
    const since = text(own(record(own(old && decode(old), 'metadata')), 'creationTimestamp'))
    const status = definitionStatus(spec, since ?? timestamp(now))
    this.serve(spec)
    return this.store.put(RESOURCE, { ...object, spec: withNames(spec), status })
  }

  restore(metadata: Record<string, unknown>, spec: object, specJson: Buffer): void {
    const status = definitionStatus(spec, String(metadata.creationTimestamp))
    const tail = [
      Buffer.from('"spec":'),
      specJson,
      Buffer.from(`,"status":${JSON.stringify(status)}}`),
    ]
    this.store.putEncoded(RESOURCE, metadata, Buffer.concat(tail))
  }

  /** The kind goes, and all its objects. */
  drop(entry: Entry): void {
    const spec = record(decode(entry).spec)
    const group = text(spec.group) ?? ''
    const plural = text(record(spec.names).plural) ?? ''
    this.registry.remove(group, plural)
    for (const object of this.store.list(resourceId({ group, plural }))) this.store.remove(object)
  }

  private serve(spec: unknown): void {
    const kind = definedKind(spec, (version) => schemaInSpec(spec, version))
    if (kind) this.registry.add(kind)
    else
      this.registry.remove(
        text(own(spec, 'group')) ?? '',
        text(record(own(spec, 'names')).plural) ?? '',
      )
  }
}

/** `listKind` and `singular` are derived where the author leaves them out. */
function withNames(spec: unknown): object {
  const names = record(own(spec, 'names'))
  const kind = text(names.kind) ?? ''
  const derived = { singular: kind.toLowerCase(), listKind: `${kind}List` }
  return { ...record(spec), names: { ...derived, ...names } }
}

/** @throws StatusError 422 for a definition that cannot be served */
export function checkDefinition(kind: ServedKind, object: StoredObject): void {
  if (kind.kind !== 'CustomResourceDefinition') return
  const name = String(object.metadata.name ?? '')
  const spec = record(object.spec)
  const plural = text(record(spec.names).plural) ?? ''
  const causes: Cause[] = []
  if (name !== `${plural}.${text(spec.group) ?? ''}`) {
    const message = `Invalid value: ${JSON.stringify(name)}: must be spec.names.plural+"."+spec.group`
    causes.push({ reason: 'FieldValueInvalid', message, field: 'metadata.name' })
  }
  const versions = records(spec.versions)
  const stored = versions.filter(({ value }) => flag(value.storage) === true)
  if (stored.length !== 1) {
    const message = 'Invalid value: must have exactly one version marked as storage version'
    causes.push({ reason: 'FieldValueInvalid', message, field: 'spec.versions' })
  }
  for (const { at, value } of versions) {
    if (own(value.schema, 'openAPIV3Schema') !== undefined || spec.preserveUnknownFields === true)
      continue
    const field = `spec.versions[${at}].schema.openAPIV3Schema`
    causes.push({
      reason: 'FieldValueRequired',
      message: 'Required value: schemas are required',
      field,
    })
  }
  if (causes.length > 0) throw invalid(kind.group, kind.kind, name, causes)
}
