import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { type Access, accessOf } from './access-request.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from './index.ts'
import { readPeople } from './people.ts'
import { resourcePath } from './request-path.ts'
import { missingRights, type Rule, readRules, ruleAllows } from './role-rules.ts'

const open: Sandbox[] = []
after(() => Promise.all(open.map((sandbox) => sandbox.stop())))

async function start(text: string, options: SandboxOptions = {}) {
  const sandbox = await startSandbox({ texts: [{ name: 'test.yaml', text }], ...options })
  open.push(sandbox)
  const status = async (path: string, headers: Record<string, string> = {}): Promise<number> =>
    (await fetch(`${sandbox.url}${path}`, { headers })).status
  return { ...sandbox, status }
}

const rule = (given: object): Rule => readRules([given])[0] ?? assert.fail()
const pods = { verb: 'get', group: '', resource: 'pods', subresource: '', namespace: '', name: '' }

describe('a rule', () => {
  const core = { verbs: ['get'], apiGroups: [''], resources: ['pods'] }
  const rows: { name: string; rule: object; access: Access; allows: boolean }[] = [
    { name: 'that fits', rule: core, access: pods, allows: true },
    { name: 'of another verb', rule: core, access: { ...pods, verb: 'list' }, allows: false },
    { name: 'of another group', rule: core, access: { ...pods, group: 'apps' }, allows: false },
    {
      name: 'and a subresource',
      rule: core,
      access: { ...pods, subresource: 'log' },
      allows: false,
    },
    {
      name: 'of that subresource of any kind',
      rule: { ...core, resources: ['*/log'] },
      access: { ...pods, subresource: 'log' },
      allows: true,
    },
    {
      name: 'of everything, for a path',
      rule: { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
      access: { verb: 'get', path: '/metrics' },
      allows: false,
    },
    {
      name: 'of a path that ends in a star',
      rule: { verbs: ['get'], nonResourceURLs: ['/logs/*'] },
      access: { verb: 'get', path: '/logs/a/b' },
      allows: true,
    },
    { name: 'without anything in it', rule: {}, access: pods, allows: false },
    {
      name: 'of the wrong types',
      rule: { verbs: 'get', apiGroups: null, resources: { a: 1 } },
      access: pods,
      allows: false,
    },
  ]
  for (const row of rows)
    test(`${row.name}: ${row.allows}`, () => {
      assert.equal(ruleAllows(rule(row.rule), row.access), row.allows)
    })
})

describe('what of some rules others do not give', () => {
  const held = readRules([
    { verbs: ['get', 'list'], apiGroups: ['', 'apps'], resources: ['pods', '*/status'] },
    { verbs: ['*'], apiGroups: ['g'], resources: ['*'], resourceNames: ['one'] },
    { verbs: ['get'], nonResourceURLs: ['/a/*'] },
  ])
  for (const { name, wanted, missing } of [
    {
      name: 'nothing',
      wanted: { verbs: ['get'], apiGroups: ['apps'], resources: ['pods', 'pods/status'] },
      missing: [],
    },
    {
      name: 'a verb',
      wanted: { verbs: ['get', 'watch', 'patch'], apiGroups: [''], resources: ['pods'] },
      missing: ['{APIGroups:[""], Resources:["pods"], Verbs:["watch" "patch"]}'],
    },
    {
      name: 'all names where one is held',
      wanted: { verbs: ['get'], apiGroups: ['g'], resources: ['x'] },
      missing: ['{APIGroups:["g"], Resources:["x"], Verbs:["get"]}'],
    },
    {
      name: 'a name where another is held',
      wanted: { verbs: ['get'], apiGroups: ['g'], resources: ['x'], resourceNames: ['one', 'two'] },
      missing: ['{APIGroups:["g"], Resources:["x"], ResourceNames:["two"], Verbs:["get"]}'],
    },
    {
      name: 'a path',
      wanted: { verbs: ['get'], nonResourceURLs: ['/a/b', '/a/*', '/c'] },
      missing: ['{NonResourceURLs:["/c"], Verbs:["get"]}'],
    },
  ])
    test(name, () => assert.deepEqual(missingRights(held, readRules([wanted])), missing))
})

describe('the access that a request needs', () => {
  for (const { method, url, access } of [
    { method: 'GET', url: '/api/v1/pods', access: { verb: 'list', name: '' } },
    { method: 'GET', url: '/api/v1/pods?watch=true', access: { verb: 'watch' } },
    {
      method: 'GET',
      url: '/api/v1/pods?fieldSelector=metadata.name%3Da',
      access: { verb: 'list', name: 'a' },
    },
    {
      method: 'GET',
      url: '/api/v1/namespaces/shop',
      access: { verb: 'get', namespace: 'shop', name: 'shop' },
    },
    {
      method: 'PATCH',
      url: '/apis/apps/v1/namespaces/shop/deployments/web/status',
      access: { verb: 'patch', group: 'apps', subresource: 'status', namespace: 'shop' },
    },
    { method: 'DELETE', url: '/api/v1/nodes', access: { verb: 'deletecollection' } },
    { method: 'GET', url: '/version', access: { verb: 'get', path: '/version' } },
  ])
    test(`${method} ${url}`, () => {
      const { pathname, searchParams } = new URL(url, 'http://x')
      const found = accessOf(method, pathname, resourcePath(pathname), searchParams)
      assert.deepEqual({ ...found, ...access }, found)
    })
})

const ROLES = `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: gathered }
aggregationRule: { clusterRoleSelectors: [{ matchLabels: { gather: "yes" } }] }
rules: []
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: part, labels: { gather: "yes" } }
rules: [{ apiGroups: [""], resources: [services], verbs: [list] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: loop, labels: { gather: "yes" } }
aggregationRule: { clusterRoleSelectors: [{ matchLabels: { gather: "yes" } }] }
rules: [{ apiGroups: [""], resources: [nodes], verbs: [list] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: gathered }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: gathered }
subjects: [{ kind: User, apiGroup: rbac.authorization.k8s.io, name: ann }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: viewers, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [{ kind: Group, apiGroup: rbac.authorization.k8s.io, name: team }]
`

describe('people and the roles in manifests', () => {
  const people = [
    { token: 'token-ann', user: 'ann' },
    { token: 'token-bob', user: 'bob', groups: ['team'] },
  ]
  for (const { name, path, token, code } of [
    {
      name: 'rules of roles that another gathers',
      path: '/api/v1/services',
      token: 'ann',
      code: 200,
    },
    { name: 'also where they gather each other', path: '/api/v1/nodes', token: 'ann', code: 200 },
    { name: 'and no more', path: '/api/v1/pods', token: 'ann', code: 403 },
    {
      name: 'the view that every cluster has',
      path: '/api/v1/namespaces/shop/pods',
      token: 'bob',
      code: 200,
    },
    {
      name: 'is without secrets',
      path: '/api/v1/namespaces/shop/secrets',
      token: 'bob',
      code: 403,
    },
    { name: 'and for one namespace', path: '/api/v1/pods', token: 'bob', code: 403 },
    { name: 'an unknown token', path: '/version', token: 'eve', code: 401 },
  ])
    test(`${name}: ${code}`, async () => {
      const { status, unreadable } = await start(ROLES, { people })
      assert.deepEqual(unreadable, [])
      assert.equal(await status(path, { authorization: `Bearer token-${token}` }), code)
    })

  test('without people everybody is the administrator, whatever the token', async () => {
    const { status } = await start(ROLES)
    assert.equal(await status('/api/v1/secrets'), 200)
    assert.equal(await status('/api/v1/secrets', { authorization: 'Bearer any' }), 200)
    assert.equal(await status('/api/v1/secrets', { 'impersonate-user': 'ann' }), 403)
    assert.equal(await status('/api/v1/services', { 'impersonate-user': 'ann' }), 200)
  })

  test('a role of the same name in the manifests counts', async () => {
    const own = ROLES.replace('name: gathered }\naggregation', 'name: view }\naggregation')
    const { status } = await start(own, { people })
    const headers = { authorization: 'Bearer token-bob' }
    assert.equal(await status('/api/v1/namespaces/shop/pods', headers), 403)
    assert.equal(await status('/api/v1/namespaces/shop/services', headers), 200)
  })
})

describe('a file of people', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-people-'))
  after(() => rmSync(folder, { recursive: true }))
  for (const { name, text, says } of [
    { name: 'no list', text: '{}', says: /a list of people is expected/ },
    { name: 'no token', text: '[{"user":"a"}]', says: /person 1 has no token/ },
    { name: 'no person', text: '[{"user":"a","token":"b"},null]', says: /person 2/ },
    { name: 'no JSON', text: 'x', says: /JSON/ },
  ])
    test(name, () => {
      const file = join(folder, 'people.json')
      writeFileSync(file, text)
      assert.throws(() => readPeople(file), says)
    })

  test('in order', () => {
    const file = join(folder, 'people.json')
    writeFileSync(file, '[{"user":"a","token":"b","uid":"c","groups":["d",1]}]')
    assert.deepEqual(readPeople(file), [{ user: 'a', token: 'b', uid: 'c', groups: ['d'] }])
  })
})
