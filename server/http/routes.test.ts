import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { shapeOf } from '#lib/api/address.ts'
import { type Endpoint, endpoints } from '#lib/api/endpoints.ts'
import { createSessions } from '#server/auth/sessions.ts'
import { provide } from '#server/services.ts'
import type { Handler } from './handle.ts'
import { asking, bodyOf, fakeCluster, fakeServices, TOKEN, view } from './house.fixture.ts'

const app = fileURLToPath(new URL('../../app', import.meta.url))
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

const files = readdirSync(join(app, 'api'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /(^|\/)route\.[jt]sx?$/.test(file))
  .map((file) => join(app, 'api', file))
const routes = await Promise.all(
  files.map(async (file) => ({
    file: relative(app, file),
    address: `/${relative(app, dirname(file))}`.replaceAll(/\[(\w+)\]/g, '{$1}'),
    exports: (await import(pathToFileURL(file).href)) as Record<string, Handler>,
  })),
)
const { cluster } = fakeCluster(
  new Map([
    [
      'services/ns/a',
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'a', namespace: 'ns', uid: 'u', managedFields: [{ manager: 'x' }] },
        spec: { clusterIP: 'on' },
      },
    ],
  ]),
)
const user = { name: 'ada', groups: [] }
const sessions = createSessions({ token: TOKEN, user, port: 3000, secure: false })
provide(fakeServices(cluster, { sessions }))
after(() => provide(undefined))

for (const { file, address, exports } of routes) {
  test(`${file}: every method goes through the wrapper and is in the table`, () => {
    const methods = Object.keys(exports).filter((name) => METHODS.includes(name))
    assert.ok(methods.length > 0)
    assert.deepEqual(Object.keys(exports), methods, 'a route file exports handlers only')
    for (const method of methods) {
      const endpoint = exports[method]?.endpoint
      if (address === '/api/[...nothing]') {
        assert.equal(endpoint, 'nothing')
        continue
      }
      assert.ok(endpoint && endpoint !== 'nothing', `${method} does not go through handle()`)
      assert.equal(Object.values<Endpoint>(endpoints).includes(endpoint), true)
      assert.equal(endpoint.method, method)
      assert.equal(shapeOf(endpoint.path), shapeOf(address))
    }
  })
}

test('every endpoint of the table has its route', () => {
  const served = routes.flatMap(({ exports }) =>
    METHODS.flatMap((method) => {
      const endpoint = exports[method]?.endpoint
      return endpoint && endpoint !== 'nothing' ? [endpoint.id] : []
    }),
  )
  assert.deepEqual(served.sort(), Object.keys(endpoints).sort())
})

const handlers = routes.flatMap(({ exports }) =>
  METHODS.flatMap((method) => {
    const handler = exports[method]
    return handler && handler.endpoint !== 'nothing'
      ? [{ handler, endpoint: handler.endpoint }]
      : []
  }),
)
const EXAMPLES: Readonly<Record<string, string>> = { version: 'v1', cluster: 'c', kind: 'Service' }
const exampleOf = (path: string): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name) => EXAMPLES[name] ?? 'a')

for (const { handler, endpoint } of handlers) {
  test(`${endpoint.id} (${endpoint.access}) from nobody, and under another name`, async () => {
    const path = exampleOf(endpoint.path)
    const { method } = endpoint
    const headers = { 'content-type': 'application/json' }
    const anonymous = await handler(asking(path, { method, headers }))
    if (endpoint.access === 'public') assert.notEqual(anonymous.status, 403)
    else assert.equal(anonymous.status, 401)
    const rebound = await handler(asking(path, { method, headers: { host: 'evil.test:3000' } }))
    assert.equal(rebound.status, 421)
  })
}

const get = (id: string, path: string, headers: Record<string, string> = {}) =>
  handlers
    .find(({ endpoint }) => endpoint.id === id)
    ?.handler(asking(path, { headers: { authorization: `Bearer ${TOKEN}`, ...headers } })) ??
  Promise.reject(new Error(id))

for (const id of [
  'health',
  'ready',
  'openapi',
  'session',
  'clusters',
  'status',
  'topology',
  'mtls',
  'findings',
  'workloads',
  'services',
  'gateways',
  'routes',
  'access',
] as const) {
  test(`${id} answers what the contract says`, async () => {
    const endpoint: Endpoint = endpoints[id]
    const response = await get(id, exampleOf(endpoint.path))
    assert.equal(response.status, 200)
    const parsed = endpoint.answer.safeParse(await response.json())
    assert.deepEqual(parsed.error?.issues ?? [], [])
  })
}

const filters = [
  { query: '', nodes: ['a', 'b', 'c'], edges: ['ab', 'bc'] },
  { query: '?namespace=one', nodes: ['a', 'b'], edges: ['ab'] },
  { query: '?namespace=one&namespace=three', nodes: ['a', 'b', 'c'], edges: ['ab', 'bc'] },
  { query: '?namespace=four', nodes: [], edges: [] },
]
for (const { query, nodes, edges } of filters) {
  test(`topology${query} keeps nodes ${nodes} and edges ${edges}`, async () => {
    type Answer = { nodes: { id: string }[]; edges: { id: string }[]; revision: string }
    const answer = await bodyOf<Answer>(await get('topology', `/api/clusters/c/topology${query}`))
    assert.deepEqual(
      answer.nodes.map(({ id }) => id),
      nodes,
    )
    assert.deepEqual(
      answer.edges.map(({ id }) => id),
      edges,
    )
    assert.equal(answer.revision, view('1').revision)
  })
}

const object = '/api/clusters/c/resources/core/v1/services/ns/a'
test('an object is JSON with its managed fields, or YAML without them that Kubernetes reads alike', async () => {
  const json = await bodyOf<{ metadata: object }>(await get('resource', object))
  assert.deepEqual(Object.entries(json.metadata).at(-1), ['managedFields', [{ manager: 'x' }]])
  const response = await get('resource', object, { accept: 'application/yaml' })
  assert.match(response.headers.get('content-type') ?? '', /^application\/yaml/)
  const yaml = await response.text()
  assert.match(yaml, /^apiVersion: v1\nkind: Service\nmetadata:\n {2}name: a\n/)
  assert.match(yaml, /clusterIP: "on"/)
  assert.doesNotMatch(yaml, /managedFields/)
})

const refused = [
  {
    path: '/api/clusters/c/resources/core/v1/services/ns/b',
    id: 'resource',
    code: 'resource/not-found',
  },
  {
    path: '/api/clusters/x/resources/core/v1/services/ns/a',
    id: 'resource',
    code: 'cluster/unknown',
  },
  {
    path: '/api/clusters/c/resources/core/v1/secrets/ns/a',
    id: 'resource',
    code: 'resource/secret',
  },
  {
    path: '/api/clusters/c/resources/core/v1/services/ns/a%2fb',
    id: 'resource',
    code: 'request/invalid',
  },
  {
    path: '/api/clusters/c/resources/core/v1/services',
    id: 'resources',
    code: 'resource/unknown-kind',
  },
  { path: '/api/clusters/c/schemas/core/v1/Thing', id: 'schema', code: 'resource/unknown-kind' },
  { path: '/api/clusters/c/topology?namespace=../x', id: 'topology', code: 'request/invalid' },
]
for (const { path, id, code } of refused) {
  test(`GET ${path}: ${code}`, async () => {
    assert.equal((await bodyOf(await get(id, path))).code, code)
  })
}

test('an address that is none answers a problem, and under another name not even that', async () => {
  const nothing = routes.find(({ address }) => address === '/api/[...nothing]')?.exports.GET
  const known = await nothing?.(asking('/api/nope', { headers: {} }))
  assert.equal(known?.status, 404)
  assert.equal((await bodyOf(known ?? Response.error())).code, 'request/no-such-address')
  const rebound = await nothing?.(asking('/api/nope', { headers: { host: 'evil.test' } }))
  assert.equal(rebound?.status, 421)
})
