import { records, texts } from '#lib/resources/field.ts'
import type { Access } from './access-request.ts'

/** One rule of a role. */
export type Rule = {
  readonly verbs: readonly string[]
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly resourceNames: readonly string[]
  readonly nonResourceURLs: readonly string[]
}

export const readRules = (value: unknown): readonly Rule[] =>
  records(value).map(({ value: rule }) => ({
    verbs: texts(rule.verbs),
    apiGroups: texts(rule.apiGroups),
    resources: texts(rule.resources),
    resourceNames: texts(rule.resourceNames),
    nonResourceURLs: texts(rule.nonResourceURLs),
  }))

const has = (values: readonly string[], value: string): boolean =>
  values.includes('*') || values.includes(value)

function matchesResource(resources: readonly string[], resource: string, sub: string): boolean {
  const combined = sub ? `${resource}/${sub}` : resource
  return has(resources, combined) || (sub !== '' && resources.includes(`*/${sub}`))
}

const matchesUrl = (patterns: readonly string[], path: string): boolean =>
  patterns.some(
    (pattern) =>
      pattern === path || (pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1))),
  )

/** @see k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac/rbac.go, RuleAllows */
export function ruleAllows(rule: Rule, access: Access): boolean {
  if (!has(rule.verbs, access.verb)) return false
  if ('path' in access) return matchesUrl(rule.nonResourceURLs, access.path)
  return (
    has(rule.apiGroups, access.group) &&
    matchesResource(rule.resources, access.resource, access.subresource) &&
    (rule.resourceNames.length === 0 || rule.resourceNames.includes(access.name))
  )
}

const NONE: Rule = {
  verbs: [],
  apiGroups: [],
  resources: [],
  resourceNames: [],
  nonResourceURLs: [],
}

/** Rules of one verb, group, resource and name, or of one verb and path. */
function* atoms(rules: readonly Rule[]): Generator<Rule> {
  for (const rule of rules)
    for (const verb of rule.verbs) {
      for (const group of rule.apiGroups)
        for (const resource of rule.resources) {
          const one = { ...NONE, verbs: [verb], apiGroups: [group], resources: [resource] }
          if (rule.resourceNames.length === 0) yield one
          for (const name of rule.resourceNames) yield { ...one, resourceNames: [name] }
        }
      for (const url of rule.nonResourceURLs)
        yield { ...NONE, verbs: [verb], nonResourceURLs: [url] }
    }
}

function covers(owner: Rule, atom: Rule): boolean {
  const [verb = '', group, resource, name, url] = [
    atom.verbs[0],
    atom.apiGroups[0],
    atom.resources[0],
    atom.resourceNames[0],
    atom.nonResourceURLs[0],
  ]
  if (!has(owner.verbs, verb)) return false
  if (url !== undefined) return matchesUrl(owner.nonResourceURLs, url)
  const [plural = '', ...sub] = (resource ?? '').split('/')
  return (
    has(owner.apiGroups, group ?? '') &&
    matchesResource(owner.resources, plural, sub.join('/')) &&
    (owner.resourceNames.length === 0 || (name !== undefined && owner.resourceNames.includes(name)))
  )
}

/**
 * What of `wanted` the rules `held` do not give, as the API server lists it.
 *
 * @see k8s.io/component-helpers/auth/rbac/validation/policy_comparator.go
 */
export function missingRights(held: readonly Rule[], wanted: readonly Rule[]): readonly string[] {
  const missing = new Map<string, { rule: Rule; verbs: string[] }>()
  for (const atom of atoms(wanted)) {
    if (held.some((owner) => covers(owner, atom))) continue
    const key = JSON.stringify({ ...atom, verbs: [] })
    const known = missing.get(key)
    if (known) known.verbs.push(atom.verbs[0] ?? '')
    else missing.set(key, { rule: atom, verbs: [...atom.verbs] })
  }
  return [...missing.values()].map(({ rule, verbs }) => described({ ...rule, verbs })).sort()
}

const quoted = (values: readonly string[]): string =>
  `[${values.map((value) => JSON.stringify(value)).join(' ')}]`

function described(rule: Rule): string {
  const parts: [string, readonly string[]][] = [
    ['APIGroups', rule.apiGroups],
    ['Resources', rule.resources],
    ['NonResourceURLs', rule.nonResourceURLs],
    ['ResourceNames', rule.resourceNames],
    ['Verbs', rule.verbs],
  ]
  const shown = parts.filter(([, values]) => values.length > 0)
  return `{${shown.map(([name, values]) => `${name}:${quoted(values)}`).join(', ')}}`
}
