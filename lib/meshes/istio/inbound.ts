import type { Installation } from '#lib/model/installation.ts'
import type { Membership } from '#lib/model/membership.ts'
import type { Decider, InboundMode } from '#lib/model/mtls-report.ts'
import type { Pod } from '#lib/model/pod.ts'
import type { Service, ServicePort } from '#lib/model/service.ts'
import type { LegacyPolicies } from './legacy-policy.ts'
import type { InboundDecision, PeerAuthentications } from './peer-authentication.ts'
import { isAtLeast, type Version } from './version.ts'

/** Which generation of policies the running control plane obeys. */
export type PolicyEra = 'peer' | 'legacy' | 'both' | 'unknown'

/**
 * `Policy` counts up to 1.5, PeerAuthentication from 1.5 on. A control plane called istiod is 1.5 or later
 * even if its tag says nothing.
 */
export function eraOf(
  version: Version | undefined,
  isIstiod: boolean,
  hasLegacy: boolean,
): PolicyEra {
  if (version) {
    if (isAtLeast(version, 1, 6)) return 'peer'
    return isAtLeast(version, 1, 5) ? 'both' : 'legacy'
  }
  return isIstiod && !hasLegacy ? 'peer' : 'unknown'
}

/** What one port of a pod takes. */
export type Receiving = {
  readonly mode: InboundMode
  readonly decidedBy: readonly Decider[]
  readonly because: string
  readonly bypass: string | undefined
}

export type InboundRules = {
  readonly era: PolicyEra
  readonly peers: PeerAuthentications
  readonly legacy: LegacyPolicies
  /** False where policies exist that may not be read. */
  readonly readable: (namespace: string) => boolean
  readonly installation: Installation | undefined
}

function decisionFor(
  rules: InboundRules,
  pod: Pod,
  port: number | undefined,
  service: Service | undefined,
  servicePort: ServicePort | undefined,
): InboundDecision | undefined {
  const legacy = () => rules.legacy.decide(pod.namespace, service?.name, servicePort)
  const peer = () => rules.peers.decide(pod.namespace, pod.labels, port)
  switch (rules.era) {
    case 'peer':
      return peer()
    case 'both': {
      const decided = peer()
      return decided.by === 'default' ? (legacy() ?? decided) : decided
    }
    case 'legacy':
      return legacy() ?? { mode: 'DISABLE', by: 'default', isPort: false }
    case 'unknown':
      return undefined
  }
}

const DEFAULTS = {
  PERMISSIVE:
    'No policy applies, so both mutual TLS and plaintext are accepted (PERMISSIVE by default).',
  DISABLE: 'No Policy or MeshPolicy asks for mutual TLS, and this version has none by default.',
} as const

/**
 * The mode of one pod's port, or of the pod as such without one. At ztunnel nothing turns mutual TLS off.
 * @see istio/istio architecture/ambient/peer-authentication.md
 * @param port the container's port behind the Service port
 */
export function receiving(
  rules: InboundRules,
  pod: Pod,
  membership: Membership,
  port: number | undefined,
  service?: Service,
  servicePort?: ServicePort,
): Receiving {
  switch (membership.inMesh) {
    case 'none':
      return {
        mode: 'n/a',
        decidedBy: [pod.ref],
        because: 'The pods have no proxy, so the mesh neither asks for mutual TLS nor ends it.',
        bypass: undefined,
      }
    case 'gateway':
      return {
        mode: 'n/a',
        decidedBy: [pod.ref],
        because: 'A gateway takes what its listeners say.',
        bypass: undefined,
      }
    case 'unknown':
      return {
        mode: 'unknown',
        decidedBy: ['unknown'],
        because: 'No pod shows whether there is a proxy.',
        bypass: undefined,
      }
    default:
  }
  const bypass = membership.inboundBypass
  if (port !== undefined && bypass?.covers(port)) {
    return {
      mode: 'n/a',
      decidedBy: [pod.ref],
      because: `${bypass.annotation} takes port ${port} out of the sidecar.`,
      bypass: bypass.annotation,
    }
  }
  const decision = rules.readable(pod.namespace)
    ? decisionFor(rules, pod, port, service, servicePort)
    : undefined
  if (!decision) {
    return {
      mode: 'unknown',
      decidedBy: ['unknown'],
      because: rules.readable(pod.namespace)
        ? 'The version of the control plane is unknown, and with it which policies count.'
        : 'The policies that decide may not be read.',
      bypass: undefined,
    }
  }
  if (membership.inMesh === 'ambient' && decision.mode === 'DISABLE')
    return {
      mode: 'PERMISSIVE',
      decidedBy: [decision.by],
      because: `${decision.by} sets DISABLE, which ztunnel takes as PERMISSIVE: plaintext is accepted beside mutual TLS.`,
      bypass: undefined,
    }
  const scope = decision.isPort ? ` for port ${port}` : ''
  return {
    mode: decision.mode,
    decidedBy: [decision.by],
    because:
      decision.by === 'default'
        ? decision.mode === 'STRICT'
          ? 'Mutual TLS is required by default.'
          : DEFAULTS[decision.mode]
        : `${decision.by} sets ${decision.mode}${scope}.`,
    bypass: undefined,
  }
}
