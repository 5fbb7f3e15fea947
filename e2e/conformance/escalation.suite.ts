import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import {
  answers,
  binding,
  clusterRole,
  make,
  RBAC,
  ROLE_GROUP,
  role,
  user,
} from './access.suite.ts'
import { assertStatus } from './stage.ts'
import type { Target } from './target.ts'

const PLACE = 'conformance-roles'
const ROLES = `${RBAC}/namespaces/${PLACE}/roles`
const BINDINGS = `${RBAC}/namespaces/${PLACE}/rolebindings`

/** Nobody gives away more than they have. */
export function escalationSuite(target: Target): void {
  describe('giving rights away', () => {
    before(async () => {
      await make(target, '/api/v1/namespaces', {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: PLACE },
      })
      await make(
        target,
        ROLES,
        role('manager', [
          { apiGroups: [ROLE_GROUP], resources: ['roles', 'rolebindings'], verbs: ['*'] },
          { apiGroups: [''], resources: ['pods', 'services'], verbs: ['get', 'list'] },
        ]),
      )
      await make(
        target,
        ROLES,
        role('writer', [
          {
            apiGroups: [ROLE_GROUP],
            resources: ['roles', 'rolebindings'],
            verbs: ['create', 'update', 'patch', 'get'],
          },
          { apiGroups: [''], resources: ['pods', 'services'], verbs: ['get', 'list'] },
          {
            apiGroups: [ROLE_GROUP],
            resources: ['clusterroles'],
            resourceNames: ['conformance-bindable'],
            verbs: ['bind'],
          },
        ]),
      )
      for (const name of ['conformance-bindable', 'conformance-unbindable'])
        await make(
          target,
          `${RBAC}/clusterroles`,
          clusterRole(name, [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }]),
        )
      await make(target, BINDINGS, binding('RoleBinding', 'm', 'Role/manager', [user('team-b')]))
      await make(target, BINDINGS, binding('RoleBinding', 'w', 'Role/writer', [user('team-a')]))
      for (const as of ['teamA', 'teamB'] as const)
        await answers(target, 200, 'GET', `${ROLES}/writer`, { as })
    })

    test('a role with rights that one has', async () => {
      const body = role('held', [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }])
      assertStatus(await target.call('POST', ROLES, { as: 'teamA', body }), 201)
    })

    test('a role with more', async () => {
      const body = role('more', [
        { apiGroups: [''], resources: ['pods', 'secrets'], verbs: ['get', 'delete'] },
        { apiGroups: ['apps'], resources: ['*'], verbs: ['*'] },
      ])
      const answer = await target.call('POST', ROLES, { as: 'teamA', body })
      assert.equal(answer.status, 403)
      assert.equal(
        answer.body.message,
        `roles.rbac.authorization.k8s.io "more" is forbidden: user "team-a" (groups=["team-a" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:
{APIGroups:[""], Resources:["pods"], Verbs:["delete"]}
{APIGroups:[""], Resources:["secrets"], Verbs:["get" "delete"]}
{APIGroups:["apps"], Resources:["*"], Verbs:["*"]}`,
      )
      assert.deepEqual(answer.body.details, {
        name: 'more',
        group: ROLE_GROUP,
        kind: 'roles',
      })
    })

    test('a role that a patch gives more', async () => {
      await make(target, ROLES, role('small', []))
      const body = { rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }] }
      assertStatus(await target.call('PATCH', `${ROLES}/small`, { as: 'teamA', body }), 403)
      const held = { rules: [{ apiGroups: [''], resources: ['services'], verbs: ['get'] }] }
      assertStatus(await target.call('PATCH', `${ROLES}/small`, { as: 'teamA', body: held }), 200)
    })

    test('who may escalate may write any role', async () => {
      const body = role('any', [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }])
      assertStatus(await target.call('POST', ROLES, { as: 'teamB', body }), 201)
    })

    for (const { name, ref, status } of [
      { name: 'a binding to a role whose rights one has', ref: 'Role/small', status: 201 },
      {
        name: 'a binding to a role with more',
        ref: 'ClusterRole/conformance-unbindable',
        status: 403,
      },
      {
        name: 'a binding that is allowed by name',
        ref: 'ClusterRole/conformance-bindable',
        status: 201,
      },
      { name: 'a binding to a role that is not there', ref: 'Role/absent', status: 404 },
    ])
      test(`${name}: ${status}`, async () => {
        const body = binding('RoleBinding', ref.replace('/', '-').toLowerCase(), ref, [user('x')])
        assertStatus(await target.call('POST', BINDINGS, { as: 'teamA', body }), status)
      })
  })
}
