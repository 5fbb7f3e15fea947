import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createTlsServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { TLSSocket } from 'node:tls'
import type { AppError } from '#lib/errors/app-error.ts'
import { Authority } from './certificate.fixture.ts'
import { connectKubeconfig } from './connect-kubeconfig.ts'
import { proxyOf } from './kubeconfig-proxy.ts'
import { httpProxy, socksProxy, type TestProxy } from './proxies.fixture.ts'
import { openRequester } from './request.ts'

const folder = mkdtempSync(join(tmpdir(), 'meshwright-road-'))
const authority = new Authority('authority')
const stranger = new Authority('stranger')
const server = authority.issue('api', ['127.0.0.1', 'api.example.test'])
const elsewhere = authority.issue('elsewhere', ['internal.example.test'])
const jane = authority.issue('jane')
const base64 = (text: string) => Buffer.from(text).toString('base64')
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content)
  return name
}

/** Answers who the client showed itself to be, and by which name it asked for the server. */
const whoAsks = (secure: Server) =>
  secure.on('request', (from, to) => {
    const socket = from.socket as TLSSocket & { servername?: string }
    const client = socket.getPeerCertificate().subject?.CN ?? 'nobody'
    const groups = from.headersDistinct['impersonate-group'] ?? []
    const { 'impersonate-user': as, 'impersonate-extra-a%2fb': extra } = from.headers
    to.setHeader('content-type', 'application/json')
    to.end(JSON.stringify({ client, name: socket.servername, as, groups, extra }))
  })
const listen = async (one: { listen(port: number, host: string): unknown; address(): unknown }) => {
  one.listen(0, '127.0.0.1')
  await once(one as Server, 'listening')
  return (one.address() as AddressInfo).port
}
const tls = { requestCert: true, rejectUnauthorized: false }
const api = whoAsks(createTlsServer({ ...tls, ...server, ca: authority.cert }))
const inner = whoAsks(createTlsServer({ ...tls, ...elsewhere, ca: authority.cert }))
const plain = createServer((_, to) => {
  to.setHeader('content-type', 'application/json')
  to.end('{"plain":true}')
})
const at = { api: '', inner: '', plain: '' }
let proxies: Record<'http' | 'https' | 'strange' | 'socks5' | 'closed', TestProxy>
before(async () => {
  at.api = `https://127.0.0.1:${await listen(api)}`
  at.inner = `https://127.0.0.1:${await listen(inner)}`
  at.plain = `http://127.0.0.1:${await listen(plain)}`
  proxies = {
    http: await httpProxy(),
    https: await httpProxy({ tls: server }),
    strange: await httpProxy({ tls: stranger.issue('proxy', ['127.0.0.1']) }),
    socks5: await socksProxy(),
    closed: await httpProxy({ credentials: 'me:CANARY' }),
  }
})
after(async () => {
  for (const one of [api, inner, plain]) {
    one.close()
    one.closeAllConnections()
  }
  for (const proxy of Object.values(proxies)) await proxy.close()
  rmSync(folder, { recursive: true, force: true })
})

async function ask(cluster: object, user: object) {
  const path = join(folder, `config-${Math.random()}`)
  writeFileSync(
    path,
    JSON.stringify({
      clusters: [{ name: 'c', cluster }],
      users: [{ name: 'u', user }],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'x',
    }),
  )
  const connection = await connectKubeconfig({ files: [path] })
  try {
    const { body } = await openRequester(connection).json('/who')
    return { body, isInsecure: connection.isInsecure }
  } finally {
    await connection.close()
  }
}

const trusted = { 'certificate-authority-data': base64(authority.cert) }
const roads: {
  name: string
  to: keyof typeof at
  cluster?: object
  user?: object
  isInsecure?: boolean
  says: object
}[] = [
  { name: 'an authority as data', to: 'api', cluster: trusted, says: { client: 'nobody' } },
  {
    name: 'an authority in a file beside the kubeconfig',
    to: 'api',
    cluster: { 'certificate-authority': file('ca.crt', authority.cert) },
    says: { client: 'nobody' },
  },
  {
    name: 'a client certificate as data',
    to: 'api',
    cluster: trusted,
    user: { 'client-certificate-data': base64(jane.cert), 'client-key-data': base64(jane.key) },
    says: { client: 'jane' },
  },
  {
    name: 'a client certificate in files',
    to: 'api',
    cluster: trusted,
    user: {
      'client-certificate': file('jane.crt', jane.cert),
      'client-key': file('jane.key', jane.key),
    },
    says: { client: 'jane' },
  },
  {
    name: 'a server that goes by another name',
    to: 'inner',
    cluster: { ...trusted, 'tls-server-name': 'internal.example.test' },
    says: { name: 'internal.example.test' },
  },
  {
    name: 'a certificate that is not checked',
    to: 'inner',
    cluster: { 'insecure-skip-tls-verify': true },
    isInsecure: true,
    says: { client: 'nobody' },
  },
  {
    name: 'another person, with groups and extras',
    to: 'api',
    cluster: trusted,
    user: { as: 'joe', 'as-groups': ['one', 'two'], 'as-user-extra': { 'a/b': ['c'] } },
    says: { as: 'joe', groups: ['one', 'two'], extra: 'c' },
  },
]
for (const { name, to, cluster, user = {}, isInsecure = false, says } of roads) {
  test(`kubeconfig: ${name}`, async () => {
    const answer = await ask({ server: at[to], ...cluster }, user)
    assert.partialDeepStrictEqual(answer.body, says)
    assert.equal(answer.isInsecure, isInsecure)
  })
}

const mistrusts: { name: string; to: keyof typeof at; cluster: object; says: RegExp }[] = [
  {
    name: 'another authority',
    to: 'api',
    cluster: { 'certificate-authority-data': base64(stranger.cert) },
    says: /certificate|authority/,
  },
  { name: 'another host name', to: 'inner', cluster: trusted, says: /for another host name/ },
]
for (const { name, to, cluster, says } of mistrusts) {
  test(`kubeconfig: a server is not trusted: ${name}`, async () => {
    await assert.rejects(ask({ server: at[to], ...cluster }, {}), (error: AppError) => {
      assert.equal(error.code, 'cluster/tls')
      assert.match(error.message, says)
      assert.ok(error.message.includes(at[to]))
      assert.match(error.toProblem().fix, /certificate-authority-data|tls-server-name/)
      return true
    })
  })
}

for (const kind of ['http', 'https', 'socks5'] as const) {
  test(`proxy-url: ${kind}, to a server with TLS and a client certificate`, async () => {
    const user = {
      'client-certificate-data': base64(jane.cert),
      'client-key-data': base64(jane.key),
    }
    const before = proxies[kind].asked.length
    const { body } = await ask({ server: at.api, ...trusted, 'proxy-url': proxies[kind].url }, user)
    assert.partialDeepStrictEqual(body, { client: 'jane' })
    const word = kind === 'socks5' ? 'SOCKS' : 'CONNECT'
    assert.deepEqual(proxies[kind].asked.slice(before), [`${word} ${new URL(at.api).host}`])
  })
  test(`proxy-url: ${kind}, to a server without TLS`, async () => {
    const before = proxies[kind].asked.length
    const { body } = await ask({ server: at.plain, ...trusted, 'proxy-url': proxies[kind].url }, {})
    assert.deepEqual(body, { plain: true })
    assert.equal(proxies[kind].asked.length, before + 1)
  })
}

test('proxy-url: https, to a proxy that nobody vouches for', async () => {
  await assert.rejects(
    ask({ server: at.api, ...trusted, 'proxy-url': proxies.strange.url }, {}),
    (error: AppError) => {
      assert.match(error.message, /certificate/)
      assert.ok(error.message.includes(`through the proxy ${proxies.strange.url}`), error.message)
      return true
    },
  )
  assert.deepEqual(proxies.strange.asked, [], 'nothing is said to a proxy that is not trusted')
})

test('proxy-url: with credentials, which no message repeats', async () => {
  const url = (credentials: string) => proxies.closed.url.replace('//', `//${credentials}@`)
  const cluster = { server: at.api, ...trusted }
  await ask({ ...cluster, 'proxy-url': url('me:CANARY') }, {})
  await assert.rejects(
    ask({ ...cluster, 'proxy-url': url('me:CANARY-wrong') }, {}),
    (error: AppError) => {
      assert.equal(error.code, 'cluster/unreachable')
      assert.match(error.message, /the proxy answered 407; .* through the proxy http:\/\/127/)
      assert.doesNotMatch(error.message, /CANARY/)
      return true
    },
  )
})

const environments: {
  name: string
  server: string
  env: Record<string, string>
  cluster?: Record<string, unknown>
  proxy: string | undefined
}[] = [
  { name: 'none', server: 'https://a.test', env: {}, proxy: undefined },
  {
    name: 'HTTPS_PROXY',
    server: 'https://a.test',
    env: { HTTPS_PROXY: 'http://p:1' },
    proxy: 'http://p:1',
  },
  {
    name: 'without its scheme',
    server: 'https://a.test',
    env: { https_proxy: 'p:1' },
    proxy: 'http://p:1',
  },
  {
    name: 'proxy-url goes first',
    server: 'https://a.test',
    env: { HTTPS_PROXY: 'http://p:1' },
    cluster: { 'proxy-url': 'socks5://q:1' },
    proxy: 'socks5://q:1',
  },
  {
    name: 'never for this machine',
    server: 'https://127.0.0.1:6443',
    env: { HTTPS_PROXY: 'http://p:1' },
    proxy: undefined,
  },
  ...['a.test', '.test', 'b, *.test', '*', 'a.test:443'].map((list) => ({
    name: `NO_PROXY ${list}`,
    server: 'https://a.test',
    env: { HTTPS_PROXY: 'http://p:1', NO_PROXY: list },
    proxy: undefined,
  })),
  ...['b.test', 'a.test:6443', '.a.test', '10.0.0.0/8'].map((list) => ({
    name: `NO_PROXY ${list}, which is another`,
    server: 'https://a.test',
    env: { HTTPS_PROXY: 'http://p:1', NO_PROXY: list },
    proxy: 'http://p:1',
  })),
  {
    name: 'NO_PROXY with a network',
    server: 'https://10.1.2.3:6443',
    env: { HTTPS_PROXY: 'http://p:1', NO_PROXY: '10.0.0.0/8' },
    proxy: undefined,
  },
]
for (const { name, server, env, cluster = {}, proxy } of environments) {
  test(`the proxy of the environment: ${name}`, () => {
    assert.equal(proxyOf(cluster, server, env), proxy)
  })
}

test('a proxy-url that is none is told without its credentials', () => {
  assert.throws(
    () => proxyOf({ 'proxy-url': 'ftp://a:CANARY@p' }, 'https://a.test', {}),
    (error: AppError) =>
      /proxy-url .* ftp:\/\/p/.test(error.message) && !/CANARY/.test(error.message),
  )
})
