import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { FakeApiServer } from './api-server.fixture.ts'
import { connectUrl } from './connection.ts'
import { openRequester } from './request.ts'
import { secretPresence } from './secret-names.ts'

const server = await new FakeApiServer().start()
const connection = connectUrl(server.url)
after(async () => {
  await connection.close()
  await server.stop()
})

const columns = ['Name', 'Type', 'Data', 'Age'].map((name) => ({ name, type: 'string' }))
const table = (...cells: unknown[][]) => ({
  kind: 'Table',
  columnDefinitions: columns,
  rows: cells.map((row) => ({ cells: row })),
})
const status = (code: number, details: object = {}) => ({ kind: 'Status', code, details })
const rows: { name: string; answer: { status: number; body: unknown }; is: object }[] = [
  {
    name: 'there, with its type',
    answer: { status: 200, body: table(['tls', 'kubernetes.io/tls', 2, '3d']) },
    is: { state: 'present', type: 'kubernetes.io/tls' },
  },
  {
    name: 'not there',
    answer: { status: 404, body: status(404, { kind: 'secrets', name: 'tls' }) },
    is: { state: 'missing' },
  },
  {
    name: 'not permitted',
    answer: { status: 403, body: status(403) },
    is: { state: 'not-verified' },
  },
  {
    name: 'a 404 of something on the way',
    answer: { status: 404, body: '<html>no page here</html>' },
    is: { state: 'not-verified' },
  },
  { name: 'no tables', answer: { status: 406, body: status(406) }, is: { state: 'not-verified' } },
  {
    name: 'a server that answers with the Secret all the same',
    answer: { status: 200, body: { kind: 'Secret', data: { key: 'CANARY' } } },
    is: { state: 'not-verified' },
  },
]
for (const { name, answer, is } of rows) {
  test(`a Secret by name: ${name}`, async () => {
    server.respond = () => answer
    const before = server.requests.length
    const found = await secretPresence(openRequester(connection), 'shop', 'tls')
    assert.partialDeepStrictEqual(found, is)
    assert.doesNotMatch(JSON.stringify(found), /CANARY/)
    const [request, ...more] = server.requests.slice(before)
    assert.deepEqual(more, [])
    assert.equal(request?.url.pathname, '/api/v1/namespaces/shop/secrets/tls')
    assert.equal(request?.url.searchParams.get('includeObject'), 'None')
    assert.equal(request?.headers.accept, 'application/json;as=Table;v=v1;g=meta.k8s.io')
  })
}

test('no request is sent for a name that is none', async () => {
  const before = server.requests.length
  for (const name of ['', '..', 'a/b', 'a?b']) {
    await assert.rejects(secretPresence(openRequester(connection), 'shop', name))
  }
  assert.equal(server.requests.length, before)
})
