import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ApiAnswer, type ApiClient, messageOf } from './api-client.ts'
import { type ApiResource, type Discovery, discover, resourcePath } from './discovery.ts'
import { creationOrder, keyOf, type Manifest, readManifests } from './manifests.ts'

/** A file, a folder with all .yaml and .yml files below it, or the text itself. */
export type ManifestSource = { file: string } | { text: string }

export type LoadOptions = {
  /** Folders or files with resource definitions to install first; other kinds there are left out. */
  crds?: readonly string[]
  /** Writes `status` as the manifests have it (default true): no controller does it here. */
  statuses?: boolean
  /** What happens to fields that the server does not know; default Strict: the object is refused. */
  fieldValidation?: 'Strict' | 'Warn' | 'Ignore'
}

export type LoadResult = {
  /** Objects that are in the cluster now as written, in the order in which they were made. */
  loaded: LoadedObject[]
  refused: { object: string; reason: string }[]
  /** What had to be written otherwise than the manifest has it. */
  adjusted: { object: string; change: string }[]
}

export type LoadedObject = { object: string; path: string; kind: string; created: boolean }

const ESTABLISHED_WITHIN_MS = 30_000

/**
 * Brings a snapshot into a cluster: definitions first, then namespaces (those that objects name
 * are made too), then everything else, owners before what they own.
 *
 * The server gives its own uids, so references to owners are rewritten; it gives its own times too,
 * so objects of a kind keep the order of their ages, not the ages.
 */
export async function loadManifests(
  controlPlane: { as: (person: 'admin') => ApiClient },
  sources: readonly ManifestSource[],
  options: LoadOptions = {},
): Promise<LoadResult> {
  const client = controlPlane.as('admin')
  const bundled: Manifest[] = []
  for (const path of options.crds ?? []) bundled.push(...(await readSource({ file: path })))
  const given: Manifest[] = []
  for (const source of sources) given.push(...(await readSource(source)))
  const definitions = [...bundled, ...given].filter(isDefinition)
  const objects = withNamespaces(given.filter((manifest) => !isDefinition(manifest)))

  const result: LoadResult = { loaded: [], refused: [], adjusted: [] }
  const load: Load = {
    client,
    discovery: discover(client),
    statuses: options.statuses ?? true,
    query: { fieldValidation: options.fieldValidation ?? 'Strict' },
    uids: new Map(),
    result,
  }
  // Where a definition is both bundled and brought along, the one brought along counts.
  const byName = new Map(definitions.map((definition) => [definition.metadata.name, definition]))
  for (const definition of byName.values()) await loadObject(load, withoutStatus(definition))
  await untilEstablished(load, [...byName.values()])
  for (const manifest of creationOrder(objects)) await loadObject(load, manifest)
  return result
}

type Load = {
  client: ApiClient
  discovery: Discovery
  statuses: boolean
  query: Readonly<Record<string, string>>
  uids: Map<string, string>
  result: LoadResult
}

async function readSource(source: ManifestSource): Promise<Manifest[]> {
  if ('text' in source) return readManifests(source.text)
  if ((await stat(source.file)).isDirectory()) {
    const names = (await readdir(source.file, { recursive: true })).sort()
    const files = names.filter((name) => name.endsWith('.yaml') || name.endsWith('.yml'))
    const all = await Promise.all(
      files.map((name) => readSource({ file: join(source.file, name) })),
    )
    return all.flat()
  }
  try {
    return readManifests(await readFile(source.file, 'utf8'))
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`${source.file}: ${message}`, { cause })
  }
}

function isDefinition(manifest: Manifest): boolean {
  return manifest.kind === 'CustomResourceDefinition'
}

function withoutStatus({ status: _, ...manifest }: Manifest): Manifest {
  return manifest as Manifest
}

/** A snapshot need not list every namespace, but the server wants it to exist. */
function withNamespaces(manifests: readonly Manifest[]): Manifest[] {
  const isNamespace = (manifest: Manifest) =>
    manifest.kind === 'Namespace' && manifest.apiVersion === 'v1'
  const listed = new Set(manifests.filter(isNamespace).map(({ metadata }) => metadata.name))
  const used = new Set(manifests.flatMap(({ metadata }) => metadata.namespace ?? []))
  const missing = [...used.difference(listed)].map((name) => {
    return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }
  })
  return [...missing, ...manifests]
}

async function loadObject(load: Load, manifest: Manifest): Promise<void> {
  const { client, discovery, result } = load
  const { apiVersion, kind } = manifest
  const resource = await discovery.resource(apiVersion, kind)
  const object = `${kind}/${[manifest.metadata.namespace, manifest.metadata.name].filter(Boolean).join('/')}`
  if (resource === undefined) {
    result.refused.push({ object, reason: `the server knows no ${kind} in ${apiVersion}` })
    return
  }
  const namespace = resource.namespaced ? (manifest.metadata.namespace ?? 'default') : ''
  const body = asCreatable(load, manifest, resource, namespace)
  const written = await write(load, { manifest: body, resource, namespace, object })
  if (written.answer.status >= 300) {
    result.refused.push({ object, reason: reasonOf(written.answer) })
    return
  }
  const { metadata } = written.answer.body as { metadata: { uid: string } }
  load.uids.set(keyOf(apiVersion, kind, namespace, manifest.metadata.name), metadata.uid)
  const path = resourcePath(apiVersion, resource, namespace, manifest.metadata.name)
  result.loaded.push({ object, path, kind, created: written.created })

  if (!load.statuses || !resource.hasStatus || !hasFields(manifest.status)) return
  const status = await client.request('PATCH', `${path}/status`, {
    body: { status: manifest.status },
    query: load.query,
  })
  if (status.status !== 200) {
    result.refused.push({ object: `${object} (status)`, reason: reasonOf(status) })
  }
}

/** Fields that only the server may set. */
const SERVER_FIELDS = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'selfLink',
  'managedFields',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
]

function asCreatable(
  load: Load,
  manifest: Manifest,
  resource: ApiResource,
  namespace: string,
): Manifest {
  const metadata = { ...manifest.metadata }
  for (const field of SERVER_FIELDS) delete metadata[field]
  if (resource.namespaced) metadata.namespace = namespace
  if (metadata.ownerReferences !== undefined) {
    metadata.ownerReferences = metadata.ownerReferences.map((owner) => {
      const uid =
        load.uids.get(keyOf(owner.apiVersion, owner.kind, namespace, owner.name)) ??
        load.uids.get(keyOf(owner.apiVersion, owner.kind, '', owner.name))
      return uid === undefined ? owner : { ...owner, uid }
    })
  }
  // Where there is no status subresource, status is a field like others.
  const base = resource.hasStatus ? withoutStatus(manifest) : manifest
  return { ...base, metadata }
}

type Write = { manifest: Manifest; resource: ApiResource; namespace: string; object: string }

async function write(
  load: Load,
  { manifest, resource, namespace, object }: Write,
): Promise<{ answer: ApiAnswer; created: boolean }> {
  const { client, query, result } = load
  const { apiVersion, metadata } = manifest
  const list = resourcePath(apiVersion, resource, namespace)
  const isService = apiVersion === 'v1' && manifest.kind === 'Service'
  let body = manifest
  let answer = await create(client, list, body, query)
  const changes: string[] = []
  // The server looks at addresses before it looks whether the Service is there already, and names
  // one kind of address at a time.
  while (isService && answer.status === 422) {
    const change = withoutTakenAddress(body, messageOf(answer.body))
    if (change === undefined) break
    changes.push(change.words)
    body = change.service
    answer = await create(client, list, body, query)
  }
  if (isAlreadyThere(answer)) {
    const path = resourcePath(apiVersion, resource, namespace, metadata.name)
    return { answer: await overwrite(client, path, manifest, query), created: false }
  }
  if (changes.length > 0 && answer.status === 201) {
    result.adjusted.push({ object, change: changes.join(', ') })
  }
  return { answer, created: true }
}

/** A kind that was defined a moment ago may not be served yet, though it is listed. */
async function create(
  client: ApiClient,
  list: string,
  body: Manifest,
  query: Readonly<Record<string, string>>,
): Promise<ApiAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await client.request('POST', list, { body, query })
    const isTooEarly = answer.status === 429 || answer.status === 503 || isUnserved(answer)
    if (!isTooEarly || attempt === 20) return answer
    await sleep(100)
  }
}

/** "404 page not found" and no Status: the path is not served, as opposed to a missing namespace. */
function isUnserved({ status, body }: ApiAnswer): boolean {
  return status === 404 && typeof body === 'string'
}

function isAlreadyThere({ status, body }: ApiAnswer): boolean {
  return status === 409 && (body as { reason?: unknown }).reason === 'AlreadyExists'
}

/** A merge patch, so that what the server added stays: addresses, tokens, finalizers. */
function overwrite(
  client: ApiClient,
  path: string,
  body: Manifest,
  query: Readonly<Record<string, string>>,
): Promise<ApiAnswer> {
  return client.request('PATCH', path, { body, query })
}

/** Addresses of a snapshot may be taken, or outside the range that this server hands out. */
function withoutTakenAddress(
  service: Manifest,
  message: string,
): { service: Manifest; words: string } | undefined {
  const { clusterIP, clusterIPs: _, ...spec } = service.spec as Record<string, unknown>
  if (/spec\.clusterIPs?\b/.test(message) && clusterIP !== undefined && clusterIP !== 'None') {
    return { service: { ...service, spec }, words: `clusterIP ${clusterIP} left to the server` }
  }
  const ports: Record<string, unknown>[] = Array.isArray(spec.ports) ? spec.ports : []
  if (/nodePort/i.test(message) && ports.some(({ nodePort }) => nodePort !== undefined)) {
    const free = ports.map(({ nodePort: _, ...port }) => port)
    const changed = { ...(service.spec as object), ports: free }
    return { service: { ...service, spec: changed }, words: 'nodePort left to the server' }
  }
  return undefined
}

async function untilEstablished(load: Load, definitions: readonly Manifest[]): Promise<void> {
  const { client, discovery, result } = load
  const refused = new Set(result.refused.map(({ object }) => object))
  const deadline = Date.now() + ESTABLISHED_WITHIN_MS
  for (const { apiVersion, kind, metadata, spec } of definitions) {
    if (refused.has(`${kind}/${metadata.name}`)) continue
    const resource = await discovery.resource(apiVersion, kind)
    if (resource === undefined) continue
    const path = resourcePath(apiVersion, resource, '', metadata.name)
    while (!isEstablished(await client.request('GET', path))) {
      if (Date.now() > deadline) throw new Error(`${metadata.name} was not established in time`)
      await sleep(50)
    }
    const { group, names, versions } = spec as DefinitionSpec
    for (const { name, served } of versions) {
      if (served) await discovery.awaitResource(`${group}/${name}`, names.kind)
    }
  }
}

type DefinitionSpec = {
  group: string
  names: { kind: string }
  versions: { name: string; served: boolean }[]
}

function isEstablished({ body }: ApiAnswer): boolean {
  const { status } = body as { status?: { conditions?: { type: string; status: string }[] } }
  return (status?.conditions ?? []).some(
    (condition) => condition.type === 'Established' && condition.status === 'True',
  )
}

function hasFields(status: unknown): boolean {
  return typeof status === 'object' && status !== null && Object.keys(status).length > 0
}

function reasonOf(answer: ApiAnswer): string {
  return `${answer.status} ${messageOf(answer.body)}`
}

/**
 * Takes away what `loadManifests` made, last first; definitions and what was there before stay.
 * Namespaces go too, although no controller runs here that would finish their deletion.
 */
export async function unloadManifests(
  controlPlane: { as: (person: 'admin') => ApiClient },
  { loaded }: LoadResult,
): Promise<void> {
  const client = controlPlane.as('admin')
  for (const { path, kind, created } of loaded.toReversed()) {
    if (!created || kind === 'CustomResourceDefinition') continue
    const answer = await client.request('DELETE', path, {
      body: { gracePeriodSeconds: 0, propagationPolicy: 'Background' },
    })
    if (answer.status === 404) continue
    if (answer.status >= 300) throw answer.error()
    if (kind === 'Namespace') await finalize(client, path)
    else await dropFinalizers(client, path, answer)
  }
}

/** @see https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/namespace-v1/ */
async function finalize(client: ApiClient, path: string): Promise<void> {
  const { body, status } = await client.request('GET', path)
  if (status === 404) return
  const answer = await client.request('PUT', `${path}/finalize`, {
    body: { ...(body as object), spec: { finalizers: [] } },
  })
  if (answer.status !== 200) throw answer.error()
}

async function dropFinalizers(client: ApiClient, path: string, deleted: ApiAnswer): Promise<void> {
  const { metadata } = deleted.body as { metadata?: { finalizers?: string[] } }
  if ((metadata?.finalizers ?? []).length === 0) return
  const answer = await client.request('PATCH', path, { body: { metadata: { finalizers: null } } })
  if (answer.status !== 200 && answer.status !== 404) throw answer.error()
}
