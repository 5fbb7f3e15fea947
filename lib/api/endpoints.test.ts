import assert from 'node:assert/strict'
import { test } from 'node:test'
import { api } from '#lib/paths.ts'
import { paramsOf, shapeOf } from './address.ts'
import { type Endpoint, endpoints } from './endpoints.ts'
import { openapiOf } from './openapi.ts'

const table: readonly Endpoint[] = Object.values(endpoints)

test('an endpoint is listed under its own id and once for each method and address', () => {
  for (const [id, endpoint] of Object.entries(endpoints)) assert.equal(endpoint.id, id)
  const addresses = table.map(({ method, path }) => `${method} ${shapeOf(path)}`)
  assert.deepEqual(addresses, [...new Set(addresses)])
})

const namesOf = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1])
for (const { id, path, params } of table) {
  test(`${id}: the address names the parameters that it parses`, () => {
    assert.deepEqual(namesOf(path).sort(), Object.keys(params?.shape ?? {}).sort())
  })
}

test('only what needs no session is public, and only apply and the sandbox write', () => {
  const withAccess = (access: string) => table.filter((e) => e.access === access).map((e) => e.id)
  assert.deepEqual(withAccess('public'), ['health', 'ready', 'openapi', 'signIn'])
  assert.deepEqual(withAccess('write'), ['openSample', 'resetSample', 'apply'])
})

const object = { group: 'networking.istio.io', version: 'v1', plural: 'virtualservices', name: 'a' }
const pathname = (address: string) => new URL(address, 'http://c').pathname
const paths: readonly { endpoint: Endpoint; path: string }[] = [
  { endpoint: endpoints.session, path: api.session },
  { endpoint: endpoints.health, path: api.health },
  { endpoint: endpoints.ready, path: api.ready },
  { endpoint: endpoints.openapi, path: api.openapi },
  { endpoint: endpoints.clusters, path: api.clusters },
  { endpoint: endpoints.status, path: api.status('kind a/b') },
  { endpoint: endpoints.samples, path: api.samples('c') },
  { endpoint: endpoints.resetSample, path: api.resetSample('c') },
  { endpoint: endpoints.topology, path: api.topology('c') },
  { endpoint: endpoints.mtls, path: api.mtls('c') },
  { endpoint: endpoints.findings, path: api.findings('c') },
  { endpoint: endpoints.workloads, path: api.workloads('c') },
  { endpoint: endpoints.services, path: api.services('c') },
  { endpoint: endpoints.gateways, path: api.gateways('c') },
  { endpoint: endpoints.routes, path: api.routes('c') },
  { endpoint: endpoints.access, path: api.access('c') },
  { endpoint: endpoints.search, path: pathname(api.search('c', 'vs reviews')) },
  { endpoint: endpoints.events, path: api.events('c') },
  { endpoint: endpoints.resource, path: api.resource('c', { ...object, namespace: 'ns' }) },
  { endpoint: endpoints.clusterResource, path: api.resource('c', object) },
  { endpoint: endpoints.list, path: api.list('c', object) },
  { endpoint: endpoints.printed, path: api.printed('c', object) },
  { endpoint: endpoints.references, path: pathname(api.references('c', object)) },
  {
    endpoint: endpoints.effective,
    path: pathname(api.effective('c', { kind: 'Pod', namespace: 'ns', name: 'a' })),
  },
  {
    endpoint: endpoints.objectEvents,
    path: pathname(api.objectEvents('c', { kind: 'Pod', namespace: 'ns', name: 'a' })),
  },
  { endpoint: endpoints.schema, path: api.schema('c', '', 'v1', 'Service') },
  { endpoint: endpoints.readNamespaces, path: api.readNamespaces('c') },
  { endpoint: endpoints.plans, path: api.plans('c') },
  { endpoint: endpoints.apply, path: api.apply('c', 'p') },
  { endpoint: endpoints.changes, path: api.changes('c') },
  { endpoint: endpoints.change, path: api.change('c', 'x') },
  { endpoint: endpoints.revert, path: api.revert('c', 'x') },
]
for (const { endpoint, path } of paths) {
  test(`lib/paths.ts and ${endpoint.id} agree about ${path}`, () => {
    const params = paramsOf(endpoint.path, path)
    assert.ok(params)
    assert.ok((endpoint.params?.safeParse({ ...params }) ?? { success: true }).success)
  })
}
test('lib/paths.ts names every address of the table', () => {
  const named = new Set(paths.map(({ endpoint }) => shapeOf(endpoint.path)))
  const unnamed = table.map(({ path }) => shapeOf(path)).filter((path) => !named.has(path))
  assert.deepEqual(unnamed, [shapeOf(endpoints.resources.path)])
})

const hostile = [
  { endpoint: endpoints.resource, path: 'core/v1/services/ns/a%2Fb' },
  { endpoint: endpoints.resource, path: 'core/v1/services/../x' },
  { endpoint: endpoints.resource, path: 'core/v1/services/ns/%2e%2e' },
  { endpoint: endpoints.resource, path: 'core/v1/services/ns/a%3Fwatch=1' },
  { endpoint: endpoints.resource, path: 'core/v1/services/ns/a%0d%0aX:1' },
  { endpoint: endpoints.resource, path: 'core/v1%2f../services/ns/a' },
  { endpoint: endpoints.resource, path: 'core/v1/services%2fstatus/ns/a' },
  { endpoint: endpoints.resource, path: 'core/v1/services/ns/%00' },
  { endpoint: endpoints.clusterResource, path: 'core/v1/nodes/%252e' },
]
for (const { endpoint, path } of hostile) {
  test(`an address part that is more than one segment is refused: ${path}`, () => {
    const params = paramsOf(endpoint.path, `/api/clusters/c/resources/${path}`)
    assert.equal(endpoint.params.safeParse({ ...params }).success, false)
  })
}

test('a wrongly encoded address has no parameters', () => {
  assert.equal(paramsOf('/a/{b}', '/a/%zz'), undefined)
  assert.equal(paramsOf('/a/{b}', '/a/b/c'), undefined)
})

test('the OpenAPI document says method, address, parameters, body and answer of every endpoint', () => {
  const document = openapiOf(table) as unknown as {
    openapi: string
    paths: Record<string, Record<string, { operationId: string; responses: object }>>
  }
  assert.equal(document.openapi, '3.1.0')
  const operations = Object.values(document.paths).flatMap((item) => Object.values(item))
  assert.deepEqual(operations.map((o) => o.operationId).sort(), table.map((e) => e.id).sort())
  const topology = document.paths['/api/clusters/{cluster}/topology']?.get as unknown as {
    parameters: { name: string; in: string; required: boolean }[]
    responses: Record<string, { content: Record<string, { schema: { required: string[] } }> }>
  }
  assert.deepEqual(
    topology.parameters.map(({ name, in: place, required }) => ({ name, place, required })),
    [
      { name: 'cluster', place: 'path', required: true },
      { name: 'namespace', place: 'query', required: false },
      { name: 'q', place: 'query', required: false },
      { name: 'collapse', place: 'query', required: false },
      { name: 'since', place: 'query', required: false },
    ],
  )
  assert.deepEqual(topology.responses['200']?.content['application/json']?.schema.required, [
    'cluster',
    'revision',
    'freshness',
    'partial',
    'nodes',
    'edges',
  ])
  assert.ok(JSON.stringify(document).length > 10_000)
})
