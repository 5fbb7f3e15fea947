import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type ApiAnswer, type ApiClient, messageOf } from './api-client.ts'
import { createObject } from './create-object.ts'
import { untilEstablished } from './definitions.ts'
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
  const accepted: Manifest[] = []
  for (const definition of byName.values()) {
    if (await loadObject(load, withoutStatus(definition))) accepted.push(definition)
  }
  await untilEstablished(client, load.discovery, accepted)
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

/** @returns whether the object is in the cluster now */
async function loadObject(load: Load, manifest: Manifest): Promise<boolean> {
  const { client, discovery, query, result } = load
  const { apiVersion, kind } = manifest
  const { name } = manifest.metadata
  const object = `${kind}/${[manifest.metadata.namespace, name].filter(Boolean).join('/')}`
  const refuse = (what: string, reason: string) =>
    void result.refused.push({ object: what, reason })

  const resource = await discovery.resource(apiVersion, kind)
  if (resource === undefined) {
    refuse(object, `the server knows no ${kind} in ${apiVersion}`)
    return false
  }
  const namespace = resource.namespaced ? (manifest.metadata.namespace ?? 'default') : ''
  const body = asCreatable(load, manifest, resource, namespace)
  const written = await createObject(client, { manifest: body, resource, namespace }, query)
  if (written.answer.status >= 300) {
    refuse(object, reasonOf(written.answer))
    return false
  }
  const { metadata } = written.answer.body as { metadata: { uid: string } }
  load.uids.set(keyOf(apiVersion, kind, namespace, name), metadata.uid)
  const path = resourcePath(apiVersion, resource, namespace, name)
  result.loaded.push({ object, path, kind, created: written.created })
  const change = written.changes.join(', ')
  if (change !== '') result.adjusted.push({ object, change })

  if (load.statuses && resource.hasStatus && hasFields(manifest.status)) {
    const status = { status: manifest.status }
    const answer = await client.request('PATCH', `${path}/status`, { body: status, query })
    if (answer.status !== 200) refuse(`${object} (status)`, reasonOf(answer))
  }
  return true
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

function hasFields(status: unknown): boolean {
  return typeof status === 'object' && status !== null && Object.keys(status).length > 0
}

function reasonOf(answer: ApiAnswer): string {
  return `${answer.status} ${messageOf(answer.body)}`
}
