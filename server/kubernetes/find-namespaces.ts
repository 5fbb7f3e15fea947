import { list, record, records, text, texts } from '#lib/resources/field.ts'
import type { Requester } from './request.ts'

const RULES = '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews'
const PROJECTS = '/apis/project.openshift.io/v1/projects'
const TIMEOUT_MS = 10_000
const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * Namespaces that somebody may look into who may not list them: those that rules name, as they allow "get" on
 * namespaces of these names, and the projects of OpenShift, which lists to each their own. What cannot be asked
 * adds nothing. Nothing is created: a review is a question.
 *
 * @param known namespaces whose rules are asked for; those of `default` hold what is granted cluster-wide
 * @see kubernetes/api authorization/v1/types.go, SelfSubjectRulesReview
 */
export async function findNamespaces(
  requester: Requester,
  known: readonly string[],
): Promise<readonly string[]> {
  const asked = [...new Set([...known, 'default'])]
  const found = await Promise.all([projects(requester), ...asked.map((n) => named(requester, n))])
  return [...new Set(found.flat())].filter((name) => NAME.test(name)).sort()
}

async function named(requester: Requester, namespace: string): Promise<readonly string[]> {
  const body = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectRulesReview',
    spec: { namespace },
  }
  const answer = await requester
    .json(RULES, { method: 'POST', body, timeoutMs: TIMEOUT_MS })
    .catch(() => undefined)
  if (answer?.status !== 201 && answer?.status !== 200) return []
  const rules = records(record(record(answer.body).status).resourceRules)
  return rules.flatMap(({ value: rule }) => {
    const covers = (field: string, ...wanted: string[]) =>
      list(rule[field]).some((entry) => entry === '*' || wanted.includes(text(entry) ?? '-'))
    const isNamespaces = covers('apiGroups', '') && covers('resources', 'namespaces')
    return isNamespaces && covers('verbs', 'get', 'list', 'watch') ? texts(rule.resourceNames) : []
  })
}

async function projects(requester: Requester): Promise<readonly string[]> {
  const answer = await requester.json(PROJECTS, { timeoutMs: TIMEOUT_MS }).catch(() => undefined)
  if (answer?.status !== 200) return []
  return records(record(answer.body).items).flatMap(
    ({ value }) => text(record(value.metadata).name) ?? [],
  )
}
