import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { answers, binding, clusterRole, make, RBAC, role, user } from './access.suite.ts'
import { assertStatus, errorOf } from './stage.ts'
import type { CallOptions, Target } from './target.ts'

const API = '/apis/authorization.k8s.io/v1'
const PLACE = 'conformance-reviews'

export function reviewSuite(target: Target): void {
  const ask = async (kind: string, spec: object, options: CallOptions = {}) => {
    const plural = `${kind.toLowerCase()}s`
    const place = kind.startsWith('Local') ? `/namespaces/${PLACE}` : ''
    const body = {
      apiVersion: 'authorization.k8s.io/v1',
      kind,
      ...(place ? { metadata: { namespace: PLACE } } : {}),
      spec,
    }
    return await target.call('POST', `${API}${place}/${plural}`, { body, ...options })
  }
  const pods = { verb: 'get', resource: 'pods' }

  describe('questions about rights', () => {
    before(async () => {
      await make(target, '/api/v1/namespaces', {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: PLACE },
      })
      await make(
        target,
        `${RBAC}/clusterroles`,
        clusterRole('conformance-pods', [
          { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
          { nonResourceURLs: ['/stats/*'], verbs: ['get'] },
        ]),
      )
      await make(
        target,
        `${RBAC}/clusterrolebindings`,
        binding('ClusterRoleBinding', 'conformance-pods', 'ClusterRole/conformance-pods', [
          user('ann'),
        ]),
      )
      await make(
        target,
        `${RBAC}/namespaces/${PLACE}/roles`,
        role('edit', [
          {
            apiGroups: ['apps'],
            resources: ['deployments'],
            resourceNames: ['web'],
            verbs: ['patch'],
          },
        ]),
      )
      await make(
        target,
        `${RBAC}/namespaces/${PLACE}/rolebindings`,
        binding('RoleBinding', 'edit', 'Role/edit', [user('ann')]),
      )
      const web = { group: 'apps', resource: 'deployments', verb: 'patch', name: 'web' }
      const headers = { 'impersonate-user': 'ann' }
      for (let tries = 0; ; tries += 1) {
        const spec = { resourceAttributes: { ...web, namespace: PLACE } }
        const { body } = await ask('SelfSubjectAccessReview', spec, { headers })
        if (body.status?.allowed || tries > 50) break
        await answers(target, 200, 'GET', '/version', {})
      }
    })

    test('about oneself', async () => {
      const headers = { 'impersonate-user': 'ann' }
      const yes = await ask('SelfSubjectAccessReview', { resourceAttributes: pods }, { headers })
      assert.equal(yes.status, 201)
      assert.deepEqual(yes.body.status, {
        allowed: true,
        reason:
          'RBAC: allowed by ClusterRoleBinding "conformance-pods" of ClusterRole "conformance-pods" to User "ann"',
      })
      assert.deepEqual(yes.body.spec, { resourceAttributes: pods })
      const no = await ask(
        'SelfSubjectAccessReview',
        { resourceAttributes: { ...pods, verb: 'delete' } },
        { headers },
      )
      assert.deepEqual(no.body.status, { allowed: false })
      const path = { nonResourceAttributes: { verb: 'get', path: '/stats/x' } }
      assert.equal(
        (await ask('SelfSubjectAccessReview', path, { headers })).body.status.allowed,
        true,
      )
    })

    test('about somebody else', async () => {
      const access = {
        resourceAttributes: {
          namespace: PLACE,
          verb: 'patch',
          group: 'apps',
          resource: 'deployments',
          name: 'web',
        },
      }
      const yes = await ask('SubjectAccessReview', { ...access, user: 'ann' })
      assert.deepEqual(yes.body.status, {
        allowed: true,
        reason: `RBAC: allowed by RoleBinding "edit/${PLACE}" of Role "edit" to User "ann"`,
      })
      const other = await ask('SubjectAccessReview', { ...access, user: 'bob', groups: ['g'] })
      assert.deepEqual(other.body.status, { allowed: false })
      const master = await ask('SubjectAccessReview', { ...access, groups: ['system:masters'] })
      assert.equal(master.body.status.allowed, true)
      assertStatus(
        await ask('SubjectAccessReview', { ...access, user: 'a' }, { as: 'viewer' }),
        403,
      )
    })

    test('in one namespace', async () => {
      const local = (namespace: string) =>
        ask('LocalSubjectAccessReview', {
          user: 'ann',
          resourceAttributes: { ...pods, namespace },
        })
      assert.equal((await local(PLACE)).body.status.allowed, true)
      assert.deepEqual(errorOf(await local('other')), {
        code: 422,
        reason: 'Invalid',
        fields: ['spec.resourceAttributes.namespace FieldValueInvalid'],
      })
    })

    for (const { name, spec, fields } of [
      {
        name: 'nothing',
        spec: {},
        fields: ['spec.resourceAttributes FieldValueInvalid', 'spec.user FieldValueInvalid'],
      },
      {
        name: 'two things',
        spec: { user: 'a', resourceAttributes: pods, nonResourceAttributes: { path: '/' } },
        fields: ['spec.nonResourceAttributes FieldValueInvalid'],
      },
      {
        name: 'nobody',
        spec: { resourceAttributes: pods },
        fields: ['spec.user FieldValueInvalid'],
      },
    ])
      test(`a question about ${name} is refused`, async () => {
        assert.deepEqual(errorOf(await ask('SubjectAccessReview', spec)), {
          code: 422,
          reason: 'Invalid',
          fields,
        })
      })

    test('all that one may do in a namespace', async () => {
      const headers = { 'impersonate-user': 'ann' }
      const { body } = await ask('SelfSubjectRulesReview', { namespace: PLACE }, { headers })
      const { resourceRules, nonResourceRules, incomplete } = body.status
      assert.equal(incomplete, false)
      const has = (rule: object) =>
        assert.ok(
          resourceRules.some((one: object) => JSON.stringify(one) === JSON.stringify(rule)),
          JSON.stringify(resourceRules),
        )
      has({ verbs: ['get'], apiGroups: [''], resources: ['pods'] })
      has({
        verbs: ['patch'],
        apiGroups: ['apps'],
        resources: ['deployments'],
        resourceNames: ['web'],
      })
      assert.ok(
        nonResourceRules.some(
          (one: { nonResourceURLs: string[] }) => one.nonResourceURLs[0] === '/stats/*',
        ),
      )
      const elsewhere = await ask('SelfSubjectRulesReview', { namespace: 'default' }, { headers })
      assert.ok(!JSON.stringify(elsewhere.body.status).includes('deployments'))
      assertStatus(await ask('SelfSubjectRulesReview', {}, { headers }), 400)
    })

    test('who one is', async () => {
      const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' }
      const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews'
      const answer = await target.call('POST', path, { as: 'viewer', body })
      assert.equal(answer.status, 201)
      assert.deepEqual(answer.body.status.userInfo, {
        username: 'viewer',
        uid: 'viewer',
        groups: ['viewers', 'system:authenticated'],
      })
      assert.match(answer.body.metadata.creationTimestamp, /^\d{4}-/)
    })
  })
}
