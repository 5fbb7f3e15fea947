import type { EdgeMtls } from '#lib/model/edge-words.ts'
import type { Match } from '#lib/model/match.ts'
import { type Service, targetPortOn } from '#lib/model/service.ts'
import { samplePod } from '#lib/model/workload.ts'
import type { Ref } from '#lib/resources/reference.ts'
import { type AccessDecision, decideAccess, type RequestFacts } from './access.ts'
import type { RequestAuthentication } from './authorization-policy.ts'
import type { IstioView } from './view.ts'

/** What is known of the caller's side of one hop. */
export type AccessQuestion = {
  readonly protocol: 'http' | 'tcp'
  readonly principal: string | undefined
  readonly mtls: EdgeMtls
  readonly hosts: readonly string[] | undefined
  readonly match: readonly Match[]
  /** Claims of the token that comes along, seen by the target's own rules; null for none that it accepts. */
  readonly claims: (rules: readonly RequestAuthentication[]) => RequestFacts['claims']
}

export type TargetAccess = AccessDecision & {
  /** AuthorizationPolicies and RequestAuthentications that look at these requests. */
  readonly policies: readonly Ref[]
}

/** Any client may bring a token, but only what a RequestAuthentication validates becomes claims. */
export const claimsOfAnyClient: AccessQuestion['claims'] = (rules) =>
  rules.some((r) => r.rules.length > 0) ? undefined : null

const paths = (match: readonly Match[]) => {
  const found = match.map((m) => m.path)
  return found.length > 0 && found.every((p) => p !== undefined)
    ? found.flatMap((p) => p ?? [])
    : undefined
}

/** The identity that the target sees: none over plaintext, not known where the hop is not. */
function principalSeen({ mtls, principal }: AccessQuestion): string | null | undefined {
  if (mtls.state === 'mtls') return principal
  return mtls.state === 'unknown' ? undefined : null
}

/**
 * The access decision at a Service's workloads for one hop. Workloads that differ make the answer conditional;
 * a target without a proxy asks for nothing.
 */
export function accessAt(
  view: IstioView,
  service: Service,
  port: number | undefined,
  question: AccessQuestion,
): TargetAccess | undefined {
  if (!view.accessReadable)
    return {
      verdict: 'unknown',
      claims: undefined,
      by: [],
      policies: [],
      because: 'AuthorizationPolicies may not be read.',
    }
  const servicePort = service.ports.find((p) => p.port === port)
  const decisions = view.cluster.backends(service).flatMap(({ workload }): TargetAccess[] => {
    const pod = samplePod(workload)
    if (!pod) return []
    const membership = view.membership(pod)
    if (membership.inMesh === 'none' || membership.inMesh === 'gateway') return []
    const target = servicePort && targetPortOn(servicePort, pod)
    // A port that is taken past the proxy meets no policy.
    if (target !== undefined && membership.inboundBypass?.covers(target)) return []
    const authorization = view.authorization.for(pod.namespace, pod.labels)
    const authentication = view.authentication.for(pod.namespace, pod.labels)
    const decision = decideAccess(authorization, {
      protocol: question.protocol,
      principal: principalSeen(question),
      port: target,
      hosts: question.hosts,
      paths: paths(question.match),
      claims: question.claims(authentication),
    })
    const policies = [...authorization, ...authentication].map((p) => p.ref)
    return [{ ...decision, policies: [...new Set(policies)].sort() }]
  })
  const [first, ...others] = decisions
  if (!first) return undefined
  if (others.every((d) => d.verdict === first.verdict)) return first
  return {
    verdict: 'conditional',
    claims: undefined,
    by: [...new Set(decisions.flatMap((d) => d.by))].sort(),
    policies: [...new Set(decisions.flatMap((d) => d.policies))].sort(),
    because: 'The workloads behind the Service decide differently.',
  }
}
