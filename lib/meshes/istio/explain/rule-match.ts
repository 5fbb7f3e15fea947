import type { Match, TextMatch } from '#lib/model/match.ts'
import type { AuthorizationRule, FieldTests } from '../authorization-policy.ts'
import { isNegative, positive } from './subjects.ts'

/** Alternatives that a rule spells out are multiplied; beyond this the rest is said in words. */
const MOST = 64

export type RuleWords = { readonly match: readonly Match[]; readonly also: readonly string[] }

const escaped = (literal: string) => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** `/a/*`, `*.jpg`, `/users/{*}/x` and plain paths. @see istio/api security/v1beta1, Operation.paths */
function pathOf(pattern: string): Match['path'] {
  if (pattern === '*') return undefined
  if (pattern.includes('{*}') || pattern.includes('{**}')) {
    const parts = pattern.split(/(\{\*\*?\})/)
    const value = parts
      .map((p) => (p === '{*}' ? '[^/]+' : p === '{**}' ? '.*' : escaped(p)))
      .join('')
    return { op: 'regex', value }
  }
  if (pattern.startsWith('*')) return { op: 'regex', value: `.*${escaped(pattern.slice(1))}` }
  if (pattern.endsWith('*')) return { op: 'prefix', value: pattern.slice(0, -1) }
  return { op: 'exact', value: pattern }
}

function textOf(name: string, pattern: string): TextMatch {
  if (pattern === '*') return { name, op: 'present' }
  if (pattern.startsWith('*')) return { name, op: 'regex', value: `.*${escaped(pattern.slice(1))}` }
  if (pattern.endsWith('*')) return { name, op: 'prefix', value: pattern.slice(0, -1) }
  return { name, op: 'exact', value: pattern }
}

const times = (
  left: readonly Match[],
  values: readonly string[] | undefined,
  put: (match: Match, value: string) => Match,
): readonly Match[] =>
  values ? left.flatMap((match) => values.map((value) => put(match, value))) : left

/** One operation: methods and hosts side by side, paths and ports as alternatives. */
function operationWords(tests: FieldTests | undefined): RuleWords {
  if (!tests) return { match: [{}], also: [] }
  const methods = tests.get('methods')?.filter((m) => m !== '*')
  const hosts = tests.get('hosts')
  const base: Match = {
    ...(methods && methods.length > 0 ? { methods } : {}),
    ...(hosts ? { hosts } : {}),
  }
  const paths = times([base], tests.get('paths'), (match, value) => {
    const path = pathOf(value)
    return path ? { ...match, path } : match
  })
  const match = times(paths, tests.get('ports'), (m, value) =>
    /^\d{1,5}$/.test(value) ? { ...m, port: Number(value) } : m,
  )
  const also = [...tests].flatMap(([field, values]) =>
    isNegative(field) ? [`${positive(field)} other than ${values.join(', ')}`] : [],
  )
  return { match, also }
}

const KEYED =
  /^(request\.headers|request\.auth\.claims|experimental\.envoy\.filters\.[a-z._]{1,80})\[(.{1,256})\]$/

/** Sources that say where from, not who: addresses. Identities are what rows are about. */
const ADDRESSES = new Set(['ipBlocks', 'remoteIpBlocks'])

function sourceWords(tests: FieldTests): { sources: readonly string[]; also: readonly string[] } {
  const sources: string[] = []
  const also: string[] = []
  for (const [field, values] of tests) {
    const name = positive(field)
    if (ADDRESSES.has(name)) {
      if (isNegative(field)) also.push(`addresses outside ${values.join(', ')}`)
      else sources.push(...values)
    } else if (name === 'requestPrincipals')
      also.push(`a token of ${isNegative(field) ? 'other than ' : ''}${values.join(' or ')}`)
  }
  return { sources, also }
}

/** What a rule asks of requests besides the identity of who sends them. */
export function ruleWords(rule: AuthorizationRule): RuleWords {
  const operations = rule.to.length > 0 ? rule.to.map(operationWords) : [operationWords(undefined)]
  const froms = rule.from.map(sourceWords)
  const sources = froms.every((f) => f.sources.length > 0) ? froms.flatMap((f) => f.sources) : []
  const also = new Set([...operations.flatMap((o) => o.also), ...froms.flatMap((f) => f.also)])
  let shared: Match = sources.length > 0 ? { sources } : {}
  for (const { key, values, notValues } of rule.when) {
    if (key === 'source.principal' || key === 'source.namespace') continue
    const [, family, name] = KEYED.exec(key) ?? []
    const [only] = values
    if (family === 'request.auth.claims' && name && values.length > 0) {
      const claims: Record<string, readonly string[]> = Object.assign(
        Object.create(null) as Record<string, readonly string[]>,
        shared.claims,
      )
      claims[name] = [...values].sort()
      shared = { ...shared, claims }
    } else if (family === 'request.headers' && name && values.length === 1 && only !== undefined)
      shared = { ...shared, headers: [...(shared.headers ?? []), textOf(name, only)] }
    else if (values.length > 0) also.add(`${key} is ${values.join(' or ')}`)
    if (notValues.length > 0) also.add(`${key} is not ${notValues.join(' nor ')}`)
  }
  const all = operations.flatMap((o) => o.match).map((match) => ({ ...match, ...shared }))
  if (all.length > MOST) also.add(`and ${all.length - MOST} more alternatives`)
  const match = all.slice(0, MOST)
  return {
    match: match.some((m) => Object.keys(m).length === 0) ? [] : match,
    also: [...also].sort(),
  }
}
