import { randomUUID } from 'node:crypto'
import { list, text } from '#lib/resources/field.ts'
import { decodeObject, strictError, validateObject } from './admission.ts'
import { builtInDefaults } from './built-in-rules.ts'
import { checkDefinition, Definitions } from './definitions.ts'
import type { KindRegistry, Served } from './kind-registry.ts'
import { resourceId, type ServedKind } from './served-kind.ts'
import { ServiceAddresses } from './service-address.ts'
import {
  alreadyExists,
  badRequest,
  conflict,
  invalid,
  notFound,
  StatusError,
} from './status-error.ts'
import { decode, type Entry, type ObjectStore, type StoredObject } from './store.ts'
import { timestamp } from './timestamp.ts'
import {
  checkEnvelope,
  checkVersion,
  isChangedSpec,
  isSame,
  mainPart,
  nameless,
  type Preconditions,
  patchedObject,
  placeIn,
  refuseNewFinalizers,
  suffix,
  uidMismatch,
} from './write-rules.ts'

export { stableUid } from './stable-uid.ts'

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore'

/** Throws where somebody may write objects of a kind, but not this one. */
export type Guard = (kind: ServedKind, object: StoredObject) => void

export type WriteRequest = {
  readonly served: Served
  readonly namespace: string
  readonly name?: string
  readonly subresource?: string
  readonly dryRun: boolean
  readonly fieldValidation: FieldValidation
  readonly guard?: Guard
}

export type Written = { readonly entry: Entry; readonly warnings: readonly string[] }

/** Creates, changes and deletes objects as the API server does. */
export class ObjectWriter {
  private readonly addresses = new ServiceAddresses()
  private readonly definitions: Definitions
  private readonly store: ObjectStore
  private readonly now: () => Date

  constructor(store: ObjectStore, registry: KindRegistry, now: () => Date) {
    this.store = store
    this.now = now
    this.definitions = new Definitions(store, registry)
  }

  create(request: WriteRequest, body: unknown, duplicates: readonly string[] = []): Written {
    const { served } = request
    checkEnvelope(served, body)
    const { object, warnings } = this.decoded(request, body, duplicates)
    if (object.metadata.resourceVersion)
      throw new StatusError(
        500,
        undefined,
        'resourceVersion should not be set on objects to be created',
      )
    placeIn(request, object)
    this.requireNamespace(request)
    const generated = text(object.metadata.generateName)
    if (!object.metadata.name && generated) object.metadata.name = `${generated}${suffix()}`
    if (!object.metadata.name) throw nameless(served)
    if (served.version.hasStatus) delete object.status
    object.metadata = {
      ...object.metadata,
      uid: randomUUID(),
      creationTimestamp: timestamp(this.now()),
      ...(served.kind.hasGeneration ? { generation: 1 } : {}),
    }
    delete object.metadata.deletionTimestamp
    const complete = this.complete(served, object, undefined, false)
    request.guard?.(served.kind, complete)
    validateObject(served, complete)
    checkDefinition(served.kind, complete)
    const name = String(complete.metadata.name)
    if (this.store.get(resourceId(served.kind), request.namespace, name))
      throw alreadyExists(served.kind, name)
    return { entry: this.commit(served, complete, request.dryRun), warnings }
  }

  /** @param isPatch a patched object names its base only when the patch did */
  replace(
    request: WriteRequest,
    body: unknown,
    duplicates: readonly string[] = [],
    isPatch = false,
  ): Written {
    const { served } = request
    checkEnvelope(served, body)
    const { object, warnings } = this.decoded(request, body, duplicates, isPatch)
    const name = request.name ?? ''
    if (!object.metadata.name)
      throw badRequest(`the name of the object () does not match the name on the URL (${name})`)
    if (object.metadata.name !== name)
      throw badRequest(
        `the name of the object (${object.metadata.name}) does not match the name on the URL (${name})`,
      )
    placeIn(request, object)
    const existing = this.existing(request)
    const before = decode(existing)
    checkVersion(served, existing, object)
    if (object.metadata.uid && object.metadata.uid !== existing.uid)
      throw conflict(served.kind, name, uidMismatch(String(object.metadata.uid), existing.uid))
    const merged =
      request.subresource === 'status'
        ? { ...before, status: object.status }
        : mainPart(served, object, before)
    if (merged.status === undefined) delete merged.status
    const complete = this.complete(served, merged, before, false)
    request.guard?.(served.kind, complete)
    const validate = () => validateObject(served, complete)
    if (isPatch) patchedObject(validate)
    else validate()
    checkDefinition(served.kind, complete)
    if (isSame(complete, before)) return { entry: existing, warnings }
    refuseNewFinalizers(served, complete, before)
    if (served.kind.hasGeneration && isChangedSpec(served, complete, before))
      complete.metadata.generation = Number(before.metadata.generation ?? 1) + 1
    const isFinished =
      complete.metadata.deletionTimestamp && list(complete.metadata.finalizers).length === 0
    if (!isFinished) return { entry: this.commit(served, complete, request.dryRun), warnings }
    // The last finalizer goes with the object: that is no change of its own for those who watch.
    if (!request.dryRun) this.finish(served, existing)
    return { entry: this.store.preview(resourceId(served.kind), complete, existing), warnings }
  }

  /** The object as it was, or as it waits for its finalizers. */
  delete(
    request: WriteRequest,
    preconditions: Preconditions,
  ): { readonly entry: Entry; readonly isGone: boolean } {
    const { served } = request
    const existing = this.existing(request)
    const { uid, resourceVersion } = preconditions
    const differs = (what: string, wanted: string, found: string) =>
      conflict(
        served.kind,
        existing.name,
        `the ${what} in the precondition (${wanted}) does not match the ${what} in record (${found}). The object might have been modified`,
      )
    if (uid !== undefined && uid !== existing.uid) throw differs('UID', uid, existing.uid)
    if (resourceVersion !== undefined && resourceVersion !== String(existing.resourceVersion))
      throw differs('ResourceVersion', resourceVersion, String(existing.resourceVersion))
    const object = decode(existing)
    if (list(object.metadata.finalizers).length > 0) {
      if (object.metadata.deletionTimestamp || request.dryRun)
        return { entry: existing, isGone: false }
      object.metadata.deletionTimestamp = timestamp(this.now())
      object.metadata.deletionGracePeriodSeconds = 0
      if (served.kind.hasGeneration)
        object.metadata.generation = Number(object.metadata.generation ?? 0) + 1
      return { entry: this.commit(served, object, false), isGone: false }
    }
    if (!request.dryRun) this.finish(served, existing)
    return { entry: existing, isGone: true }
  }

  /**
   * Puts an object of a manifest in as a snapshot holds it: status, uid and times are kept where given.
   *
   * @throws StatusError as a strict server would, but fields that no schema knows are dropped
   */
  restore(served: Served, body: unknown, made: { uid: string; created: Date }): Entry {
    const { object } = decodeObject(served, body, [])
    const resource = resourceId(served.kind)
    const namespace = served.kind.namespaced ? String(object.metadata.namespace ?? 'default') : ''
    if (served.kind.namespaced) object.metadata.namespace = namespace
    else delete object.metadata.namespace
    if (!object.metadata.name) throw nameless(served)
    const existing = this.store.get(resource, namespace, String(object.metadata.name))
    const before = existing && decode(existing)
    object.metadata = {
      ...(served.kind.hasGeneration ? { generation: 1 } : {}),
      creationTimestamp: before?.metadata.creationTimestamp ?? timestamp(made.created),
      ...object.metadata,
      uid: text(object.metadata.uid) ?? existing?.uid ?? made.uid,
    }
    const complete = this.complete(served, object, before, true)
    validateObject(served, complete)
    checkDefinition(served.kind, complete)
    return this.commit(served, complete, false)
  }

  /** A definition that comes with the sandbox: its spec stays unread JSON until it is asked for. */
  restoreDefinition(metadata: Record<string, unknown>, spec: object, specJson: Buffer): void {
    this.definitions.restore(metadata, spec, specJson)
  }

  private decoded(
    request: WriteRequest,
    body: unknown,
    duplicates: readonly string[],
    isPatch = false,
  ) {
    const { object, strict } = isPatch
      ? patchedObject(() => decodeObject(request.served, body, duplicates))
      : decodeObject(request.served, body, duplicates)
    if (strict.length > 0 && request.fieldValidation === 'Strict') {
      if (!isPatch) throw strictError(request.served, strict)
      const message = `Invalid value: ${JSON.stringify(JSON.stringify(body))}: strict decoding error: ${strict.join(', ')}`
      throw invalid('', '', '', [{ reason: 'FieldValueInvalid', message, field: 'patch' }])
    }
    return { object, warnings: request.fieldValidation === 'Warn' ? strict : [] }
  }

  private existing({ served, namespace, name = '' }: WriteRequest): Entry {
    const entry = this.store.get(resourceId(served.kind), namespace, name)
    if (!entry) throw notFound(served.kind, name)
    return entry
  }

  private requireNamespace({ served, namespace }: WriteRequest): void {
    if (!served.kind.namespaced || this.store.get('/namespaces', '', namespace)) return
    const details = { name: namespace, kind: 'namespaces' }
    throw new StatusError(404, 'NotFound', `namespaces "${namespace}" not found`, details)
  }

  private complete(
    served: Served,
    object: StoredObject,
    before: StoredObject | undefined,
    isManifest: boolean,
  ): StoredObject {
    if (served.kind.isCustom) return object
    const complete = builtInDefaults(served.kind, object, isManifest)
    const isService = served.kind.kind === 'Service' && served.kind.group === ''
    return isService ? this.addresses.assign(complete, before) : complete
  }

  private commit(served: Served, object: StoredObject, dryRun: boolean): Entry {
    if (dryRun) return this.store.preview(resourceId(served.kind), object)
    if (served.kind.kind === 'Service' && served.kind.group === '') {
      this.addresses.release(object)
      this.addresses.claim(object)
    }
    if (served.kind.kind === 'CustomResourceDefinition')
      return this.definitions.put(object, this.now())
    return this.store.put(resourceId(served.kind), object)
  }

  private finish(served: Served, entry: Entry): void {
    if (served.kind.kind === 'Service') this.addresses.release(decode(entry))
    if (served.kind.kind === 'CustomResourceDefinition') this.definitions.drop(entry)
    this.store.remove(entry)
    if (served.kind.kind === 'Namespace' && served.kind.group === '')
      for (const resource of this.store.resources())
        for (const inside of this.store.list(resource, entry.name)) this.store.remove(inside)
  }
}
