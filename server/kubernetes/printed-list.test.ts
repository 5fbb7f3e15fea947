import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PrintedOf } from '#server/services.ts'
import { printedPage } from './printed-list.ts'
import type { Requester } from './request.ts'

type Asked = { readonly url: URL; readonly accept: string | undefined }
type Answer = { readonly status: number; readonly body: unknown }

const columnDefinitions = [
  { name: 'Name', type: 'string' },
  { name: 'Ready', type: 'string' },
  { name: 'Restarts', type: 'integer' },
  { name: 'Age', type: 'string' },
  { name: 'Node', type: 'string', priority: 1 },
]
const row = (name: string, namespace: string) => ({
  cells: [name, '1/2', 3, '5m', null],
  object: {
    metadata: {
      name,
      namespace,
      resourceVersion: '7',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'CANARY' },
    },
  },
})
const table = (rows: readonly object[], next?: string): Answer => ({
  status: 200,
  body: { kind: 'Table', metadata: next ? { continue: next } : {}, columnDefinitions, rows },
})
const forbidden = {
  status: 403,
  body: { kind: 'Status', code: 403, reason: 'Forbidden', message: 'no' },
}
const pods: PrintedOf = {
  group: 'x.example',
  version: 'v1',
  plural: 'things',
  scope: 'Namespaced',
  known: ['a', 'b'],
}

async function asked(of: PrintedOf, respond: (request: Asked) => Answer) {
  const requests: Asked[] = []
  const requester: Requester = {
    server: 'https://c',
    json: async (path, options = {}) => {
      const request = { url: new URL(path, 'https://c'), accept: options.accept }
      requests.push(request)
      return { headers: {}, ...respond(request) }
    },
    stream: () => Promise.reject(new Error('lines are no stream')),
  }
  const page = await printedPage(requester, of).catch((error: unknown) => error)
  return { page, requests }
}
const rowsOf = (page: unknown) =>
  (page as { rows: { namespace?: string; name: string }[] }).rows.map(
    ({ namespace, name }) => `${namespace}/${name}`,
  )

test('lines come as the API server prints them, without objects, page by page', async () => {
  const { page, requests } = await asked(pods, ({ url }) =>
    url.searchParams.get('continue') ? table([row('two', 'b')]) : table([row('one', 'a')], 't:1'),
  )
  assert.partialDeepStrictEqual(page, {
    columns: [{ name: 'Ready' }, { name: 'Restarts', numeric: true }, { name: 'Node', wide: true }],
    rows: [{ namespace: 'a', name: 'one', version: '7', cells: ['1/2', 3, '<none>'] }],
    continue: 'all:t:1',
  })
  assert.doesNotMatch(JSON.stringify(page), /CANARY/)
  assert.match(requests[0]?.accept ?? '', /^application\/json;as=Table/)
  const next = await asked({ ...pods, continue: 'all:t:1' }, ({ url }) => {
    assert.equal(url.searchParams.get('continue'), 't:1')
    return table([row('two', 'b')])
  })
  assert.deepEqual(rowsOf(next.page), ['b/two'])
  assert.equal((next.page as { continue?: string }).continue, undefined)
})

test('what may not be listed everywhere is listed where it may, and refusals are named', async () => {
  const { page } = await asked(pods, ({ url }) =>
    url.pathname.includes('/namespaces/b/') ? table([row('two', 'b')]) : forbidden,
  )
  assert.deepEqual(rowsOf(page), ['b/two'])
  assert.partialDeepStrictEqual(page, { refused: [{ namespace: 'a' }] })
})

test('what may be listed nowhere is a refusal and no empty list', async () => {
  const { page } = await asked(pods, () => forbidden)
  assert.equal((page as { code?: string }).code, 'cluster/forbidden')
})

test('many namespaces are walked in several pages, each once', async () => {
  const known = Array.from({ length: 60 }, (_, i) => `n${i}`)
  const found: string[] = []
  let next: string | undefined
  for (let pages = 0; pages < 10; pages++) {
    const of = { ...pods, namespaces: known, ...(next ? { continue: next } : {}) }
    const { page } = await asked(of, ({ url }) =>
      table([row('x', url.pathname.split('/')[5] ?? '')]),
    )
    found.push(...rowsOf(page))
    next = (page as { continue?: string }).continue
    if (!next) break
  }
  assert.deepEqual(
    found,
    known.map((name) => `${name}/x`),
  )
})

test('Secrets are asked for without metadata, namespace by namespace', async () => {
  const secrets = { ...pods, group: '', plural: 'secrets' }
  const { page, requests } = await asked(secrets, () =>
    table([{ cells: ['tls', 'kubernetes.io/tls', 2, '3d', null] }]),
  )
  assert.deepEqual(rowsOf(page), ['a/tls', 'b/tls'])
  assert.deepEqual(
    requests.map(({ url }) => [url.pathname, url.searchParams.get('includeObject')]),
    [
      ['/api/v1/namespaces/a/secrets', 'None'],
      ['/api/v1/namespaces/b/secrets', 'None'],
    ],
  )
})

test('a server that answers with objects all the same is not believed', async () => {
  const { page } = await asked({ ...pods, group: '', plural: 'secrets' }, () => ({
    status: 200,
    body: { kind: 'SecretList', items: [{ data: { key: 'CANARY' } }] },
  }))
  assert.ok(page instanceof Error)
  assert.doesNotMatch(page.message, /CANARY/)
})

test('one object is asked for by its name', async () => {
  const of = { ...pods, namespace: 'a', name: 'one' }
  const { page, requests } = await asked(of, () => table([row('one', 'a')]))
  assert.deepEqual(rowsOf(page), ['a/one'])
  assert.equal(requests[0]?.url.pathname, '/apis/x.example/v1/namespaces/a/things/one')
})
