import type { EdgeMtls } from '#lib/model/edge-words.ts'
import type { Match } from '#lib/model/match.ts'
import { type Service, targetPortOn } from '#lib/model/service.ts'
import { samplePod } from '#lib/model/workload.ts'
import type { Ref } from '#lib/resources/reference.ts'
import { type AccessDecision, decideAccess, type RequestFacts } from './access.ts'
import type { AuthorizationPolicy, RequestAuthentication } from './authorization-policy.ts'
import type { IstioView } from './view.ts'
import type { Waypoint } from './waypoints.ts'

/** What is known of the caller's side of one hop. */
export type AccessQuestion = {
  readonly protocol: 'http' | 'tcp'
  /** What dials: gateways and sidecars go past waypoints unless told otherwise, ambient pods through them. */
  readonly from: 'gateway' | 'sidecar' | 'ambient' | undefined
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

type Policies = {
  readonly authorization: readonly AuthorizationPolicy[]
  readonly authentication: readonly RequestAuthentication[]
}

function asked({ authorization, authentication }: Policies, facts: RequestFacts): TargetAccess {
  const policies = [...authorization, ...authentication].map((p) => p.ref)
  return { ...decideAccess(authorization, facts), policies: [...new Set(policies)].sort() }
}

/** @see istio/istio pilot/pkg/serviceregistry/ambient/waypoints.go; `istio.io/ingress-use-waypoint` */
function passedWaypoint(
  { waypoints }: IstioView,
  service: Service,
  { from }: AccessQuestion,
): Waypoint | undefined {
  const isPassed = from === 'ambient' || (from === 'gateway' && waypoints.takesIngress(service))
  return isPassed ? waypoints.of(service) : undefined
}

const STRICTEST: readonly TargetAccess['verdict'][] = ['deny', 'unknown', 'conditional', 'allow']

/** Both must let a request pass. */
function both(first: TargetAccess, second: TargetAccess): TargetAccess {
  const rank = ({ verdict }: TargetAccess) => STRICTEST.indexOf(verdict)
  const decisive = rank(second) < rank(first) ? second : first
  const policies = [...new Set([...first.policies, ...second.policies])].sort()
  return { ...decisive, policies }
}

/**
 * The access decision at a Service's workloads for one hop. Workloads that differ make the answer conditional;
 * a target without a proxy asks for nothing. In front of ambient pods
 * stand ztunnel, which knows connections only, and for callers that pass it the Service's waypoint.
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
    const { effective } = view.governing(pod)
    const here = {
      authorization: effective.authorizationIndex().for(pod.namespace, pod.labels),
      authentication: effective.requestAuthenticationIndex().for(pod.namespace, pod.labels),
    }
    const ask = (policies: typeof here, facts: Pick<RequestFacts, 'protocol' | 'principal'>) =>
      asked(policies, {
        ...facts,
        port: target,
        hosts: question.hosts,
        paths: paths(question.match),
        claims: question.claims(policies.authentication),
      })
    const principal = principalSeen(question)
    if (membership.inMesh !== 'ambient')
      return [ask(here, { protocol: question.protocol, principal })]
    // ztunnel looks at connections only, so tokens mean nothing there.
    const atNode = { authorization: here.authorization, authentication: [] }
    const waypoint = passedWaypoint(view, service, question)
    if (!waypoint) return [ask(atNode, { protocol: 'ztunnel', principal })]
    const proxy = waypoint.proxyFor(service)
    const atWaypoint = {
      authorization: effective
        .authorizationIndex()
        .appliedTo(proxy)
        .map((a) => a.policy),
      authentication: effective
        .requestAuthenticationIndex()
        .appliedTo(proxy)
        .map((a) => a.policy),
    }
    return [
      both(
        ask(atWaypoint, { protocol: question.protocol, principal }),
        // The node sees the waypoint's identity, of which the account is not known.
        ask(atNode, { protocol: 'ztunnel', principal: undefined }),
      ),
    ]
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
