import type { AccessVerdict } from '#lib/model/edge-words.ts'
import type { Match } from '#lib/model/match.ts'
import type { Ref } from '#lib/resources/reference.ts'
import type { AuthorizationPolicy, AuthorizationRule, FieldTests } from './authorization-policy.ts'

/** What is known of the requests of one hop. `undefined` is not known, `null` known to be absent. */
export type RequestFacts = {
  /** `ztunnel` is TCP as the node's proxy of ambient pods sees it. */
  readonly protocol: 'http' | 'tcp' | 'ztunnel'
  /** `trust domain/ns/…/sa/…`; null over plaintext. */
  readonly principal: string | null | undefined
  readonly port: number | undefined
  readonly hosts: readonly string[] | undefined
  readonly paths: readonly NonNullable<Match['path']>[] | undefined
  /**
   * Claims of a validated token: null where none can be valid, else what is known of them. A token depends on
   * the person, so a claim that fits makes the answer conditional, not certain.
   */
  readonly claims: ReadonlyMap<string, readonly string[]> | null | undefined
}

type Truth = true | false | 'maybe'

const all = (truths: readonly Truth[]): Truth =>
  truths.includes(false) ? false : truths.includes('maybe') ? 'maybe' : true
const any = (truths: readonly Truth[]): Truth =>
  truths.includes(true) ? true : truths.includes('maybe') ? 'maybe' : false
const not = (truth: Truth): Truth => (truth === 'maybe' ? 'maybe' : !truth)

/** Exact, prefix `abc*`, suffix `*abc`, presence `*`; a leading star wins and the rest is literal. */
export function valueMatches(pattern: string, value: string, ignoreCase = false): boolean {
  const [p, v] = ignoreCase ? [pattern.toLowerCase(), value.toLowerCase()] : [pattern, value]
  if (p === '*') return v !== ''
  if (p.startsWith('*')) return v.endsWith(p.slice(1))
  if (p.endsWith('*')) return v.startsWith(p.slice(0, -1))
  return p === v
}

const matchesSome = (patterns: readonly string[], value: string, ignoreCase = false) =>
  patterns.some((pattern) => valueMatches(pattern, value, ignoreCase))

function known(patterns: readonly string[], value: string | null | undefined): Truth {
  if (value === undefined) return 'maybe'
  return value !== null && matchesSome(patterns, value)
}

function pathTruth(patterns: readonly string[], paths: RequestFacts['paths']): Truth {
  if (!paths || paths.length === 0) return patterns.includes('*') ? true : 'maybe'
  const each = paths.map((path): Truth => {
    if (path.op === 'exact')
      return (
        patterns.some((p) => !p.includes('{') && valueMatches(p, path.value)) ||
        (patterns.some((p) => p.includes('{')) ? 'maybe' : false)
      )
    if (path.op === 'prefix')
      return patterns.some(
        (p) => p.endsWith('*') && !p.startsWith('*') && path.value.startsWith(p.slice(0, -1)),
      )
        ? true
        : 'maybe'
    return 'maybe'
  })
  return each.every((t) => t === true) ? true : each.every((t) => t === false) ? false : 'maybe'
}

const HTTP_FIELDS = new Set(['hosts', 'methods', 'paths', 'requestPrincipals'])
const positive = (name: string) =>
  name.startsWith('not') ? name.charAt(3).toLowerCase() + name.slice(4) : name

type Notes = { readonly claims: Map<string, Set<string>> }

function fieldTruth(name: string, values: readonly string[], facts: RequestFacts): Truth {
  const parts = facts.principal?.split('/')
  switch (name) {
    case 'principals':
      return known(
        values.map((v) => v.replace(/^spiffe:\/\//, '')),
        facts.principal,
      )
    case 'namespaces':
      return known(values, facts.principal === null ? null : parts?.[2])
    case 'serviceAccounts': {
      const own = parts && `${parts[2]}/${parts[4]}`
      return known(values, facts.principal === null ? null : own)
    }
    case 'ports':
      return facts.port === undefined ? 'maybe' : values.includes(String(facts.port))
    case 'hosts': {
      const hosts = facts.hosts?.filter((h) => !h.includes('*')) ?? []
      if (hosts.length === 0) return 'maybe'
      const hits = hosts.filter((h) => matchesSome(values, h, true)).length
      return hits === hosts.length ? true : hits === 0 ? false : 'maybe'
    }
    case 'paths':
      return pathTruth(values, facts.paths)
    case 'requestPrincipals':
      return facts.claims === null ? false : 'maybe'
    default:
      return 'maybe'
  }
}

/** One source or operation: all given fields must hold. Over TCP what HTTP knows is not there. */
function testsTruth(tests: FieldTests, facts: RequestFacts, isDeny: boolean): Truth {
  const truths: Truth[] = []
  for (const [name, values] of tests) {
    const field = positive(name)
    if (facts.protocol !== 'http' && HTTP_FIELDS.has(field)) {
      if (!isDeny) return false
      continue
    }
    const truth = fieldTruth(field, values, facts)
    truths.push(field === name ? truth : not(truth))
  }
  return all(truths)
}

const CLAIM = /^request\.auth\.claims((?:\[[^[\]]{1,256}\]){1,16})$/

function conditionTruth(
  { key, values, notValues }: AuthorizationRule['when'][number],
  facts: RequestFacts,
  isDeny: boolean,
  notes: Notes,
): Truth {
  const isHttp = key.startsWith('request.')
  if (facts.protocol !== 'http' && isHttp) return isDeny
  const claim = CLAIM.exec(key)?.[1]?.slice(1, -1)
  const test = (patterns: readonly string[], isWanted: boolean): Truth => {
    if (claim !== undefined || key === 'request.auth.audiences') {
      if (facts.claims === null) return false
      const name = claim ?? 'aud'
      const told = facts.claims?.get(name)
      if (told && !told.some((value) => matchesSome(patterns, value))) return false
      if (isWanted) {
        const noted = notes.claims.get(name) ?? new Set<string>()
        notes.claims.set(name, noted)
        for (const value of told
          ? patterns.filter((p) => told.some((v) => valueMatches(p, v)))
          : patterns)
          noted.add(value)
      }
      return 'maybe'
    }
    if (key.startsWith('request.auth.')) return facts.claims === null ? false : 'maybe'
    if (key === 'source.principal') return known(patterns, facts.principal)
    if (key === 'source.namespace') return fieldTruth('namespaces', patterns, facts)
    if (key === 'destination.port') return fieldTruth('ports', patterns, facts)
    return 'maybe'
  }
  return all([
    ...(values.length > 0 ? [test(values, true)] : []),
    ...(notValues.length > 0 ? [not(test(notValues, false))] : []),
  ])
}

/**
 * A DENY rule of which nothing is left without HTTP: ztunnel leaves it out, where a proxy would deny everything.
 * @see istio/istio pilot/pkg/serviceregistry/ambient/policies.go
 */
function asksHttpOnly({ from, to, when }: AuthorizationRule): boolean {
  const fields = [...from, ...to].flatMap((tests) => [...tests.keys()].map(positive))
  const asks = fields.length + when.length > 0
  return (
    asks &&
    fields.every((field) => HTTP_FIELDS.has(field)) &&
    when.every(({ key }) => key.startsWith('request.'))
  )
}

/** `from`, `to` and `when` must all hold; entries of `from` and of `to` are alternatives. */
function ruleTruth(
  rule: AuthorizationRule,
  facts: RequestFacts,
  isDeny: boolean,
  notes: Notes,
): Truth {
  if (isDeny && facts.protocol === 'ztunnel' && asksHttpOnly(rule)) return false
  const side = (entries: readonly FieldTests[]) =>
    entries.length === 0 ? true : any(entries.map((tests) => testsTruth(tests, facts, isDeny)))
  return all([
    side(rule.from),
    side(rule.to),
    ...rule.when.map((condition) => conditionTruth(condition, facts, isDeny, notes)),
  ])
}

export type AccessDecision = {
  readonly verdict: AccessVerdict
  /** Claims that a token must carry for the answer to be yes. */
  readonly claims: Readonly<Record<string, readonly string[]>> | undefined
  readonly by: readonly Ref[]
  readonly because: string
}

/**
 * What the policies of a workload say to one hop: CUSTOM first, then DENY, then, if there is an ALLOW policy,
 * one of its rules must match.
 *
 * ztunnel knows ALLOW and DENY only.
 *
 * @see istio/istio pilot/pkg/security/authz/builder/builder.go
 */
export function decideAccess(
  policies: readonly AuthorizationPolicy[],
  facts: RequestFacts,
): AccessDecision {
  const isL4 = facts.protocol === 'ztunnel'
  const enforced = policies.filter(
    (p) => !p.isDryRun && p.action !== 'AUDIT' && !(isL4 && p.action === 'CUSTOM'),
  )
  const notes: Notes = { claims: new Map() }
  const truthOf = (policy: AuthorizationPolicy) =>
    any(policy.rules.map((rule) => ruleTruth(rule, facts, policy.action !== 'ALLOW', notes)))
  const of = (action: AuthorizationPolicy['action']) =>
    enforced
      .filter((p) => p.action === action)
      .map((policy) => ({ policy, truth: truthOf(policy) }))
  const hits = (list: ReturnType<typeof of>) => list.filter(({ truth }) => truth !== false)
  const answer = (
    verdict: AccessVerdict,
    by: readonly { policy: AuthorizationPolicy }[],
    because: string,
  ) => {
    const claims = Object.create(null) as Record<string, readonly string[]>
    for (const [name, values] of notes.claims) claims[name] = [...values].sort()
    return {
      verdict,
      claims: verdict === 'conditional' && notes.claims.size > 0 ? claims : undefined,
      by: [...new Set(by.map(({ policy }) => policy.ref))].sort(),
      because,
    }
  }
  const [custom, deny] = [hits(of('CUSTOM')), hits(of('DENY'))]
  const denied = deny.filter(({ truth }) => truth === true)
  if (denied.length > 0) return answer('deny', denied, `${denied[0]?.policy.ref} denies it.`)
  notes.claims.clear()
  const allow = of('ALLOW')
  const open = hits(allow)
  if (allow.length > 0 && open.length === 0)
    return answer('deny', allow, 'An ALLOW policy exists and none of its rules can match.')
  if (custom.length > 0)
    return answer(
      'conditional',
      custom,
      `An external authorizer decides (${custom[0]?.policy.ref}).`,
    )
  if (deny.length > 0) {
    notes.claims.clear()
    return answer('conditional', deny, `${deny[0]?.policy.ref} denies some requests.`)
  }
  if (allow.length === 0) return answer('allow', [], 'No policy asks for anything.')
  const certain = open.filter(({ truth }) => truth === true)
  if (certain.length > 0) return answer('allow', certain, `${certain[0]?.policy.ref} allows it.`)
  return answer(
    'conditional',
    open,
    `${open[0]?.policy.ref} allows requests that meet its conditions.`,
  )
}
