import type { IncomingMessage, ServerResponse } from 'node:http'
import { record, text } from '#lib/resources/field.ts'
import { wantedForm } from './accept.ts'
import { applyPatch, patchTypes } from './apply-patch.ts'
import { fieldSelector } from './field-selector.ts'
import type { KindRegistry, Served } from './kind-registry.ts'
import { listEntries, type Scope } from './list.ts'
import { listOptions, requireReached } from './list-options.ts'
import { drained } from './outflow.ts'
import type { Pages } from './paging.ts'
import { renderList, renderObject, type View } from './render.ts'
import { mediaTypeOf, readObject, readOptions, readText } from './request-body.ts'
import type { ResourcePath } from './request-path.ts'
import { labelSelector, type Selector } from './selectors.ts'
import { apiVersionOf, resourceId } from './served-kind.ts'
import {
  badRequest,
  methodNotAllowed,
  noSuchResource,
  notFound,
  unsupportedMediaType,
} from './status-error.ts'
import { decode, type ObjectStore } from './store.ts'
import { watchEntries } from './watch.ts'
import { unsupported, writeOptions } from './write-options.ts'
import { preconditionsOf } from './write-rules.ts'
import type { Guard, ObjectWriter, WriteRequest, Written } from './writer.ts'

export type Backend = {
  readonly store: ObjectStore
  readonly registry: KindRegistry
  readonly writer: ObjectWriter
  readonly pages: Pages
  readonly now: () => Date
}

type Call = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly path: ResourcePath
  readonly query: URLSearchParams
  readonly served: Served
  readonly guard: Guard
}

/** Answers requests for the objects of one kind. */
export async function handleResource(
  backend: Backend,
  request: IncomingMessage,
  response: ServerResponse,
  path: ResourcePath,
  query: URLSearchParams,
  guard: Guard,
): Promise<void> {
  const served = backend.registry.find(path.group, path.version, path.plural)
  if (!served) throw noSuchResource()
  const { kind, version } = served
  if (!kind.namespaced && path.namespace !== '') throw noSuchResource()
  if (path.subresource !== '' && !(path.subresource === 'status' && version.hasStatus))
    throw noSuchResource()
  if (version.deprecation) warn(response, [version.deprecation])
  const call = { request, response, path, query, served, guard }
  const method = request.method ?? 'GET'
  if (path.name === '') return await handleCollection(backend, call, method)
  if (kind.namespaced && path.namespace === '') throw noSuchResource()
  switch (method) {
    case 'GET':
      return query.get('watch') === 'true' ? collection(backend, call) : getOne(backend, call)
    case 'PUT': {
      const { value, duplicates } = await readObject(request, kind.kind, kind.isCustom)
      const write = writeRequest(call, 'UpdateOptions')
      return answer(backend, call, 200, backend.writer.replace(write, value, duplicates))
    }
    case 'PATCH':
      return answer(backend, call, 200, await patchOne(backend, call))
    case 'DELETE':
      return await deleteOne(backend, call)
    default:
      throw methodNotAllowed()
  }
}

async function handleCollection(backend: Backend, call: Call, method: string): Promise<void> {
  const { kind } = call.served
  if (method === 'GET') return await collection(backend, call)
  const isPlaced = !kind.namespaced || call.path.namespace !== ''
  if (method === 'POST' && isPlaced) {
    const { value, duplicates } = await readObject(call.request, kind.kind, kind.isCustom)
    const write = writeRequest(call, 'CreateOptions')
    return answer(backend, call, 201, backend.writer.create(write, value, duplicates))
  }
  if (method === 'DELETE' && isPlaced && kind.verbs.includes('deletecollection'))
    return deleteAll(backend, call)
  if (method === 'PUT' || method === 'PATCH') throw badRequest('name must be provided')
  throw methodNotAllowed()
}

const writeRequest = ({ path, query, served, guard }: Call, kind: string): WriteRequest => ({
  served,
  namespace: path.namespace,
  name: path.name,
  subresource: path.subresource,
  guard,
  ...writeOptions(query, kind),
})

function viewOf(backend: Backend, { request, query, served }: Call): View {
  const include = query.get('includeObject')
  return {
    served,
    form: wantedForm(request.headers.accept),
    includeObject: include === 'None' || include === 'Object' ? include : 'Metadata',
    now: backend.now,
  }
}

function scopeOf({ path, query, served }: Call): Scope {
  const resource = resourceId(served.kind)
  const labels = query.get('labelSelector')
  const fields = query.get('fieldSelector')
  const tests: Selector[] = [
    ...(path.name ? [(entry: { name: string }) => entry.name === path.name] : []),
    ...(labels ? [labelSelector(labels)] : []),
    ...(fields ? [fieldSelector(fields, resource)] : []),
  ]
  const scope = { resource, namespace: path.namespace }
  return tests.length === 0
    ? scope
    : { ...scope, selects: (entry) => tests.every((test) => test(entry)) }
}

async function collection(backend: Backend, call: Call): Promise<void> {
  const view = viewOf(backend, call)
  const options = listOptions(call.query)
  const scope = scopeOf(call)
  if (options.watch) return watchEntries(call.response, backend.store, scope, view, options)
  const { entries, metadata } = listEntries(backend.store, backend.pages, scope, options)
  call.response.writeHead(200, { 'Content-Type': 'application/json' })
  for (const piece of renderList(view, entries, metadata)) {
    call.response.write(piece)
    await drained(call.response)
    if (call.response.destroyed) return
  }
  call.response.end()
}

function getOne(backend: Backend, call: Call): void {
  const { served, path } = call
  const view = viewOf(backend, call)
  requireReached(listOptions(call.query).resourceVersion, backend.store.resourceVersion)
  const entry = backend.store.get(resourceId(served.kind), path.namespace, path.name)
  if (!entry) throw notFound(served.kind, path.name)
  send(call.response, 200, renderObject(view, entry))
}

async function patchOne(backend: Backend, call: Call): Promise<Written> {
  const { request, served, path } = call
  const type = mediaTypeOf(request)
  const accepted = patchTypes(served.kind)
  if (!accepted.includes(type)) throw unsupportedMediaType(accepted)
  const write = writeRequest(call, 'PatchOptions')
  const sent = await readText(request)
  const entry = backend.store.get(resourceId(served.kind), path.namespace, path.name)
  if (!entry) throw notFound(served.kind, path.name)
  const apiVersion = apiVersionOf(served.kind.group, served.version.name)
  const before = { apiVersion, kind: served.kind.kind, ...decode(entry) }
  return backend.writer.replace(write, applyPatch(served, type, before, sent), [], true)
}

const PROPAGATIONS = ['Foreground', 'Background', 'Orphan']

/** Options of a deletion, in the body or the query; dependents are nobody's here, so policies only count as asked. */
async function deletion(
  call: Call,
): Promise<{ readonly write: WriteRequest; readonly body: unknown }> {
  const body = await readOptions(call.request)
  const policy = text(record(body).propagationPolicy) ?? call.query.get('propagationPolicy')
  if (policy && !PROPAGATIONS.includes(policy))
    throw unsupported(
      'DeleteOptions',
      'propagationPolicy',
      JSON.stringify(policy),
      '"Foreground", "Background", "Orphan", "nil"',
    )
  const isDryInBody =
    Array.isArray(record(body).dryRun) && (record(body).dryRun as unknown[]).includes('All')
  const write = writeRequest(call, 'DeleteOptions')
  return { write: { ...write, dryRun: write.dryRun || isDryInBody }, body }
}

async function deleteOne(backend: Backend, call: Call): Promise<void> {
  if (call.path.subresource !== '') throw methodNotAllowed()
  const { write, body } = await deletion(call)
  const { entry, isGone } = backend.writer.delete(write, preconditionsOf(body))
  if (!isGone)
    return send(
      call.response,
      200,
      renderObject({ ...viewOf(backend, call), form: 'object' }, entry),
    )
  const { kind } = call.served
  const details = {
    name: entry.name,
    ...(kind.group ? { group: kind.group } : {}),
    kind: kind.plural,
    uid: entry.uid,
  }
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details }
  send(call.response, 200, Buffer.from(JSON.stringify(status)))
}

async function deleteAll(backend: Backend, call: Call): Promise<void> {
  const { write } = await deletion(call)
  const view = viewOf(backend, call)
  const options = listOptions(call.query)
  const { entries, metadata } = listEntries(backend.store, backend.pages, scopeOf(call), options)
  for (const entry of entries)
    backend.writer.delete({ ...write, namespace: entry.namespace, name: entry.name }, {})
  send(
    call.response,
    200,
    Buffer.concat([...renderList({ ...view, form: 'object' }, entries, metadata)]),
  )
}

function answer(backend: Backend, call: Call, status: number, { entry, warnings }: Written): void {
  warn(call.response, warnings)
  send(call.response, status, renderObject(viewOf(backend, call), entry))
}

function send(response: ServerResponse, status: number, body: Buffer): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': body.length })
  response.end(body)
}

/** Warnings of RFC 7234, as the API server writes them. */
function warn(response: ServerResponse, warnings: readonly string[]): void {
  for (const warning of warnings) {
    const words = warning.replaceAll(/[^\x20-\x7e]/g, '?').replaceAll(/["\\]/g, '\\$&')
    response.appendHeader('Warning', `299 - "${words}"`)
  }
}
