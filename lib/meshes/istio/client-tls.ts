import type { Sourced } from '#lib/model/installation.ts'
import type { Decider } from '#lib/model/mtls-report.ts'
import type { Labels } from '#lib/resources/label-selector.ts'
import type { TlsMode } from './destination-rule.ts'
import type { DestinationRuleIndex, RuleInForce } from './effective/destination-rules.ts'
import { tlsInForce } from './effective/traffic-policy.ts'

/** Who calls: a proxy of this namespace with these labels, or something without one. */
export type Client = {
  readonly namespace: string
  readonly labels: Labels
  readonly proxy: 'mesh' | 'none' | 'unknown'
}

/** What the client's proxy is told to send. `automatic` depends on each endpoint. */
export type Sending = {
  readonly mode: TlsMode | 'automatic' | 'plaintext' | 'unknown'
  readonly decidedBy: readonly Decider[]
  readonly because: string
}

export type ClientRules = {
  readonly rules: DestinationRuleIndex
  readonly automatic: Sourced<boolean | undefined>
  readonly readable: boolean
}

/**
 * The DestinationRule in force decides; without a tls block in it automatic mutual TLS does, where it is on.
 * @see istio/istio pilot/pkg/networking/core/cluster_tls.go, buildUpstreamTLSSettings
 */
export function sending(
  { rules, automatic, readable }: ClientRules,
  client: Client,
  host: string,
  owner: string,
  port: number | undefined,
  subset: string | undefined,
): Sending & { readonly merged: RuleInForce | undefined } {
  const merged = rules.find(client, host, owner)
  const answer = (mode: Sending['mode'], decidedBy: Decider, because: string) => ({
    mode,
    decidedBy: [decidedBy],
    because,
    merged,
  })
  if (client.proxy === 'none') return answer('plaintext', 'default', 'the caller has no proxy')
  if (client.proxy === 'unknown')
    return answer('unknown', 'unknown', 'it is not known whether the caller has a proxy')
  const rule = tlsInForce(merged, port, subset)
  if (rule) return answer(rule.value, rule.from, `${rule.from} says ${rule.value}`)
  if (!readable) return answer('unknown', 'unknown', 'DestinationRules may not be read')
  const from = automatic.from
  if (automatic.value === undefined)
    return answer('unknown', 'unknown', 'it is not known whether automatic mutual TLS is on')
  if (automatic.value) return answer('automatic', from, 'automatic mutual TLS')
  return answer(
    'plaintext',
    from,
    from === 'default'
      ? 'this version has no automatic mutual TLS and no DestinationRule asks for it'
      : 'automatic mutual TLS is off and no DestinationRule asks for it',
  )
}
