import type { AccessRow } from '#lib/model/access-report.ts'
import { addTo } from '#lib/resources/multi-map.ts'
import { type AccessDecision, decideAccess, type RequestFacts } from '../access.ts'
import type { AuthorizationPolicy } from '../authorization-policy.ts'
import { ruleWords } from './rule-match.ts'
import { positive, type Subject, subjectsOf } from './subjects.ts'

/** One port of what policies protect; without a number every other port. */
export type AccessPort = {
  readonly port: number | undefined
  readonly protocol: RequestFacts['protocol']
}

export type AccessTarget = {
  readonly to: string
  readonly policies: readonly AuthorizationPolicy[]
  readonly ports: readonly AccessPort[]
  /** Whether some RequestAuthentication makes tokens count. */
  readonly takesTokens: boolean
}

/** CUSTOM is asked first, then DENY, then ALLOW. @see istio/istio pilot/pkg/security/authz/builder */
const PRECEDENCE = { CUSTOM: 3, DENY: 2, ALLOW: 1, AUDIT: 0 } as const

/** A port that is none: stands for every port that no policy names. */
const ANOTHER = 0

const precedenceOf = ({ action }: AuthorizationPolicy): number => (action ? PRECEDENCE[action] : 0)

/** Dry runs, audits and actions that no control plane knows decide nothing. */
const counts = (p: AuthorizationPolicy) => !p.isDryRun && precedenceOf(p) > 0

/** Ports that policies tell apart. */
function portsNamed(policies: readonly AuthorizationPolicy[]): ReadonlySet<number> {
  const found = new Set<number>()
  for (const { rules } of policies)
    for (const rule of rules) {
      const texts = [
        ...rule.to.flatMap((tests) =>
          [...tests].flatMap(([field, values]) => (positive(field) === 'ports' ? values : [])),
        ),
        ...rule.when.flatMap((c) =>
          c.key === 'destination.port' ? [...c.values, ...c.notValues] : [],
        ),
      ]
      for (const value of texts) if (/^\d{1,5}$/.test(value)) found.add(Number(value))
    }
  return found
}

const HTTP_FIELDS = new Set(['hosts', 'methods', 'paths', 'requestPrincipals'])

/** Whether what is decided depends on the proxy seeing requests. */
const asksForHttp = (policies: readonly AuthorizationPolicy[]) =>
  policies.some(({ rules }) =>
    rules.some(
      (rule) =>
        [...rule.from, ...rule.to].some((tests) =>
          [...tests.keys()].some((field) => HTTP_FIELDS.has(positive(field))),
        ) || rule.when.some(({ key }) => key.startsWith('request.')),
    ),
  )

/** Whether a policy speaks about these calls, for certain or perhaps. */
function speaks(policy: AuthorizationPolicy, facts: RequestFacts): boolean {
  const { verdict } = decideAccess([policy], facts)
  return policy.action === 'ALLOW' ? verdict !== 'deny' : verdict !== 'allow'
}

/** Rules of the deciding policies that these calls may meet, in words. */
function conditions(policies: readonly AuthorizationPolicy[], facts: RequestFacts) {
  const rules = policies.flatMap((policy) =>
    policy.rules
      .filter((rule) => speaks({ ...policy, rules: [rule] }, facts))
      .map((rule) => ruleWords(rule)),
  )
  const match = rules.flatMap((r) => r.match)
  const also = [...new Set(rules.flatMap((r) => r.also))].sort()
  const isWhole = rules.every((r) => r.match.length > 0)
  return {
    ...(match.length > 0 && isWhole ? { match } : {}),
    ...(also.length > 0 ? { also } : {}),
  }
}

function row(
  target: AccessTarget,
  subject: Subject,
  at: AccessPort,
  facts: RequestFacts,
): AccessRow {
  const decision: AccessDecision = decideAccess(target.policies, facts)
  const byRef = new Map(target.policies.map((p) => [p.ref, p]))
  const deciding = decision.by.flatMap((ref) => byRef.get(ref) ?? [])
  const silent = target.policies.filter(
    (p) => counts(p) && !decision.by.includes(p.ref) && speaks(p, facts),
  )
  const precedence = Math.max(...deciding.map((p) => precedenceOf(p)))
  const shadows = silent
    .map((p) => ({ by: p.ref, precedence: precedenceOf(p) }))
    .sort((a, b) => b.precedence - a.precedence || (a.by < b.by ? -1 : 1))
  return {
    from: subject.from,
    to: target.to,
    ...(at.port === undefined ? {} : { port: at.port }),
    verdict: decision.verdict,
    by: decision.by,
    ...(deciding.length > 0 ? { precedence } : {}),
    ...(shadows.length > 0 ? { shadows } : {}),
    ...(decision.verdict === 'conditional' ? conditions(deciding, facts) : {}),
    because: decision.because,
  }
}

const sameAnswer = (a: AccessRow, b: AccessRow) =>
  a.verdict === b.verdict &&
  a.by.join() === b.by.join() &&
  JSON.stringify([a.match, a.also, a.shadows]) === JSON.stringify([b.match, b.also, b.shadows])

/**
 * Rows of one target: everyone whom its policies name, then everyone else; a port has rows of its own where it
 * is decided differently from the rest.
 */
export function rowsOf(target: AccessTarget, trustDomain: string): readonly AccessRow[] {
  const { policies, takesTokens } = target
  const named = portsNamed(policies)
  const seesHttp = asksForHttp(policies)
  const own = new Map(target.ports.flatMap((p) => (p.port === undefined ? [] : [[p.port, p]])))
  const ports: AccessPort[] = [
    ...[...named].map((port) => own.get(port) ?? { port, protocol: 'http' as const }),
    ...[...own.values()].filter(
      (p) => !named.has(p.port ?? -1) && seesHttp && p.protocol === 'tcp',
    ),
  ].sort((a, b) => (a.port ?? 0) - (b.port ?? 0))
  const rest = target.ports.find((p) => p.port === undefined)?.protocol ?? 'http'
  const facts = (subject: Subject, at: AccessPort): RequestFacts => ({
    protocol: at.protocol,
    principal: subject.principal,
    port: at.port ?? ANOTHER,
    hosts: undefined,
    paths: undefined,
    claims: takesTokens ? undefined : null,
  })
  const out = new Map<string, AccessRow[]>()
  for (const subject of subjectsOf(policies, trustDomain)) {
    const whole: AccessPort = { port: undefined, protocol: rest }
    const first = row(target, subject, whole, facts(subject, whole))
    addTo(out, subject.from, first)
    for (const at of ports) {
      const made = row(target, subject, at, facts(subject, at))
      if (!sameAnswer(made, first)) addTo(out, subject.from, made)
    }
  }
  // Callers without identity are told apart only where it makes a difference.
  const [others, anonymous] = [out.get('*') ?? [], out.get('anonymous') ?? []]
  if (
    others.length === anonymous.length &&
    others.every((r, i) => anonymous[i]?.port === r.port && sameAnswer(r, anonymous[i] ?? r))
  )
    out.delete('anonymous')
  return [...out.values()].flat()
}
