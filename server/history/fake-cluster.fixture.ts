import { derive } from '#lib/changes/derive.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { CORE_KINDS } from '#lib/resources/core-kinds.ts'
import { apiVersionOf, type Kind, kindId, parseApiVersion } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { emptySnapshot, reduce } from '#lib/snapshot/reduce.ts'
import type { Cluster, KubernetesApi, ObjectKey, WriteResult } from '#server/services.ts'

type Refusal = Extract<WriteResult, { ok: false }>

export type FakeCluster = Omit<Cluster, 'server'> & {
  /** Another kubeconfig may lead elsewhere under the same id. */
  server: string
  readonly api: KubernetesApi
  /** Every call that would write, in order: `create Kind/ns/name`, `dry-run …` before it when it is one. */
  readonly calls: string[]
  put(object: KubernetesObject): KubernetesObject
  object(plural: string, namespace: string, name: string): KubernetesObject | undefined
  /** Answers this to the next call whose line starts so; an error is thrown, a function is called first. */
  fail(line: string, how: Refusal | Error | (() => unknown)): void
}

/** A cluster in memory that behaves as the types promise: versions, conflicts, dry runs, refusals. For tests. */
export function fakeCluster(
  kinds: readonly Kind[],
  schemas: ReadonlyMap<string, Readonly<Record<string, unknown>>> = new Map(),
): FakeCluster {
  const objects = new Map<string, KubernetesObject>()
  const calls: string[] = []
  const failures: { line: string; how: Refusal | Error | (() => unknown) }[] = []
  let version = 100
  const all = [...CORE_KINDS, ...kinds]
  const kindNamed = (apiVersion: string, kind: string) =>
    all.find((k) => k.kind === kind && k.group === parseApiVersion(apiVersion).group)
  const keyOf = (key: Pick<ObjectKey, 'plural' | 'namespace' | 'name'>) =>
    [key.plural, key.namespace ?? '', key.name].join('/')
  const keyOfObject = (object: KubernetesObject) =>
    keyOf({
      plural: kindNamed(object.apiVersion, object.kind)?.plural ?? '',
      namespace: object.metadata.namespace,
      name: object.metadata.name,
    })
  const refusal = (status: number, reason: string, message: string): Refusal => ({
    ok: false,
    status,
    reason,
    message,
    causes: [],
  })
  const planned = (line: string): Refusal | undefined => {
    calls.push(line)
    const at = failures.findIndex((failure) => line.startsWith(failure.line))
    if (at < 0) return undefined
    const [failure] = failures.splice(at, 1)
    if (failure?.how instanceof Error) throw failure.how
    return typeof failure?.how === 'function'
      ? (failure.how() as Refusal | undefined)
      : failure?.how
  }
  const stored = (object: KubernetesObject, old: KubernetesObject | undefined) => {
    version += 1
    return {
      ...object,
      metadata: {
        ...object.metadata,
        uid: old?.metadata.uid ?? `uid-${version}`,
        resourceVersion: String(version),
        creationTimestamp: old?.metadata.creationTimestamp ?? '2026-01-01T00:00:00Z',
      },
    }
  }
  const line = (op: string, object: KubernetesObject | ObjectKey, dryRun?: boolean) => {
    const name =
      'metadata' in object
        ? `${object.kind}/${object.metadata.namespace ?? ''}/${object.metadata.name}`
        : keyOf(object)
    return `${dryRun ? 'dry-run ' : ''}${op} ${name}`
  }
  const put = (object: KubernetesObject): KubernetesObject => {
    const written = stored(object, objects.get(keyOfObject(object)))
    objects.set(keyOfObject(object), written)
    return written
  }

  const api: KubernetesApi = {
    async get(key) {
      const failed = planned(line('get', key))
      if (failed)
        throw new AppError('cluster/forbidden', {
          verb: 'get',
          resource: key.plural,
          namespace: key.namespace ?? '',
          reason: failed.message,
        })
      return objects.get(keyOf(key))
    },
    async create(object, options) {
      const failed = planned(line('create', object, options?.dryRun))
      if (failed) return failed
      if (objects.has(keyOfObject(object))) return refusal(409, 'AlreadyExists', 'already exists')
      const written = stored(object, undefined)
      if (!options?.dryRun) objects.set(keyOfObject(object), written)
      return { ok: true, object: written, warnings: [] }
    },
    async replace(object, options) {
      const failed = planned(line('replace', object, options?.dryRun))
      if (failed) return failed
      const old = objects.get(keyOfObject(object))
      if (!old) return refusal(404, 'NotFound', 'not found')
      if (object.metadata.resourceVersion !== old.metadata.resourceVersion)
        return refusal(409, 'Conflict', 'the object has been modified')
      const written = options?.dryRun
        ? {
            ...object,
            metadata: { ...object.metadata, resourceVersion: old.metadata.resourceVersion },
          }
        : stored(object, old)
      if (!options?.dryRun) objects.set(keyOfObject(object), written)
      return { ok: true, object: written, warnings: [] }
    },
    async delete(key, options) {
      const failed = planned(line('delete', key, options?.dryRun))
      if (failed) return failed
      const old = objects.get(keyOf(key))
      if (!old) return refusal(404, 'NotFound', 'not found')
      if (options?.resourceVersion && options.resourceVersion !== old.metadata.resourceVersion)
        return refusal(409, 'Conflict', 'the object has been modified')
      if (!options?.dryRun) objects.delete(keyOf(key))
      return { ok: true, object: undefined, warnings: [] }
    },
    kindOf: async (apiVersion, kind) => kindNamed(apiVersion, kind),
    schemaOf: async (apiVersion, kind) => schemas.get(`${apiVersion}/${kind}`),
  }

  const view: Cluster['view'] = () => {
    const events = all.flatMap((kind) => {
      const own = [...objects.values()].filter((o) => kindNamed(o.apiVersion, o.kind) === kind)
      const id = kindId(kind)
      return [
        {
          type: 'status' as const,
          kind: id,
          status: { state: 'synced' as const },
          version: kind.versions[0] ?? 'v1',
        },
        {
          type: 'replace' as const,
          kind: id,
          objects: own.map((o) => ({
            ...o,
            apiVersion: apiVersionOf(kind.group, kind.versions[0] ?? 'v1'),
          })),
        },
      ]
    })
    const derived = derive(reduce(emptySnapshot(all), events))
    return {
      ...derived,
      revision: String(version),
      freshness: { state: 'live', since: '' },
      partial: [],
    }
  }

  return {
    id: 'fake',
    name: 'fake',
    source: 'kubeconfig',
    server: 'http://127.0.0.1:1',
    kinds: all,
    state: () => ({ state: 'live', since: '', synced: 0, of: 0 }),
    view,
    ready: async () => {},
    subscribe: () => () => undefined,
    as: () => api,
    retry: () => undefined,
    close: async () => undefined,
    api,
    calls,
    put,
    object: (plural, namespace, name) => objects.get(keyOf({ plural, namespace, name })),
    fail: (line, how) => failures.push({ line, how }),
  }
}
