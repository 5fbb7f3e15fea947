import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { endpoints } from '#lib/api/endpoints.ts'
import { createSessions } from '#server/auth/sessions.ts'
import { type Cluster, provide } from '#server/services.ts'
import { POST } from '../../app/api/clusters/[cluster]/namespaces/route.ts'
import { GET } from '../../app/api/clusters/[cluster]/status/route.ts'
import { asking, bodyOf, fakeCluster, fakeServices, TOKEN } from './house.fixture.ts'

const PATH = '/api/clusters/c/namespaces'
const sessions = createSessions({
  token: TOKEN,
  user: { name: 'ada', groups: [] },
  port: 3000,
  secure: false,
})

function house(differing: Partial<Cluster> = {}, keep = async () => {}) {
  const { cluster } = fakeCluster()
  const read: (readonly string[])[] = []
  const kept = new Map<string, readonly string[]>()
  const own: Cluster = {
    ...cluster,
    readNamespaces: (names) => void read.push(names),
    ...differing,
  }
  const named = {
    of: (id: string) => kept.get(id) ?? [],
    keep: (id: string, names: readonly string[]) => {
      kept.set(id, names)
      return keep()
    },
  }
  provide(fakeServices(own, { sessions, named }))
  return { read, kept }
}
after(() => provide(undefined))

const post = (namespaces: unknown) => POST(asking(PATH, { method: 'POST', body: { namespaces } }))
const status = () => GET(asking('/api/clusters/c/status'))

test('named namespaces are read, kept, and told with the status', async () => {
  const { read, kept } = house()
  const etag = (await status()).headers.get('etag')
  const response = await post(['shop', 'pay', 'shop'])
  assert.equal(response.status, 200)
  const answer = await bodyOf(response)
  assert.deepEqual(answer, { namespaces: ['shop', 'pay'], kept: true })
  assert.ok(endpoints.readNamespaces.answer.safeParse(answer).success)
  assert.deepEqual([read, kept.get('c')], [[['shop', 'pay']], ['shop', 'pay']])
  const after = await status()
  assert.notEqual(after.headers.get('etag'), etag)
  assert.deepEqual((await bodyOf(after)).namespaces, ['shop', 'pay'])
  assert.equal((await post([])).status, 200)
  assert.deepEqual(read.at(-1), [])
})

const refused: readonly { name: string; namespaces: unknown }[] = [
  { name: 'a path', namespaces: ['a/../b'] },
  { name: 'capitals', namespaces: ['Shop'] },
  { name: 'nothing', namespaces: [''] },
  { name: 'a dot', namespaces: ['a.b'] },
  { name: 'a hyphen at the end', namespaces: ['a-'] },
  { name: 'more than 63 letters', namespaces: ['a'.repeat(64)] },
  { name: 'a number', namespaces: [3] },
  { name: 'a word', namespaces: 'shop' },
  { name: 'too many', namespaces: Array.from({ length: 101 }, (_, index) => `n${index}`) },
]
for (const row of refused)
  test(`no list of namespaces: ${row.name}`, async () => {
    const { read, kept } = house()
    const response = await post(row.namespaces)
    assert.equal(response.status, 400)
    assert.equal((await bodyOf(response)).code, 'request/invalid')
    assert.deepEqual([read.length, kept.size], [0, 0])
  })

test('what cannot be written down is read all the same, and said', async (context) => {
  context.mock.method(console, 'error', () => {})
  const { read } = house({}, async () => Promise.reject(new Error('disk full')))
  assert.deepEqual(await bodyOf(await post(['shop'])), { namespaces: ['shop'], kept: false })
  assert.deepEqual(read, [['shop']])
})

test('a cluster that does not look into single namespaces says so', async () => {
  const { kept } = house({ readNamespaces: undefined })
  assert.equal((await post(['shop'])).status, 400)
  assert.equal(kept.size, 0)
})
