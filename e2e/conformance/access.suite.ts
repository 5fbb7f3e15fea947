import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { assertStatus, CONFIG_MAPS, configMap, GADGETS, gadget, NAMESPACE } from './stage.ts'
import type { CallOptions, Method, Target } from './target.ts'

export const RBAC = '/apis/rbac.authorization.k8s.io/v1'
export const ROLE_GROUP = 'rbac.authorization.k8s.io'
const SHOP = 'conformance-shop'

export const role = (name: string, rules: readonly object[]) => ({
  apiVersion: `${ROLE_GROUP}/v1`,
  kind: 'Role',
  metadata: { name },
  rules,
})
export const clusterRole = (name: string, rules: readonly object[], more: object = {}) => ({
  ...role(name, rules),
  kind: 'ClusterRole',
  ...more,
})
export const user = (name: string) => ({ kind: 'User', apiGroup: ROLE_GROUP, name })
export const binding = (
  kind: 'RoleBinding' | 'ClusterRoleBinding',
  name: string,
  ref: string,
  subjects: readonly object[],
) => {
  const [refKind, refName] = ref.split('/')
  return {
    apiVersion: `${ROLE_GROUP}/v1`,
    kind,
    metadata: { name },
    roleRef: { apiGroup: ROLE_GROUP, kind: refKind, name: refName },
    subjects,
  }
}

/** Creates as the administrator. */
export async function make(target: Target, path: string, body: object): Promise<void> {
  assertStatus(await target.call('POST', path, { body }), 201)
}

/** Roles reach the real server's authorizer a moment after they are written. */
export async function answers(
  target: Target,
  status: number,
  method: Method,
  path: string,
  options: CallOptions,
) {
  let answer = await target.call(method, path, options)
  for (let tries = 0; answer.status !== status && tries < 50; tries += 1) {
    await sleep(100)
    answer = await target.call(method, path, options)
  }
  assertStatus(answer, status)
  return answer
}

const account = (name: string) => `system:serviceaccount:${SHOP}:${name}`

export function accessSuite(target: Target): void {
  const shop = `/api/v1/namespaces/${SHOP}`

  describe('who asks', () => {
    test('a token that no one gave out', async () => {
      const { status, body } = await target.call('GET', '/api/v1/pods', { as: 'stranger' })
      assert.equal(status, 401)
      assert.equal(body.message, 'Unauthorized')
      assert.equal(body.reason, 'Unauthorized')
    })

    test('without a token somebody is anonymous, and may look at the version', async () => {
      const { status, body } = await target.call('GET', '/api/v1/pods', { as: 'nobody' })
      assert.equal(status, 403)
      assert.equal(
        body.message,
        'pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" at the cluster scope',
      )
      for (const path of ['/version', '/healthz', '/readyz', '/livez'])
        assertStatus(await target.call('GET', path, { as: 'nobody' }), 200)
      for (const path of ['/api', '/apis', '/openapi/v3'])
        assertStatus(await target.call('GET', path, { as: 'nobody' }), 403)
    })

    test('everybody else may discover', async () => {
      for (const path of ['/api', '/apis', '/api/v1', '/apis/apps/v1', '/openapi/v3'])
        assertStatus(await target.call('GET', path, { as: 'viewer' }), 200)
    })
  })

  describe('what is refused, in the same words', () => {
    const rows: { method: Method; path: string; message: string; details: object }[] = [
      {
        method: 'GET',
        path: '/api/v1/secrets',
        message:
          'secrets is forbidden: User "team-a" cannot list resource "secrets" in API group "" at the cluster scope',
        details: { kind: 'secrets' },
      },
      {
        method: 'GET',
        path: '/api/v1/namespaces/x/secrets/y',
        message:
          'secrets "y" is forbidden: User "team-a" cannot get resource "secrets" in API group "" in the namespace "x"',
        details: { name: 'y', kind: 'secrets' },
      },
      {
        method: 'GET',
        path: '/api/v1/namespaces/x',
        message:
          'namespaces "x" is forbidden: User "team-a" cannot get resource "namespaces" in API group "" in the namespace "x"',
        details: { name: 'x', kind: 'namespaces' },
      },
      {
        method: 'GET',
        path: '/apis/apps/v1/deployments?watch=true',
        message:
          'deployments.apps is forbidden: User "team-a" cannot watch resource "deployments" in API group "apps" at the cluster scope',
        details: { group: 'apps', kind: 'deployments' },
      },
      {
        method: 'PUT',
        path: `${GADGETS}/a/status`,
        message: `gadgets.conformance.test "a" is forbidden: User "team-a" cannot update resource "gadgets/status" in API group "conformance.test" in the namespace "${NAMESPACE}"`,
        details: { name: 'a', group: 'conformance.test', kind: 'gadgets' },
      },
      {
        method: 'DELETE',
        path: CONFIG_MAPS,
        message: `configmaps is forbidden: User "team-a" cannot deletecollection resource "configmaps" in API group "" in the namespace "${NAMESPACE}"`,
        details: { kind: 'configmaps' },
      },
      {
        method: 'GET',
        path: '/apis/nogroup/v1/things',
        message:
          'things.nogroup is forbidden: User "team-a" cannot list resource "things" in API group "nogroup" at the cluster scope',
        details: { group: 'nogroup', kind: 'things' },
      },
      {
        method: 'GET',
        path: '/metrics',
        message: 'forbidden: User "team-a" cannot get path "/metrics"',
        details: {},
      },
      {
        method: 'GET',
        path: '/api/v1/pods?fieldSelector=metadata.name%3Dweb',
        message:
          'pods "web" is forbidden: User "team-a" cannot list resource "pods" in API group "" at the cluster scope',
        details: { name: 'web', kind: 'pods' },
      },
    ]
    for (const { method, path, message, details } of rows)
      test(`${method} ${path}`, async () => {
        const body = method === 'PUT' ? { body: gadget('a') } : {}
        const answer = await target.call(method, path, { as: 'teamA', ...body })
        assert.equal(answer.status, 403)
        assert.equal(answer.body.reason, 'Forbidden')
        assert.equal(answer.body.message, message)
        assert.deepEqual(answer.body.details, details)
      })
  })

  describe('what roles give', () => {
    before(async () => {
      const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: SHOP } }
      await make(target, '/api/v1/namespaces', namespace)
      for (const name of ['named', 'other'])
        await make(target, `${shop}/configmaps`, configMap(name))
      const roles = `${RBAC}/namespaces/${SHOP}/roles`
      await make(
        target,
        roles,
        role('some', [
          { apiGroups: [''], resources: ['configmaps'], resourceNames: ['named'], verbs: ['*'] },
          { apiGroups: [''], resources: ['namespaces'], verbs: ['get'] },
          { apiGroups: ['conformance.test'], resources: ['*/status'], verbs: ['get'] },
          { apiGroups: ['apps'], resources: ['*'], verbs: ['list'] },
        ]),
      )
      await make(
        target,
        `${RBAC}/clusterroles`,
        clusterRole('conformance-services', [
          { apiGroups: [''], resources: ['services'], verbs: ['get', 'list', 'watch'] },
          { nonResourceURLs: ['/metrics', '/logs/*'], verbs: ['get'] },
        ]),
      )
      const bindings = `${RBAC}/namespaces/${SHOP}/rolebindings`
      await make(
        target,
        bindings,
        binding('RoleBinding', 'some', 'Role/some', [
          user('viewer'),
          { kind: 'ServiceAccount', name: 'web' },
        ]),
      )
      await make(
        target,
        bindings,
        binding('RoleBinding', 'services', 'ClusterRole/conformance-services', [
          { kind: 'Group', apiGroup: ROLE_GROUP, name: 'viewers' },
        ]),
      )
      await make(
        target,
        bindings,
        binding('RoleBinding', 'nowhere', 'Role/missing', [user('lost')]),
      )
      await make(
        target,
        `${RBAC}/clusterrolebindings`,
        binding('ClusterRoleBinding', 'conformance-services', 'ClusterRole/conformance-services', [
          { kind: 'Group', apiGroup: ROLE_GROUP, name: `system:serviceaccounts:${SHOP}` },
        ]),
      )
      const last = { 'impersonate-user': account('x') }
      await answers(target, 200, 'GET', '/api/v1/services', { headers: last })
    })

    const rows: { name: string; path: string; who: string; status: number; method?: Method }[] = [
      { name: 'an object by name', path: `${shop}/configmaps/named`, who: 'viewer', status: 200 },
      { name: 'another object', path: `${shop}/configmaps/other`, who: 'viewer', status: 403 },
      { name: 'all of them', path: `${shop}/configmaps`, who: 'viewer', status: 403 },
      {
        name: 'all of one name',
        path: `${shop}/configmaps?fieldSelector=metadata.name%3Dnamed`,
        who: 'viewer',
        status: 200,
      },
      { name: 'the namespace itself', path: shop, who: 'viewer', status: 200 },
      { name: 'another namespace', path: '/api/v1/namespaces/default', who: 'viewer', status: 403 },
      {
        name: 'every kind of a group',
        path: `/apis/apps/v1/namespaces/${SHOP}/deployments`,
        who: 'viewer',
        status: 200,
      },
      {
        name: 'a kind of that group that there is not',
        path: `/apis/apps/v1/namespaces/${SHOP}/nothings`,
        who: 'viewer',
        status: 404,
      },
      {
        name: 'a verb that is not given',
        path: `/apis/apps/v1/namespaces/${SHOP}/deployments/a`,
        who: 'viewer',
        status: 403,
      },
      {
        name: 'a subresource of any kind',
        path: `/apis/conformance.test/v1/namespaces/${SHOP}/gadgets/a/status`,
        who: 'viewer',
        status: 404,
      },
      {
        name: 'the object of that subresource',
        path: `/apis/conformance.test/v1/namespaces/${SHOP}/gadgets/a`,
        who: 'viewer',
        status: 403,
      },
      {
        name: 'a cluster role in one namespace, by group',
        path: `${shop}/services`,
        who: 'viewer viewers',
        status: 200,
      },
      {
        name: 'a cluster role in one namespace is none elsewhere',
        path: '/api/v1/services',
        who: 'viewer viewers',
        status: 403,
      },
      {
        name: 'a service account by name, in the namespace of the binding',
        path: `${shop}/configmaps/named`,
        who: account('web'),
        status: 200,
      },
      {
        name: 'a service account of the same name elsewhere',
        path: `${shop}/configmaps/named`,
        who: 'system:serviceaccount:default:web',
        status: 403,
      },
      {
        name: 'service accounts by the group of their namespace',
        path: '/api/v1/services',
        who: account('any'),
        status: 200,
      },
      {
        name: 'a path below one that ends in a star',
        path: '/logs/nothing/there',
        who: account('any'),
        status: 404,
      },
      { name: 'a path that is not given', path: '/debug', who: account('any'), status: 403 },
    ]
    for (const { name, path, who, status } of rows)
      test(`${name}: ${status}`, async () => {
        const [person = '', group] = who.split(' ')
        const headers = {
          'impersonate-user': person,
          ...(group ? { 'impersonate-group': group } : {}),
        }
        assertStatus(await target.call('GET', path, { headers }), status)
      })

    test('a binding to a role that is not there says so', async () => {
      const { status, body } = await target.call('GET', `${shop}/pods`, {
        headers: { 'impersonate-user': 'lost' },
      })
      assert.equal(status, 403)
      assert.equal(
        body.message,
        `pods is forbidden: User "lost" cannot list resource "pods" in API group "" in the namespace "${SHOP}": RBAC: role.rbac.authorization.k8s.io "missing" not found`,
      )
    })

    test('a person with a token has the same rights as one who is impersonated', async () => {
      assertStatus(await target.call('GET', `${shop}/configmaps/named`, { as: 'viewer' }), 200)
      assertStatus(await target.call('GET', `${shop}/services`, { as: 'viewer' }), 200)
      assertStatus(await target.call('GET', `${shop}/configmaps/other`, { as: 'viewer' }), 403)
    })
  })

  describe('acting as somebody else', () => {
    before(async () => {
      await make(
        target,
        `${RBAC}/clusterroles`,
        clusterRole('conformance-impersonator', [
          { apiGroups: [''], resources: ['users'], resourceNames: ['ann'], verbs: ['impersonate'] },
          { apiGroups: [''], resources: ['groups'], resourceNames: ['g'], verbs: ['impersonate'] },
          {
            apiGroups: ['authentication.k8s.io'],
            resources: ['userextras/scopes'],
            resourceNames: ['view'],
            verbs: ['impersonate'],
          },
        ]),
      )
      await make(
        target,
        `${RBAC}/clusterrolebindings`,
        binding(
          'ClusterRoleBinding',
          'conformance-impersonator',
          'ClusterRole/conformance-impersonator',
          [user('team-b')],
        ),
      )
      const headers = { 'impersonate-user': 'ann' }
      await answers(target, 201, 'POST', REVIEW, { as: 'teamB', headers, body: WHO })
    })

    const whoami = async (headers: Record<string, string>, as: 'admin' | 'teamB') =>
      await target.call('POST', REVIEW, { as, headers, body: WHO })

    test('user, group, uid and more', async () => {
      const { status, body } = await whoami(
        {
          'impersonate-user': 'ann',
          'impersonate-group': 'g',
          'impersonate-uid': 'u-1',
          'impersonate-extra-scopes': 'view',
          'impersonate-extra-a.b%2fc': 'd',
        },
        'admin',
      )
      assert.equal(status, 201)
      assert.deepEqual(body.status.userInfo, {
        username: 'ann',
        uid: 'u-1',
        groups: ['g', 'system:authenticated'],
        extra: { scopes: ['view'], 'a.b/c': ['d'] },
      })
    })

    test('a service account comes with its groups', async () => {
      const { body } = await whoami({ 'impersonate-user': account('web') }, 'admin')
      assert.deepEqual(body.status.userInfo.groups, [
        'system:serviceaccounts',
        `system:serviceaccounts:${SHOP}`,
        'system:authenticated',
      ])
    })

    test('groups without a user are no request', async () => {
      const { status, body } = await whoami({ 'impersonate-group': 'g' }, 'admin')
      assert.equal(status, 400)
      assert.match(body.message, /without impersonating a user name$/)
    })

    for (const { name, headers, status } of [
      { name: 'the one user', headers: { 'impersonate-user': 'ann' }, status: 201 },
      { name: 'another user', headers: { 'impersonate-user': 'bob' }, status: 403 },
      {
        name: 'a group that is given',
        headers: { 'impersonate-user': 'ann', 'impersonate-group': 'g' },
        status: 201,
      },
      {
        name: 'a group that is not',
        headers: { 'impersonate-user': 'ann', 'impersonate-group': 'system:masters' },
        status: 403,
      },
      {
        name: 'a uid that is not given',
        headers: { 'impersonate-user': 'ann', 'impersonate-uid': '1' },
        status: 403,
      },
      {
        name: 'more that is given',
        headers: { 'impersonate-user': 'ann', 'impersonate-extra-scopes': 'view' },
        status: 201,
      },
      {
        name: 'more that is not',
        headers: { 'impersonate-user': 'ann', 'impersonate-extra-scopes': 'edit' },
        status: 403,
      },
    ])
      test(`with the right to one user and one group: ${name}, ${status}`, async () => {
        assertStatus(await whoami(headers as Record<string, string>, 'teamB'), status)
      })

    test('the rights are those of the one who is acted as', async () => {
      const headers = { 'impersonate-user': 'ann' }
      const { status, body } = await target.call('GET', '/api/v1/pods', { as: 'teamB', headers })
      assert.equal(status, 403)
      assert.match(body.message, /^pods is forbidden: User "ann" cannot list/)
    })

    test('who may not is named', async () => {
      const headers = { 'impersonate-user': 'ann' }
      const { status, body } = await target.call('GET', '/api/v1/pods', { as: 'viewer', headers })
      assert.equal(status, 403)
      assert.equal(
        body.message,
        'pods is forbidden: User "viewer" cannot impersonate-on:user-info:list resource "pods" in API group "" at the cluster scope',
      )
    })
  })
}

const REVIEW = '/apis/authentication.k8s.io/v1/selfsubjectreviews'
const WHO = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' }
