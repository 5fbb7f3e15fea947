import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { AppError } from '#lib/errors/app-error.ts'
import { connectInCluster } from './connect-in-cluster.ts'
import { connectKubeconfig } from './connect-kubeconfig.ts'
import { connectUrl } from './connection.ts'
import { execCredential } from './exec-credential.ts'

const folder = mkdtempSync(join(tmpdir(), 'meshwright-connect-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string, content: string | object) => {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

const config = (user: object, cluster: object = {}, more: object = {}) => ({
  clusters: [{ name: 'c', cluster: { server: 'http://127.0.0.1:1/', ...cluster } }],
  users: [{ name: 'u', user }],
  contexts: [{ name: 'x', context: { cluster: 'c', user: 'u', namespace: 'mine' } }],
  'current-context': 'x',
  ...more,
})
const fails = (code: string, says: RegExp) => (error: AppError) => {
  assert.equal(error.code, code)
  assert.match(error.message, says)
  assert.doesNotMatch(`${error.message}${error.toProblem().fix}`, /CANARY/)
  return true
}

const script = (answer: unknown, more = '') =>
  file(
    `plugin-${Math.random()}.cjs`,
    `${more};process.stdout.write(${JSON.stringify(typeof answer === 'string' ? answer : JSON.stringify(answer))})`,
  )
const plugin = (path: string, more: object = {}) => ({
  apiVersion: 'client.authentication.k8s.io/v1',
  command: process.execPath,
  args: [path],
  ...more,
})
const answered = (status: object) => ({ kind: 'ExecCredential', status })

const users: { name: string; user: object; headers: object }[] = [
  { name: 'a token', user: { token: 'CANARY' }, headers: { authorization: 'Bearer CANARY' } },
  {
    name: 'a token in a file beside the kubeconfig',
    user: { tokenFile: 'token', token: 'old' },
    headers: { authorization: 'Bearer from-file' },
  },
  {
    name: 'a user name and a password',
    user: { username: 'a', password: 'b' },
    headers: { authorization: `Basic ${Buffer.from('a:b').toString('base64')}` },
  },
  { name: 'nobody', user: {}, headers: {} },
  {
    name: 'somebody else (as)',
    user: { token: 't', as: 'jane' },
    headers: { authorization: 'Bearer t', 'impersonate-user': 'jane' },
  },
  {
    name: 'a plugin',
    user: { exec: plugin(script(answered({ token: 'CANARY' }))) },
    headers: { authorization: 'Bearer CANARY' },
  },
  {
    name: 'a plugin that reads what kubectl would tell it',
    user: {
      exec: plugin(
        file(
          'echo.cjs',
          `const info = JSON.parse(process.env.KUBERNETES_EXEC_INFO)
           const token = info.spec.cluster.server + process.env.FLAVOUR + info.spec.interactive
           process.stdout.write(JSON.stringify({ status: { token } }))`,
        ),
        { provideClusterInfo: true, env: [{ name: 'FLAVOUR', value: '-sweet-' }] },
      ),
    },
    headers: { authorization: 'Bearer http://127.0.0.1:1/-sweet-false' },
  },
]
file('token', 'from-file\n')

test('a plugin is told the authority of a file, and what the cluster has to say to it', async () => {
  const path = file(
    'told.cjs',
    `const { cluster } = JSON.parse(process.env.KUBERNETES_EXEC_INFO).spec
     const token = cluster['certificate-authority-data'] + cluster.config.audience
     process.stdout.write(JSON.stringify({ status: { token } }))`,
  )
  const cluster = {
    'certificate-authority': file('told.crt', 'ca'),
    extensions: [{ name: 'client.authentication.k8s.io/exec', extension: { audience: '-mine' } }],
  }
  const exec = plugin(path, { provideClusterInfo: true })
  assert.deepEqual(await execCredential(exec, cluster), { token: 'Y2E=-mine' })
})

for (const { name, user, headers } of users) {
  test(`kubeconfig: ${name}`, async () => {
    const connection = await connectKubeconfig({ files: [file(`${name}.json`, config(user))] })
    assert.equal(connection.server, 'http://127.0.0.1:1')
    assert.equal(connection.namespace, 'mine')
    assert.deepEqual((await connection.credentials()).headers, headers)
    await connection.close()
  })
}

test('kubeconfig: a token file is read again', async () => {
  const token = file('rotating', 'one')
  const connection = await connectKubeconfig({
    files: [file('r.json', config({ tokenFile: token }))],
  })
  assert.equal((await connection.credentials()).headers.authorization, 'Bearer one')
  writeFileSync(token, 'two')
  assert.equal((await connection.credentials()).headers.authorization, 'Bearer two')
  await connection.close()
})

test('kubeconfig: a plugin runs once while its answer holds, and again when it has ended', async () => {
  const count = join(folder, 'count')
  const counting = `require('fs').appendFileSync(${JSON.stringify(count)}, 'x')`
  const { readFileSync } = await import('node:fs')
  const runs = () => readFileSync(count, 'utf8').length
  const user = {
    exec: plugin(
      script(answered({ token: 't', expirationTimestamp: '2999-01-01T00:00:00Z' }), counting),
    ),
  }
  const connection = await connectKubeconfig({ files: [file('count.json', config(user))] })
  await Promise.all([connection.credentials(), connection.credentials()])
  await connection.credentials()
  assert.equal(runs(), 1)
  await Promise.all([connection.credentials(true), connection.credentials(true)])
  assert.equal(runs(), 1, 'refused watches come in crowds: a fresh answer is not asked for again')
  const old = {
    exec: plugin(
      script(answered({ token: 't', expirationTimestamp: '2001-01-01T00:00:00Z' }), counting),
    ),
  }
  const other = await connectKubeconfig({ files: [file('old.json', config(old))] })
  await other.credentials()
  await other.credentials()
  assert.equal(runs(), 3)
  await Promise.all([connection.close(), other.close()])
})

test('kubeconfig: the first of several files wins, missing ones are passed over, paths start at their file', async () => {
  file('far/token', 'far')
  const first = file('first.yaml', 'clusters:\n- {name: c, cluster: {server: "http://first:1"}}\n')
  const second = file('far/second.json', {
    ...config({ tokenFile: 'token' }, { server: 'http://second:1' }),
    users: [{ name: 'u', user: { tokenFile: 'token' } }],
  })
  const connection = await connectKubeconfig({
    files: [join(folder, 'none'), first, file('nothing', ''), second],
  })
  assert.equal(connection.server, 'http://first:1')
  assert.equal((await connection.credentials()).headers.authorization, 'Bearer far')
  await connection.close()
})

const broken: {
  name: string
  files: string[]
  context?: string
  isRequired?: boolean
  code: string
  says: RegExp
}[] = [
  {
    name: 'no YAML: file and place, never its text',
    files: [file('bad.yaml', 'users:\n  - name: u\n    user: {token: "CANARY}\n')],
    code: 'config/kubeconfig',
    says: /bad\.yaml: It is no valid YAML at line \d+, column \d+/,
  },
  {
    name: 'a list',
    files: [file('list.yaml', '- a\n')],
    code: 'config/kubeconfig',
    says: /no map of clusters/,
  },
  {
    name: 'a folder',
    files: [folder],
    code: 'config/kubeconfig',
    says: /cannot be read \(EISDIR\)/,
  },
  {
    name: 'missing, though asked for',
    files: [join(folder, 'nope')],
    isRequired: true,
    code: 'config/kubeconfig',
    says: /nope: There is no such file/,
  },
  {
    name: 'no such context',
    files: [file('ok.json', config({}))],
    context: 'other',
    code: 'config/context',
    says: /no usable context "other"/,
  },
  {
    name: 'a context without its cluster',
    files: [file('dangling.json', config({}, {}, { clusters: [] }))],
    code: 'config/context',
    says: /no usable context "x"/,
  },
  {
    name: 'a server that is no address',
    files: [file('ftp.json', config({}, { server: 'ftp://x' }))],
    code: 'cluster/unreachable',
    says: /no http\(s\) address/,
  },
]
for (const { name, code, says, ...options } of broken) {
  test(`a broken kubeconfig says what is wrong: ${name}`, async () => {
    await assert.rejects(connectKubeconfig(options), fails(code, says))
  })
}

const plugins: { name: string; exec: object; says: RegExp; timeoutMs?: number }[] = [
  {
    name: 'not installed',
    exec: { command: 'no-such-plugin-here', installHint: 'Get it from example.test.' },
    says: /no-such-plugin-here: the command was not found\. Get it from example\.test\./,
  },
  {
    name: 'not signed in',
    exec: plugin(script('', `console.error('please log in');process.exit(3)`)),
    says: /it failed: please log in/,
  },
  { name: 'no JSON', exec: plugin(script('CANARY')), says: /its answer is no JSON/ },
  { name: 'an empty answer', exec: plugin(script(answered({}))), says: /neither a token nor/ },
  {
    name: 'waiting for somebody to type',
    exec: plugin(file('hang.cjs', 'setInterval(() => {}, 1000)')),
    says: /no answer within 0\.3 seconds/,
    timeoutMs: 300,
  },
  {
    name: 'waiting, after it said for what',
    exec: plugin(
      file(
        'code.cjs',
        'console.error("enter CODE-1 at example.test"); setInterval(() => {}, 1000)',
      ),
    ),
    says: /no answer within 2 seconds\. It said: enter CODE-1 at example\.test/,
    timeoutMs: 2000,
  },
  {
    name: 'for a terminal only',
    exec: plugin(script(answered({ token: 'x' })), { interactiveMode: 'Always' }),
    says: /it wants a terminal/,
  },
  { name: 'no command', exec: {}, says: /names no command/ },
]
for (const { name, exec, says, timeoutMs } of plugins) {
  test(`a plugin that fails says why: ${name}`, async () => {
    await assert.rejects(
      execCredential(exec as Record<string, unknown>, {}, { timeoutMs }),
      fails('cluster/credentials', says),
    )
  })
}

test('in a pod: address, namespace and a token that rotates', async () => {
  const ca = 'ca'
  for (const [name, text] of Object.entries({ 'ca.crt': ca, namespace: 'here', token: 'one' })) {
    file(`account/${name}`, text)
  }
  const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '6443' }
  const connection = connectInCluster(env, join(folder, 'account'))
  assert.deepEqual([connection.server, connection.namespace], ['https://[fd00::1]:6443', 'here'])
  assert.equal((await connection.credentials()).headers.authorization, 'Bearer one')
  file('account/token', 'two')
  assert.equal((await connection.credentials(true)).headers.authorization, 'Bearer two')
  await connection.close()
  assert.throws(
    () => connectInCluster(env, join(folder, 'no-account')),
    fails('cluster/credentials', /not mounted/),
  )
})

for (const url of ['', 'x', 'file:///etc/passwd', 'javascript:1']) {
  test(`no API server at ${JSON.stringify(url)}`, () => {
    assert.throws(() => connectUrl(url), fails('cluster/unreachable', /no http\(s\) address/))
  })
}

test('credentials in an address are not kept', () => {
  assert.equal(connectUrl('http://a:CANARY@host:1/path/').server, 'http://host:1/path')
})
