import { isRecord, record, text, texts } from '#lib/resources/field.ts'
import { canonical } from '#lib/schema/list-type.ts'
import type { Served } from './kind-registry.ts'
import { apiVersionOf, qualified } from './served-kind.ts'
import { badRequest, conflict, invalid, StatusError } from './status-error.ts'
import type { Entry, StoredObject } from './store.ts'

export type Preconditions = { readonly uid?: string; readonly resourceVersion?: string }

/** Everything but what the server keeps to itself; the status too where it is a resource of its own. */
export function mainPart(served: Served, object: StoredObject, before: StoredObject): StoredObject {
  const { creationTimestamp, uid, generation, deletionTimestamp, deletionGracePeriodSeconds } =
    before.metadata
  const kept = { creationTimestamp, uid, generation, deletionTimestamp, deletionGracePeriodSeconds }
  const present = Object.entries(kept).filter(([, value]) => value !== undefined)
  const {
    deletionTimestamp: _,
    deletionGracePeriodSeconds: __,
    generation: ___,
    ...metadata
  } = object.metadata
  return {
    ...object,
    metadata: { ...metadata, ...Object.fromEntries(present) },
    ...(served.version.hasStatus ? { status: before.status } : {}),
  }
}

export function isSame(object: StoredObject, before: StoredObject): boolean {
  const plain = ({ metadata, apiVersion: _, kind: __, ...rest }: StoredObject) =>
    canonical({ ...rest, metadata: { ...metadata, resourceVersion: '' } })
  return plain(object) === plain(before)
}

export function isChangedSpec(served: Served, object: StoredObject, before: StoredObject): boolean {
  const content = ({ metadata: _, status, apiVersion: __, kind: ___, ...rest }: StoredObject) =>
    canonical(served.version.hasStatus || !served.kind.isCustom ? rest : { ...rest, status })
  return content(object) !== content(before)
}

/** Group, version and kind of a body against those of the URL. */
export function checkEnvelope({ kind, version }: Served, body: unknown): void {
  const fields = record(body)
  const expected = apiVersionOf(kind.group, version.name)
  if (!text(fields.kind)) {
    const shown = JSON.stringify(body)?.slice(0, 200)
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind.kind}): Object 'Kind' is missing in '${shown}'`,
    )
  }
  if (fields.apiVersion !== expected)
    throw badRequest(
      `the API version in the data (${fields.apiVersion}) does not match the expected API version (${expected})`,
    )
  if (fields.kind === kind.kind) return
  if (!kind.isCustom)
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind.kind}): ${expected} ${fields.kind} was sent`,
    )
  const name = text(record(fields.metadata).name) ?? ''
  const message = `Invalid value: ${JSON.stringify(fields.kind)}: must be ${kind.kind}`
  throw invalid(kind.group, String(fields.kind), name, [
    { reason: 'FieldValueInvalid', message, field: 'kind' },
  ])
}

export function placeIn(
  { served, namespace }: { readonly served: Served; readonly namespace: string },
  object: StoredObject,
): void {
  if (!served.kind.namespaced) {
    delete object.metadata.namespace
    return
  }
  const written = text(object.metadata.namespace)
  if (written && written !== namespace)
    throw badRequest(
      'the namespace of the provided object does not match the namespace sent on the request',
    )
  object.metadata.namespace = namespace
}

export function checkVersion(served: Served, existing: Entry, object: StoredObject): void {
  const { kind } = served
  const given = text(object.metadata.resourceVersion) ?? ''
  if (given === '' || given === '0') {
    if (!kind.isCustom && kind.kind !== 'CustomResourceDefinition') return
    throw invalid('', qualified(kind, kind.plural), existing.name, [
      {
        reason: 'FieldValueInvalid',
        message: 'Invalid value: 0: must be specified for an update',
        field: 'metadata.resourceVersion',
      },
    ])
  }
  if (!/^\d+$/.test(given))
    throw new StatusError(
      500,
      undefined,
      `strconv.ParseUint: parsing ${JSON.stringify(given)}: invalid syntax`,
    )
  if (given !== String(existing.resourceVersion)) throw conflict(kind, existing.name)
}

/** What a body may not be at all is invalid where a patch made it. */
export function patchedObject<T>(decode: () => T): T {
  try {
    return decode()
  } catch (error) {
    if (!(error instanceof StatusError) || error.code !== 400) throw error
    const message = `Invalid value: ${error.message}`
    throw invalid('', '', '', [{ reason: 'FieldValueInvalid', message, field: 'patch' }])
  }
}

export const uidMismatch = (given: string, found: string): string =>
  `Precondition failed: UID in precondition: ${given}, UID in object meta: ${found}`

export const nameless = ({ kind }: Served) =>
  invalid(kind.group, kind.kind, '', [
    {
      reason: 'FieldValueRequired',
      message: 'Required value: name or generateName is required',
      field: 'metadata.name',
    },
  ])

const LETTERS = 'bcdfghjklmnpqrstvwxz2456789'

export const suffix = (): string =>
  Array.from({ length: 5 }, () => LETTERS[Math.floor(Math.random() * LETTERS.length)]).join('')

export const preconditionsOf = (body: unknown): Preconditions => {
  const given = record(isRecord(body) ? body.preconditions : undefined)
  const [uid, resourceVersion] = [text(given.uid), text(given.resourceVersion)]
  return { ...(uid ? { uid } : {}), ...(resourceVersion ? { resourceVersion } : {}) }
}

/** @throws StatusError 422 for an object that is on its way out and is to wait for more */
export function refuseNewFinalizers(
  { kind }: Served,
  object: StoredObject,
  before: StoredObject,
): void {
  if (!before.metadata.deletionTimestamp) return
  const known = texts(before.metadata.finalizers)
  const added = texts(object.metadata.finalizers).filter((one) => !known.includes(one))
  if (added.length === 0) return
  const names = added.map((one) => JSON.stringify(one)).join(', ')
  const message = `Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{${names}}`
  throw invalid(kind.group, kind.kind, String(before.metadata.name), [
    { reason: 'FieldValueForbidden', message, field: 'metadata.finalizers' },
  ])
}
