import assert from 'node:assert/strict'
import { afterEach, mock, test } from 'node:test'
import { endpoints } from '#lib/api/endpoints.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { createSessions } from '#server/auth/sessions.ts'
import { provide } from '#server/services.ts'
import { MOST_BYTES } from './body.ts'
import { fromView } from './cluster.ts'
import { handle } from './handle.ts'
import { asking, bodyOf, fakeCluster, fakeServices, ORIGIN, TOKEN } from './house.fixture.ts'
import { reply } from './reply.ts'

const { cluster, move } = fakeCluster()
const sessionsOf = () =>
  createSessions({ token: TOKEN, user: { name: 'ada', groups: [] }, port: 3000, secure: false })
const usual = () => fakeServices(cluster, { sessions: sessionsOf() })
afterEach(() => provide(undefined))

const bearer = { authorization: `Bearer ${TOKEN}` }
const plans = '/api/clusters/c/plans'
const edits = { edits: [{ text: 'a: 1' }] }

const reads = handle(endpoints.findings, ({ services }) => {
  void services
  return fromView(cluster, ({ findings }) => ({ findings, suppressed: 0 }))
})
let ran = 0
const previews = handle(endpoints.plans, () => {
  ran++
  throw new AppError('plan/unknown', { plan: 'as far as run' })
})
const applies = handle(endpoints.apply, () => {
  ran++
  return { change: 'x', results: [] }
})

const cookieOf = (house: ReturnType<typeof fakeServices>): string =>
  house.sessions.signIn(TOKEN).cookie.split(';')[0] ?? ''

type Row = {
  name: string
  handler?: typeof reads
  path?: string
  method?: string
  headers?: Record<string, string>
  cookie?: boolean
  body?: unknown
  status: number
  code?: string
}
const reading: readonly Row[] = [
  { name: 'a script with the token', headers: bearer, status: 200 },
  { name: 'a page with its cookie', headers: {}, cookie: true, status: 200 },
  { name: 'nobody', headers: {}, status: 401, code: 'session/missing' },
  {
    name: 'a wrong token',
    headers: { authorization: 'Bearer no' },
    status: 401,
    code: 'session/wrong-token',
  },
  {
    name: 'a rebound name, even with the token',
    headers: { ...bearer, host: 'evil.test:3000' },
    status: 421,
    code: 'session/host',
  },
  {
    name: 'a rebound name without any',
    headers: { host: 'evil.test' },
    status: 421,
    code: 'session/host',
  },
  {
    name: 'forwarding headers that name another host',
    headers: { ...bearer, 'x-forwarded-host': 'evil.test' },
    status: 200,
  },
  {
    name: 'identity headers of a proxy',
    headers: { 'x-remote-user': 'admin', 'impersonate-user': 'admin' },
    status: 401,
    code: 'session/missing',
  },
  {
    name: 'an unknown query parameter',
    headers: bearer,
    path: '/api/clusters/c/findings?x=1',
    status: 400,
    code: 'request/invalid',
  },
]
const post = { handler: previews, path: plans, method: 'POST' }
const writing: readonly Row[] = [
  { ...post, name: 'a script', headers: bearer, body: edits, status: 404, code: 'plan/unknown' },
  {
    ...post,
    name: 'the own page',
    headers: { origin: ORIGIN, 'sec-fetch-site': 'same-origin' },
    cookie: true,
    body: edits,
    status: 404,
    code: 'plan/unknown',
  },
  {
    ...post,
    name: 'another page with the cookie',
    headers: { origin: 'http://evil.test', 'sec-fetch-site': 'cross-site' },
    cookie: true,
    body: edits,
    status: 403,
    code: 'session/origin',
  },
  {
    ...post,
    name: 'a page on another port with the cookie',
    headers: { origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-site' },
    cookie: true,
    body: edits,
    status: 403,
    code: 'session/origin',
  },
  {
    ...post,
    name: 'a cookie that no browser says the page of',
    headers: {},
    cookie: true,
    body: edits,
    status: 403,
    code: 'session/origin',
  },
  {
    ...post,
    name: 'a form',
    headers: { ...bearer, 'content-type': 'text/plain' },
    body: JSON.stringify(edits),
    status: 415,
    code: 'request/media-type',
  },
  {
    ...post,
    name: 'text that only starts like JSON',
    headers: { ...bearer, 'content-type': 'application/jsonx' },
    body: edits,
    status: 415,
    code: 'request/media-type',
  },
  {
    ...post,
    name: 'no JSON',
    headers: bearer,
    body: '{"edits":',
    status: 400,
    code: 'request/invalid',
  },
  {
    ...post,
    name: 'another shape',
    headers: bearer,
    body: { edits: [{ text: 1 }] },
    status: 400,
    code: 'request/invalid',
  },
  {
    ...post,
    name: 'a field too many',
    headers: bearer,
    body: { ...edits, force: true },
    status: 400,
    code: 'request/invalid',
  },
  {
    ...post,
    name: 'keys of the prototype',
    headers: bearer,
    body: '{"__proto__":{"edits":[{"text":"x"}]},"constructor":1}',
    status: 400,
    code: 'request/invalid',
  },
  {
    ...post,
    name: 'a body over the limit',
    headers: bearer,
    body: { edits: [{ text: 'x'.repeat(MOST_BYTES) }] },
    status: 413,
    code: 'request/too-large',
  },
]
for (const row of [...reading, ...writing]) {
  test(`${row.method ?? 'GET'} from ${row.name}: ${row.code ?? row.status}`, async () => {
    const house = usual()
    provide(house)
    const cookie: Record<string, string> = row.cookie ? { cookie: cookieOf(house) } : {}
    const path = row.path ?? '/api/clusters/c/findings'
    const { method, body } = row
    const request = asking(path, { method, body, headers: { ...row.headers, ...cookie } })
    const response = await (row.handler ?? reads)(request)
    assert.equal(response.status, row.status)
    const answer = await bodyOf(response)
    assert.equal(answer.code, row.code)
    if (row.code) {
      assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/)
      assert.ok(answer.fix && answer.detail && answer.title)
    }
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
    assert.equal(response.headers.get('cache-control'), 'private, no-store')
    assert.match(response.headers.get('content-security-policy') ?? '', /^default-src 'none'/)
  })
}

test('a body without a length is given up at the limit, not read to its end', async () => {
  provide(usual())
  let sent = 0
  const flood = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 65_536
      controller.enqueue(new Uint8Array(65_536).fill(0x20))
    },
  })
  const response = await previews(
    new Request(`${ORIGIN}${plans}`, {
      method: 'POST',
      headers: { host: '127.0.0.1:3000', 'content-type': 'application/json', ...bearer },
      body: flood,
      duplex: 'half',
    } as RequestInit),
  )
  assert.equal(response.status, 413)
  assert.ok(sent < MOST_BYTES + 4 * 65_536, `${sent} bytes were read`)
})

test('the place of what does not fit is named', async () => {
  provide(usual())
  const body = { edits: [{ text: 'fine' }, { delete: 1 }] }
  const answer = await bodyOf(await previews(asking(plans, { method: 'POST', body })))
  assert.match(String(answer.detail), /^body\.edits\[1\]/)
})

test('read-only refuses what writes before anything runs, and still previews', async () => {
  provide(
    fakeServices(cluster, {
      sessions: sessionsOf(),
      settings: { host: '127.0.0.1', port: 3000, readOnly: true, basePath: '', links: [] },
    }),
  )
  ran = 0
  const body = { hash: 'sha256:x' }
  const refused = await applies(asking(`${plans}/p/apply`, { method: 'POST', body }))
  assert.equal((await bodyOf(refused)).code, 'plan/read-only')
  assert.equal(ran, 0)
  await previews(asking(plans, { method: 'POST', body: edits }))
  assert.equal(ran, 1)
})

test('a bug leaves only an id; the log has the rest', async () => {
  provide(usual())
  const log = mock.method(console, 'error', () => {})
  const broken = handle(endpoints.findings, () => {
    throw new TypeError('secret detail of /srv/app/x.ts')
  })
  const response = await broken(asking('/api/clusters/c/findings'))
  const text = await response.text()
  assert.equal(response.status, 500)
  assert.doesNotMatch(text, /secret detail|TypeError|\n|\bat [^ ]+:\d|\.ts/)
  const { instance } = JSON.parse(text)
  assert.match(instance, /^urn:uuid:/)
  assert.ok(String(log.mock.calls[0]?.arguments[0]).includes(instance))
  log.mock.restore()
})

test('an expected failure of another bundle is still one', async () => {
  provide(usual())
  class AppErrorOfAnotherBundle extends Error {
    override name = 'AppError'
    toProblem = (instance?: string) =>
      new AppError('cluster/throttled', { seconds: 3 }).toProblem(instance)
  }
  const throttled = handle(endpoints.findings, () => {
    throw new AppErrorOfAnotherBundle()
  })
  assert.equal((await throttled(asking('/api/clusters/c/findings'))).status, 429)
})

test('the same revision answers 304, another revision, address or person does not', async () => {
  provide(usual())
  const path = '/api/clusters/c/findings'
  const ask = (etag: string) =>
    reads(asking(path, { headers: { ...bearer, 'if-none-match': etag } }))
  const etag = (await reads(asking(path))).headers.get('etag') ?? ''
  assert.match(etag, /^W\/"[\w-]+"$/)
  assert.equal((await ask(etag)).status, 304)
  assert.equal((await ask(`"other", ${etag.slice(2)}`)).status, 304)
  assert.equal(await (await ask(etag)).text(), '')

  const user = { name: 'grace', groups: [] }
  const sessions = createSessions({ token: TOKEN, user, port: 3000, secure: false })
  provide(fakeServices(cluster, { sessions }))
  assert.equal((await ask(etag)).status, 200)

  provide(usual())
  move({ revision: '2', stale: ['findings'] })
  assert.equal((await ask(etag)).status, 200)
})

test('values of a secret leave with no answer', async () => {
  provide(usual())
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: 's',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'canary', keep: 'me' },
    },
    type: 'Opaque',
    data: { a: 'canary' },
    stringData: { b: 'canary' },
  }
  const one = handle(endpoints.resource, () => secret)
  const planned = handle(endpoints.plans, () =>
    reply(
      {
        changes: [{ op: 'replace', before: secret, after: secret, diff: '-canary' }],
      } as never,
      {},
    ),
  )
  const path = '/api/clusters/c/resources/core/v1/secrets/ns/s'
  const texts = [
    await (await one(asking(path))).text(),
    await (await planned(asking(plans, { method: 'POST', body: edits }))).text(),
  ]
  for (const text of texts) {
    assert.doesNotMatch(text, /canary/)
    assert.match(text, /"keep":"me"/)
  }
})
