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
      checkSpec(kind, spec, question.namespace)
      const access = accessIn(spec)
      const isSelf = kind.kind === 'SelfSubjectAccessReview'
      const caller = isSelf ? question.caller : subjectIn(spec)
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

const causeOf = (field: string, why: string): Cause => ({
  reason: 'FieldValueInvalid',
  message: `Invalid value: ${why}`,
  field,
})

/** What is wrong with a question; the names of its kind are missing in the real server's answer, too. */
function checkSpec(kind: Review, spec: Readonly<Record<string, unknown>>, namespace: string): void {
  const [resource, other] = [own(spec, 'resourceAttributes'), own(spec, 'nonResourceAttributes')]
  const causes: Cause[] = []
  const [first, second] = ['spec.resourceAttributes', 'spec.nonResourceAttributes']
  if (isRecord(resource) && isRecord(other))
    causes.push(causeOf(second, 'cannot be specified in combination with resourceAttributes'))
  else if (!isRecord(resource) && !isRecord(other))
    causes.push(
      causeOf(
        first,
        'null: exactly one of nonResourceAttributes or resourceAttributes must be specified',
      ),
    )
  const isSelf = kind.kind === 'SelfSubjectAccessReview'
  if (!isSelf && !text(spec.user) && texts(spec.groups).length === 0)
    causes.push(causeOf('spec.user', '"": at least one of user or group must be specified'))
  if (kind.namespaced) {
    const given = text(own(resource, 'namespace')) ?? ''
    if (isRecord(other)) causes.push(causeOf(second, 'disallowed on this kind of request'))
    else if (isRecord(resource) && given !== namespace)
      causes.push(
        causeOf(`${first}.namespace`, `${JSON.stringify(given)}: must match metadata.namespace`),
      )
  }
  if (causes.length > 0) throw invalid(kind.group, '', '', causes)
}

const subjectIn = (spec: Readonly<Record<string, unknown>>): Caller => ({
  username: text(spec.user) ?? '',
  groups: texts(spec.groups),
  ...(text(spec.uid) ? { uid: String(spec.uid) } : {}),
})

function accessIn(spec: Readonly<Record<string, unknown>>): Access {
  const other = own(spec, 'nonResourceAttributes')
  const given = isRecord(other) ? other : own(spec, 'resourceAttributes')
  const field = (name: string): string => text(own(given, name)) ?? ''
  if (isRecord(other)) return { verb: field('verb'), path: field('path') }
  return {
    verb: field('verb'),
    group: field('group'),
    resource: field('resource'),
    subresource: field('subresource'),
    namespace: field('namespace'),
    name: field('name'),
  }
}
