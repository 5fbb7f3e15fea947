import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { CORE_KINDS } from '#lib/resources/core-kinds.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { KubernetesApi, WriteResult } from '#server/services.ts'
import { FakeApiServer, status } from './api-server.fixture.ts'
import { openClient } from './client.ts'
import { type Connection, connectUrl } from './connection.ts'
import { openDiscovery } from './discovery.ts'
import { openRequester } from './request.ts'

let server: FakeApiServer
let connection: Connection
let client: KubernetesApi

const KINDS = [
  ...CORE_KINDS,
  {
    group: 'networking.istio.io',
    kind: 'VirtualService',
    plural: 'virtualservices',
    versions: ['v1', 'v1beta1'],
    scope: 'Namespaced' as const,
    watch: true,
    editable: true,
  },
]
const route: KubernetesObject = {
  apiVersion: 'networking.istio.io/v1beta1',
  kind: 'VirtualService',
  metadata: { name: 'web', namespace: 'shop', resourceVersion: '7', uid: 'u' },
  spec: { hosts: ['web'] },
}
const ROUTE = '/apis/networking.istio.io/v1beta1/namespaces/shop/virtualservices'

beforeEach(async () => {
  server = await new FakeApiServer().start()
  for (const version of ['v1', 'v1beta1']) {
    server.resources.push({
      group: 'networking.istio.io',
      version,
      plural: 'virtualservices',
      kind: 'VirtualService',
      namespaced: true,
    })
  }
  connection = connectUrl(server.url)
  client = await open()
})
afterEach(async () => {
  await connection.close()
  await server.stop()
})

async function open(readOnly = false) {
  const requester = openRequester(connection)
  const discovery = openDiscovery(requester, KINDS)
  await discovery.refresh()
  const user = { name: 'someone', groups: [] }
  return openClient({ requester, discovery, kinds: KINDS, user, readOnly })
}
const last = () => {
  const request = server.requests.at(-1)
  assert.ok(request)
  return request
}
const code = (expected: string) => (error: unknown) => {
  assert.equal((error as { code?: string }).code, expected)
  return true
}

test('writes name their manager, are strict, and a dry run says so', async () => {
  server.respond = () => ({
    status: 201,
    body: route,
    headers: { warning: '299 - "deprecated \\"field\\"", 299 - "second"' },
  })
  const result = await client.create(route, { dryRun: true })
  assert.deepEqual(result, { ok: true, object: route, warnings: ['deprecated "field"', 'second'] })
  const { method, url, body } = last()
  assert.equal(method, 'POST')
  assert.equal(url.pathname, ROUTE)
  assert.deepEqual(Object.fromEntries(url.searchParams), {
    fieldManager: 'meshwright',
    fieldValidation: 'Strict',
    dryRun: 'All',
  })
  assert.deepEqual((body as KubernetesObject).metadata, { name: 'web', namespace: 'shop' })
})

test('a replace carries the version it rests on', async () => {
  server.respond = () => ({ status: 200, body: route })
  await client.replace(route)
  const { method, url, body } = last()
  assert.equal(`${method} ${url.pathname}`, `PUT ${ROUTE}/web`)
  assert.equal(url.searchParams.has('dryRun'), false)
  assert.deepEqual(body, route)
})

test('a delete says which object it means', async () => {
  server.respond = () => ({ status: 200, body: status(200, 'ok') })
  const key = {
    group: 'networking.istio.io',
    plural: 'virtualservices',
    namespace: 'shop',
    name: 'web',
  }
  const result = await client.delete(key, { uid: 'u', resourceVersion: '7', dryRun: true })
  assert.deepEqual(result, { ok: true, object: undefined, warnings: [] })
  assert.equal(last().url.pathname, ROUTE.replace('v1beta1', 'v1').concat('/web'))
  assert.partialDeepStrictEqual(last().body, {
    preconditions: { uid: 'u', resourceVersion: '7' },
    dryRun: ['All'],
  })
})

const verdicts: { name: string; answer: number; body: unknown; expect: Partial<WriteResult> }[] = [
  {
    name: 'invalid, with the field',
    answer: 422,
    body: status(422, 'weight is wrong', {
      reason: 'Invalid',
      details: {
        causes: [
          { field: 'spec.http', message: 'must be a number', reason: 'FieldValueInvalid' },
          7,
        ],
      },
    }),
    expect: {
      ok: false,
      status: 422,
      reason: 'Invalid',
      causes: [{ field: 'spec.http', message: 'must be a number', reason: 'FieldValueInvalid' }],
    },
  },
  {
    name: 'conflict',
    answer: 409,
    body: status(409, 'changed', { reason: 'Conflict' }),
    expect: { ok: false, status: 409, reason: 'Conflict', message: 'changed' },
  },
  {
    name: 'forbidden',
    answer: 403,
    body: status(403, 'you may not', { reason: 'Forbidden' }),
    expect: { ok: false, status: 403, reason: 'Forbidden' },
  },
]
for (const { name, answer, body, expect } of verdicts) {
  test(`a verdict of the API server is a result: ${name}`, async () => {
    server.respond = () => ({ status: answer, body })
    assert.partialDeepStrictEqual(await client.replace(route), expect)
  })
}

const failures: { name: string; answer: number; body: unknown; code: string }[] = [
  {
    name: 'expired credentials',
    answer: 401,
    body: status(401, 'Unauthorized'),
    code: 'cluster/unauthorized',
  },
  { name: 'throttling', answer: 429, body: status(429, 'slow down'), code: 'cluster/throttled' },
  { name: 'a page of a proxy', answer: 502, body: '<html>', code: 'cluster/refused' },
]
for (const { name, answer, body, code: expected } of failures) {
  test(`what is no verdict is an error: ${name}`, async () => {
    server.respond = () => ({ status: answer, body })
    await assert.rejects(client.replace(route), code(expected))
  })
}

test('nobody there', async () => {
  await server.stop()
  const key = { group: '', plural: 'pods', namespace: 'shop', name: 'a' }
  await assert.rejects(client.get(key), (error: Error) => {
    assert.match(error.message, /^http:\/\/127\.0\.0\.1:\d+: nothing listens there/)
    return code('cluster/unreachable')(error)
  })
  await server.start()
})

test('an object that is not there is undefined; one that may not be seen is an error', async () => {
  const key = { group: '', plural: 'pods', namespace: 'shop', name: 'a' }
  assert.equal(await client.get(key), undefined)
  server.respond = () => ({ status: 403, body: status(403, 'no') })
  await assert.rejects(client.get(key), code('cluster/forbidden'))
})

const hostile = [
  '..',
  '.',
  'a/b',
  'a%2fb',
  'a?b',
  'a\r\nb',
  'a b',
  '',
  'x'.repeat(300),
  'a#b',
  'a\\b',
  'a\0b',
]
for (const name of hostile) {
  test(`no request is sent for the name ${JSON.stringify(name.slice(0, 20))}`, async () => {
    const before = server.requests.length
    const key = { group: '', plural: 'pods', namespace: 'shop', name }
    await assert.rejects(client.get(key), code('request/invalid'))
    await assert.rejects(
      client.get({ ...key, name: 'a', namespace: name || '/' }),
      code('request/invalid'),
    )
    await assert.rejects(
      client.get({ ...key, name: 'a', version: name || '/' }),
      code('request/invalid'),
    )
    assert.equal(server.requests.length, before)
  })
}

test('a namespace means nothing for what has none', async () => {
  server.respond = () => ({ status: 200, body: { metadata: { name: 'shop' } } })
  await client.get({ group: '', plural: 'namespaces', namespace: 'other', name: 'shop' })
  assert.equal(last().url.pathname, '/api/v1/namespaces/shop')
})

test('kinds come with the versions that are served and what the table says of them', async () => {
  assert.deepEqual(await client.kindOf('networking.istio.io/v1', 'VirtualService'), {
    group: 'networking.istio.io',
    kind: 'VirtualService',
    plural: 'virtualservices',
    versions: ['v1', 'v1beta1'],
    scope: 'Namespaced',
    watch: true,
    editable: true,
  })
  assert.equal(await client.kindOf('networking.istio.io/v1alpha3', 'VirtualService'), undefined)
  await assert.rejects(
    client.create({ ...route, apiVersion: 'nobody.knows/v1' }),
    code('resource/unknown-kind'),
  )
})

test('a kind whose definition is newer than the last look is found', async () => {
  server.resources.push({
    group: 'new.io',
    version: 'v1',
    plural: 'things',
    kind: 'Thing',
    namespaced: false,
  })
  assert.partialDeepStrictEqual(await client.kindOf('new.io/v1', 'Thing'), {
    plural: 'things',
    scope: 'Cluster',
    watch: false,
    editable: false,
  })
})

for (const aggregated of [true, false]) {
  test(`discovery, ${aggregated ? 'aggregated' : 'group by group'}`, async () => {
    server.aggregated = aggregated
    const discovery = openDiscovery(openRequester(connection), KINDS)
    await discovery.refresh()
    const versions = KINDS.map((kind) => [kind.plural, discovery.versionOf(kind)])
    assert.deepEqual(
      versions.filter(([, version]) => version),
      [
        ['namespaces', 'v1'],
        ['pods', 'v1'],
        ['deployments', 'v1'],
        ['virtualservices', 'v1'],
      ],
    )
    let changes = 0
    discovery.onChange(() => {
      changes += 1
    })
    await discovery.refresh()
    assert.equal(changes, 0)
    server.resources = server.resources.filter(
      ({ version, group }) => !group.includes('istio') || version !== 'v1',
    )
    await discovery.refresh()
    assert.equal(changes, 1)
    assert.equal(discovery.versionOf(KINDS.at(-1) as (typeof KINDS)[number]), 'v1beta1')
  })
}

test('where discovery is forbidden the table is taken at its word', async () => {
  server.fault = ({ url }) => (url.pathname.startsWith('/api') ? { status: 403 } : undefined)
  const discovery = openDiscovery(openRequester(connection), KINDS)
  await discovery.refresh()
  assert.equal(discovery.versionOf(KINDS.at(-1) as (typeof KINDS)[number]), 'v1')
  const found = await discovery.ofKind('networking.istio.io', 'v1beta1', 'VirtualService')
  assert.equal(found?.plural, 'virtualservices')
  assert.equal(await discovery.ofKind('networking.istio.io', 'v2', 'VirtualService'), undefined)
})

test('schemas come with their references resolved, and end where they hold themselves', async () => {
  let reads = 0
  server.respond = ({ url }) => {
    if (url.pathname === '/openapi/v3') {
      return {
        status: 200,
        body: {
          paths: {
            'apis/networking.istio.io/v1': { serverRelativeURL: '/openapi/v3/apis/istio?hash=1' },
          },
        },
      }
    }
    reads += 1
    const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
    return {
      status: 200,
      body: {
        components: {
          schemas: {
            Other: {},
            Route: {
              type: 'object',
              properties: {
                spec: { default: {}, allOf: [ref('Spec')] },
                self: ref('Route'),
                gone: ref('Gone'),
              },
              'x-kubernetes-group-version-kind': [
                { group: 'networking.istio.io', version: 'v1', kind: 'VirtualService' },
              ],
            },
            Spec: { type: 'object', properties: { hosts: { type: 'array', items: ref('Host') } } },
            Host: { type: 'string' },
          },
        },
      },
    }
  }
  const schema = await client.schemaOf('networking.istio.io/v1', 'VirtualService')
  const open = { 'x-kubernetes-preserve-unknown-fields': true }
  const spec = {
    type: 'object',
    properties: { hosts: { type: 'array', items: { type: 'string' } } },
    default: {},
  }
  const properties = (schema?.properties ?? {}) as Record<string, Record<string, unknown>>
  assert.deepEqual(properties.spec, spec)
  assert.deepEqual(properties.gone, open)
  assert.deepEqual((properties.self?.properties as { self?: unknown } | undefined)?.self, open)
  await client.schemaOf('networking.istio.io/v1', 'VirtualService')
  assert.equal(reads, 1)
  assert.equal(await client.schemaOf('v1', 'Pod'), undefined)
})

test('read-only sends nothing, not even a dry run', async () => {
  const reader = await open(true)
  const before = server.requests.length
  await assert.rejects(reader.create(route), code('plan/read-only'))
  assert.partialDeepStrictEqual(await reader.replace(route, { dryRun: true }), {
    ok: false,
    status: 403,
  })
  await assert.rejects(
    reader.delete({ group: '', plural: 'pods', namespace: 'a', name: 'b' }),
    code('plan/read-only'),
  )
  assert.equal(server.requests.length, before)
})
