import { AppError } from '#lib/errors/app-error.ts'
import { isRecord, text } from '#lib/resources/field.ts'
import { type Kind, kindId, parseApiVersion } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { KubernetesApi, ObjectKey, User, WriteOptions, WriteResult } from '#server/services.ts'
import { collectionPath, objectPath, withQuery } from './api-path.ts'
import type { Discovery, Served } from './discovery.ts'
import { refusal, type Status, statusOf } from './failure.ts'
import { objectEvents } from './object-events.ts'
import { openSchemas, type Schemas } from './openapi-schema.ts'
import { printedPage } from './printed-list.ts'
import { type Answer, type Requester, retryAfterSeconds } from './request.ts'
import { secretPresence } from './secret-names.ts'
import { warningsOf } from './warnings.ts'

export type ClientOptions = {
  readonly requester: Requester
  readonly discovery: Discovery
  readonly kinds: readonly Kind[]
  /** In loopback mode the kubeconfig's own identity acts, whoever this is. */
  readonly user: User
  readonly readOnly: boolean
}

const FIELD_MANAGER = 'meshwright'
const schemasOf = new WeakMap<Discovery, Schemas>()

/** Reads and writes one object at a time, live, with the rights of one identity: Kubernetes decides. */
export function openClient(options: ClientOptions): KubernetesApi {
  const { requester, discovery, readOnly } = options
  const table = new Map(options.kinds.map((kind) => [kindId(kind), kind]))
  const schemas = sharedSchemas(requester, discovery)

  const versioned = (key: ObjectKey): ObjectKey & { version: string } => {
    const known = discovery.ofPlural(key.group, key.plural)
    const id = kindId({ group: key.group === 'core' ? '' : key.group, plural: key.plural })
    const kind = table.get(id)
    const version = key.version ?? (kind && discovery.versionOf(kind)) ?? known?.versions[0]
    if (!version) throw new AppError('resource/unknown-kind', { what: id })
    // A namespace in the address of a cluster-scoped kind would name something else.
    const isCluster = (known?.scope ?? kind?.scope) === 'Cluster'
    return { ...key, version, namespace: isCluster ? undefined : key.namespace }
  }

  const keyOf = async (object: KubernetesObject): Promise<ObjectKey & { version: string }> => {
    const { group, version } = parseApiVersion(object.apiVersion)
    const served = await discovery.ofKind(group, version, object.kind)
    if (!served) {
      const what = `${object.kind} (${object.apiVersion})`
      throw new AppError('resource/unknown-kind', { what })
    }
    const { name, namespace } = object.metadata
    return { group, version, plural: served.plural, namespace: inScope(served, namespace), name }
  }

  async function write(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    body: unknown,
    asked: { verb: string; resource: string; namespace: string | undefined },
    write: WriteOptions,
  ): Promise<WriteResult> {
    if (readOnly) {
      if (!write.dryRun) throw new AppError('plan/read-only', {})
      const message = 'Meshwright runs read-only: nothing is sent, not even a dry run.'
      return { ok: false, status: 403, reason: 'ReadOnly', message, causes: [] }
    }
    const answer = await requester.json(path, { method, body })
    if (answer.status >= 200 && answer.status < 300) {
      const warnings = warningsOf(answer.headers)
      return { ok: true, object: objectOf(answer.body), warnings }
    }
    const status = throwUnlessVerdict(answer, asked)
    const { code, reason, message, causes } = status
    return { ok: false, status: code, reason, message, causes }
  }

  /** A verdict is about the object; being throttled, unknown or broken is none. */
  function throwUnlessVerdict(
    answer: Answer,
    asked: { verb: string; resource: string; namespace: string | undefined },
  ): Status {
    const status = statusOf(answer.status, answer.body)
    if (status.code === 401 || status.code === 429 || answer.status >= 502 || !status.reason) {
      const seconds = retryAfterSeconds(answer.headers) ?? status.retryAfterSeconds
      throw refusal(
        { server: requester.server, ...asked },
        { ...status, code: answer.status, retryAfterSeconds: seconds },
      )
    }
    return status
  }

  const query = (options: WriteOptions) => ({
    fieldManager: FIELD_MANAGER,
    fieldValidation: 'Strict',
    dryRun: options.dryRun ? 'All' : undefined,
  })

  return {
    async get(key) {
      const full = versioned(key)
      const answer = await requester.json(objectPath(full))
      if (answer.status === 200) return objectOf(answer.body)
      if (answer.status === 404) return undefined
      const asked = { verb: 'get', resource: key.plural, namespace: full.namespace }
      throw refusal({ server: requester.server, ...asked }, statusOf(answer.status, answer.body))
    },

    async create(object, options = {}) {
      const key = await keyOf(object)
      const { resourceVersion: _, uid: __, ...metadata } = object.metadata
      const asked = { verb: 'create', resource: key.plural, namespace: key.namespace }
      const path = withQuery(collectionPath(key), query(options))
      return write('POST', path, { ...object, metadata }, asked, options)
    },

    async replace(object, options = {}) {
      const key = await keyOf(object)
      const asked = { verb: 'update', resource: key.plural, namespace: key.namespace }
      return write('PUT', withQuery(objectPath(key), query(options)), object, asked, options)
    },

    async delete(key, options = {}) {
      const full = versioned(key)
      const { uid, resourceVersion } = options
      const preconditions = {
        ...(uid ? { uid } : {}),
        ...(resourceVersion ? { resourceVersion } : {}),
      }
      const body = {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: 'Background',
        ...(uid || resourceVersion ? { preconditions } : {}),
        ...(options.dryRun ? { dryRun: ['All'] } : {}),
      }
      const asked = { verb: 'delete', resource: key.plural, namespace: full.namespace }
      return write('DELETE', objectPath(full), body, asked, options)
    },

    async kindOf(apiVersion, kind) {
      const { group, version } = parseApiVersion(apiVersion)
      const served = await discovery.ofKind(group, version, kind)
      return served && asKind(served, table.get(kindId(served)))
    },

    eventsOf: (about) => objectEvents(requester, about),

    printed: (of) => printedPage(requester, of),

    secret: (namespace, name) => secretPresence(requester, namespace, name),

    async schemaOf(apiVersion, kind) {
      const { group, version } = parseApiVersion(apiVersion)
      return schemas.schemaOf(group, version, kind)
    },
  }
}

/** Documents are large: all clients of one connection share them, until definitions change. */
function sharedSchemas(requester: Requester, discovery: Discovery): Schemas {
  let schemas = schemasOf.get(discovery)
  if (!schemas) {
    const opened = openSchemas(requester)
    discovery.onChange(() => opened.forget())
    schemasOf.set(discovery, opened)
    schemas = opened
  }
  return schemas
}

const inScope = (served: Served, namespace: string | undefined): string | undefined =>
  served.scope === 'Cluster' ? undefined : namespace || 'default'

/** A served kind as the table knows it; one that it does not know may be looked at and not written. */
const asKind = (served: Served, known: Kind | undefined): Kind => ({
  group: served.group,
  kind: served.kind,
  plural: served.plural,
  versions: served.versions,
  scope: served.scope,
  watch: known?.watch ?? false,
  editable: known?.editable ?? false,
})

const objectOf = (body: unknown): KubernetesObject | undefined =>
  isRecord(body) && body.kind !== 'Status' && isRecord(body.metadata) && text(body.metadata.name)
    ? (body as KubernetesObject)
    : undefined
