import type { AuthorizationPolicy } from '../authorization-policy.ts'

/** A kind of caller that policies tell apart, and an identity that stands for it. */
export type Subject = {
  /** As `AccessRow.from` has it. */
  readonly from: string
  /** `trust domain/ns/…/sa/…`; null for a caller without identity. */
  readonly principal: string | null
}

/** Stands in names for "some other": no name of Kubernetes holds it, and no policy can write it. */
const OTHER = '\u0000'

const identity = (trustDomain: string, namespace: string, account: string) =>
  `${trustDomain}/ns/${namespace}/sa/${account}`

/** A value that a pattern with one star matches and, as far as can be, no other pattern. */
const witness = (pattern: string): string =>
  pattern.startsWith('*')
    ? `${OTHER}${pattern.slice(1)}`
    : pattern.endsWith('*')
      ? `${pattern.slice(0, -1)}${OTHER}`
      : pattern

const isPattern = (value: string) => value.startsWith('*') || value.endsWith('*')

function ofPrincipal(written: string, trustDomain: string): Subject {
  const value = written.replace(/^spiffe:\/\//, '')
  const [domain, ns, namespace, sa, account, ...more] = value.split('/')
  const isWhole = ns === 'ns' && sa === 'sa' && !!namespace && !!account && more.length === 0
  if (isWhole && !isPattern(value) && domain === trustDomain)
    return { from: `ServiceAccount/${namespace}/${account}`, principal: value }
  // "Everyone of a namespace", as people write it in a principal.
  if (isWhole && account === '*' && domain === trustDomain && !isPattern(namespace))
    return { from: `Namespace/${namespace}`, principal: identity(trustDomain, namespace, OTHER) }
  const named = witness(value)
  const tail = named.slice(1).split('/')
  // `*/sa/front` or `*front`: completed to the four parts of an identity, so that its namespace stays unknown.
  const whole =
    !named.startsWith(OTHER) || tail.length > 4
      ? named
      : value.startsWith('*/ns/')
        ? `${OTHER}${value.slice(1)}`
        : value.startsWith('*/sa/')
          ? `${trustDomain}/ns/${OTHER}${value.slice(1)}`
          : identity(trustDomain, OTHER, named)
  return { from: `principal:${value}`, principal: whole }
}

function ofNamespace(value: string, trustDomain: string): Subject {
  const from = isPattern(value) ? `namespace:${value}` : `Namespace/${value}`
  return { from, principal: identity(trustDomain, witness(value), OTHER) }
}

/** `namespace/name`, or a name in the policy's own namespace. */
function ofServiceAccount(value: string, own: string, trustDomain: string): Subject {
  const slash = value.indexOf('/')
  const [namespace, account] =
    slash < 0 ? [own, value] : [value.slice(0, slash), value.slice(slash + 1)]
  return {
    from: `ServiceAccount/${namespace}/${account}`,
    principal: identity(trustDomain, namespace, account),
  }
}

export const ANYONE: Subject['from'] = '*'
export const ANONYMOUS: Subject = { from: 'anonymous', principal: null }

/** Everyone whom policies name, for or against, and at the end everyone else. */
export function subjectsOf(
  policies: readonly AuthorizationPolicy[],
  trustDomain: string,
): readonly Subject[] {
  const found = new Map<string, Subject>()
  const add = (subject: Subject) => {
    if (!found.has(subject.from)) found.set(subject.from, subject)
  }
  const named = (field: string, values: readonly string[], namespace: string) => {
    for (const value of values) {
      if (value === '*' || value === '') continue
      if (field === 'principals') add(ofPrincipal(value, trustDomain))
      else if (field === 'namespaces') add(ofNamespace(value, trustDomain))
      else if (field === 'serviceAccounts') add(ofServiceAccount(value, namespace, trustDomain))
    }
  }
  for (const { rules, namespace } of policies)
    for (const rule of rules) {
      for (const source of rule.from)
        for (const [field, values] of source) named(positive(field), values, namespace)
      for (const { key, values, notValues } of rule.when) {
        const field = CONDITIONS.get(key)
        if (field) named(field, [...values, ...notValues], namespace)
      }
    }
  return [
    ...[...found.values()].sort((a, b) => (a.from < b.from ? -1 : 1)),
    { from: ANYONE, principal: identity(trustDomain, OTHER, OTHER) },
    ANONYMOUS,
  ]
}

const CONDITIONS: ReadonlyMap<string, string> = new Map([
  ['source.principal', 'principals'],
  ['source.namespace', 'namespaces'],
])

/** `notPrincipals` → `principals`. */
export const positive = (field: string): string =>
  field.startsWith('not') ? field.charAt(3).toLowerCase() + field.slice(4) : field

export const isNegative = (field: string): boolean => field.startsWith('not')
