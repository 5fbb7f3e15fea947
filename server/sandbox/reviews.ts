import { record, text, texts } from '#lib/resources/field.ts'
import { badRequest } from './status-error.ts'

export type Caller = { readonly username: string; readonly groups: readonly string[] }

const review = (group: string, kind: string, plural: string, namespaced = false) => ({
  group,
  version: 'v1',
  kind,
  plural,
  singular: kind.toLowerCase(),
  namespaced,
  verbs: ['create'],
  shortNames: [],
  categories: [],
})

/** Questions that are answered and not stored. */
export const REVIEW_KINDS = [
  review('authentication.k8s.io', 'SelfSubjectReview', 'selfsubjectreviews'),
  review('authorization.k8s.io', 'LocalSubjectAccessReview', 'localsubjectaccessreviews', true),
  review('authorization.k8s.io', 'SelfSubjectAccessReview', 'selfsubjectaccessreviews'),
  review('authorization.k8s.io', 'SelfSubjectRulesReview', 'selfsubjectrulesreviews'),
  review('authorization.k8s.io', 'SubjectAccessReview', 'subjectaccessreviews'),
] as const

export const isReview = (group: string, version: string, plural: string): boolean =>
  REVIEW_KINDS.some(
    (kind) => kind.group === group && kind.version === version && kind.plural === plural,
  )

/** Who asks: everybody on this machine is the administrator, unless the request impersonates someone. */
export function callerOf(headers: Readonly<Record<string, string | string[] | undefined>>): Caller {
  const user = headers['impersonate-user']
  if (typeof user !== 'string' || user === '')
    return { username: 'sandbox-admin', groups: ['system:masters', 'system:authenticated'] }
  const groups = headers['impersonate-group']
  const named = Array.isArray(groups) ? groups : (groups?.split(',').map((one) => one.trim()) ?? [])
  return { username: user, groups: [...named, 'system:authenticated'] }
}

/**
 * The answer to a review. Roles are not evaluated: everything is allowed, and the reason says so.
 *
 * @throws StatusError 400
 */
export function answerReview(plural: string, body: unknown, caller: Caller): object {
  const kind = REVIEW_KINDS.find((one) => one.plural === plural)
  const given = record(body)
  const spec = record(given.spec)
  if (!kind || text(given.kind) !== kind.kind)
    throw badRequest(`the object provided is unrecognized (must be of type ${kind?.kind})`)
  const base = { kind: kind.kind, apiVersion: `${kind.group}/${kind.version}`, metadata: {} }
  if (plural === 'selfsubjectreviews')
    return {
      ...base,
      status: { userInfo: { username: caller.username, groups: texts(caller.groups) } },
    }
  if (plural === 'selfsubjectrulesreviews')
    return {
      ...base,
      spec: {},
      status: {
        resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
        nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
        incomplete: false,
      },
    }
  const reason = 'the sandbox does not evaluate roles'
  return { ...base, spec, status: { allowed: true, reason } }
}
