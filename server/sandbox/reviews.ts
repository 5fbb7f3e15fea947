import { isRecord, own, record, text, texts } from '#lib/resources/field.ts'
import type { Access } from './access-request.ts'
import type { Authorizer } from './authorizer.ts'
import type { Caller } from './caller.ts'
import { badRequest, type Cause, invalid } from './status-error.ts'
import { timestamp } from './timestamp.ts'

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

type Review = (typeof REVIEW_KINDS)[number]

export const reviewKind = (group: string, version: string, plural: string): Review | undefined =>
  REVIEW_KINDS.find(
    (kind) => kind.group === group && kind.version === version && kind.plural === plural,
  )

export type Question = {
  readonly caller: Caller
  /** Of the path, for a LocalSubjectAccessReview. */
  readonly namespace: string
  readonly authorizer: Authorizer
  readonly now: Date
}

/**
 * The answer to a review.
 *
 * @throws StatusError 400 or 422
 */
export function answerReview(kind: Review, body: unknown, question: Question): object {
  const given = record(body)
  if (text(given.kind) !== kind.kind)
    throw badRequest(`the object provided is unrecognized (must be of type ${kind.kind})`)
  const spec = record(given.spec)
  const base = { kind: kind.kind, apiVersion: `${kind.group}/${kind.version}`, metadata: {} }
  switch (kind.kind) {
    case 'SelfSubjectReview':
      return {
        ...base,
        metadata: { creationTimestamp: timestamp(question.now) },
        status: { userInfo: userInfo(question.caller) },
      }
    case 'SelfSubjectRulesReview':
      return { ...base, spec: {}, status: rulesOf(spec, question) }
    default: {
      const access = accessIn(kind, spec, question)
      const caller =
        kind.kind === 'SelfSubjectAccessReview' ? question.caller : subjectIn(kind, spec)
      const { allowed, reason } = question.authorizer.decide(caller, access)
      return { ...base, spec, status: { allowed, ...(reason ? { reason } : {}) } }
    }
  }
}

const userInfo = ({ username, uid, groups, extra }: Caller): object => ({
  username,
  ...(uid ? { uid } : {}),
  groups,
  ...(extra ? { extra: Object.fromEntries(extra) } : {}),
})

function rulesOf(spec: Readonly<Record<string, unknown>>, question: Question): object {
  const namespace = text(spec.namespace) ?? ''
  if (namespace === '') throw badRequest('no namespace on request')
  const resourceRules: object[] = []
  const nonResourceRules: object[] = []
  const problems: string[] = []
  for (const held of question.authorizer.roles.rulesFor(question.caller, namespace)) {
    if ('problem' in held) {
      problems.push(held.problem)
      continue
    }
    const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = held.rule
    if (resources.length > 0)
      resourceRules.push({
        verbs,
        apiGroups,
        resources,
        ...(resourceNames.length > 0 ? { resourceNames } : {}),
      })
    if (nonResourceURLs.length > 0) nonResourceRules.push({ verbs, nonResourceURLs })
  }
  return {
    resourceRules,
    nonResourceRules,
    incomplete: false,
    ...(problems.length > 0 ? { evaluationError: problems.join(', ') } : {}),
  }
}

/** Everything that is asked about somebody else's rights names them. */
function subjectIn(kind: Review, spec: Readonly<Record<string, unknown>>): Caller {
  const username = text(spec.user) ?? ''
  const groups = texts(spec.groups)
  if (username === '' && groups.length === 0)
    throw refused(kind, 'spec.user', 'at least one of user or group must be specified')
  return { username, groups, ...(text(spec.uid) ? { uid: String(spec.uid) } : {}) }
}

const refused = (kind: Review, field: string, why: string) => {
  const cause: Cause = { reason: 'FieldValueInvalid', message: `Invalid value: ${why}`, field }
  return invalid(kind.group, kind.kind, '', [cause])
}

function accessIn(
  kind: Review,
  spec: Readonly<Record<string, unknown>>,
  question: Question,
): Access {
  const [resource, other] = [own(spec, 'resourceAttributes'), own(spec, 'nonResourceAttributes')]
  const isLocal = kind.kind === 'LocalSubjectAccessReview'
  if (isRecord(resource) === isRecord(other))
    throw refused(
      kind,
      'spec.resourceAttributes',
      'exactly one of nonResourceAttributes or resourceAttributes must be specified',
    )
  const field = (name: string): string => text(own(resource ?? other, name)) ?? ''
  if (isRecord(other)) {
    if (isLocal)
      throw refused(kind, 'spec.nonResourceAttributes', 'disallowed on this kind of request')
    return { verb: field('verb'), path: field('path') }
  }
  if (isLocal && field('namespace') !== question.namespace)
    throw refused(kind, 'spec.resourceAttributes.namespace', 'must match metadata.namespace')
  return {
    verb: field('verb'),
    group: field('group'),
    resource: field('resource'),
    subresource: field('subresource'),
    namespace: field('namespace'),
    name: field('name'),
  }
}
