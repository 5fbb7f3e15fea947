import { record, text } from '#lib/resources/field.ts'
import { forbiddenObject } from './access-request.ts'
import type { Authorizer } from './authorizer.ts'
import { type Caller, MASTERS } from './caller.ts'
import { missingRights, type Rule, readRules } from './role-rules.ts'
import type { ServedKind } from './served-kind.ts'
import { StatusError } from './status-error.ts'
import type { StoredObject } from './store.ts'

const GROUP = 'rbac.authorization.k8s.io'

/**
 * Nobody may give away more than they have: a role with new rights needs those rights or `escalate`, a
 * binding needs the rights of its role or `bind`.
 *
 * @throws StatusError 403
 * @see k8s.io/kubernetes/pkg/registry/rbac/role/policybased
 */
export function refuseEscalation(
  authorizer: Authorizer,
  caller: Caller,
  kind: ServedKind,
  object: StoredObject,
): void {
  if (kind.group !== GROUP || caller.groups.includes(MASTERS)) return
  const name = text(object.metadata.name) ?? ''
  const namespace = kind.namespaced ? (text(object.metadata.namespace) ?? '') : ''
  const rules = kind.plural.endsWith('bindings')
    ? boundRules(authorizer, caller, object, namespace)
    : authorizer.decide(caller, request('escalate', kind.plural, namespace, name)).allowed
      ? []
      : readRules(object.rules)
  const held = [...authorizer.roles.rulesFor(caller, namespace)].flatMap((one) =>
    'rule' in one ? [one.rule] : [],
  )
  const missing = missingRights(held, rules)
  if (missing.length === 0) return
  const groups = caller.groups.map((group) => JSON.stringify(group)).join(' ')
  throw forbiddenObject(
    kind,
    name,
    `user ${JSON.stringify(caller.username)} (groups=[${groups}]) is attempting to grant RBAC permissions not currently held:\n${missing.join('\n')}`,
  )
}

const request = (verb: string, resource: string, namespace: string, name: string) => ({
  verb,
  group: GROUP,
  resource,
  subresource: '',
  namespace,
  name,
})

function boundRules(
  authorizer: Authorizer,
  caller: Caller,
  object: StoredObject,
  namespace: string,
): readonly Rule[] {
  const given = record(object.roleRef)
  const ref = { kind: text(given.kind) ?? '', name: text(given.name) ?? '' }
  const resource = ref.kind === 'ClusterRole' ? 'clusterroles' : 'roles'
  if (authorizer.decide(caller, request('bind', resource, namespace, ref.name)).allowed) return []
  const rules = authorizer.roles.rulesOf(ref, namespace)
  if (typeof rules !== 'string') return rules
  const details = { name: ref.name, group: GROUP, kind: resource }
  throw new StatusError(404, 'NotFound', rules, details)
}
