import type { TlsMode } from '#lib/meshes/istio/destination-rule.ts'
import { at, isRecord, own, records, text } from '#lib/resources/field.ts'
import type { Ref } from '#lib/resources/reference.ts'
import type { RuleInForce } from './destination-rules.ts'

/** One field of a traffic policy in force, with the object and the place that set it. */
export type Setting<T> = { readonly value: T; readonly from: Ref; readonly path: string }

export type ClientSettings = {
  /** `undefined`: no rule says, so automatic mutual TLS decides for each endpoint. */
  readonly tls: Setting<TlsMode> | undefined
  /** The simple load balancer; `UNSPECIFIED` where the block in force names none (a consistent hash, say). */
  readonly loadBalancer: Setting<string> | undefined
}

type Block = ClientSettings & { readonly isPort: boolean }

const MODES: readonly string[] = ['DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL']

function blockOf(value: unknown, from: Ref, path: string, isPort: boolean): Block {
  const [tls, balancer] = [own(value, 'tls'), own(value, 'loadBalancer')]
  const setting = <T>(found: T, field: string) => ({ value: found, from, path: `${path}.${field}` })
  // An absent mode is the enumeration's first value.
  const mode = isRecord(tls) ? (text(tls.mode) ?? 'DISABLE') : undefined
  return {
    tls: mode && MODES.includes(mode) ? setting(mode as TlsMode, 'tls') : undefined,
    loadBalancer: isRecord(balancer)
      ? setting(text(balancer.simple) || 'UNSPECIFIED', 'loadBalancer')
      : undefined,
    isPort,
  }
}

const portBlock = (policy: unknown, port: number | undefined) =>
  port === undefined
    ? undefined
    : records(own(policy, 'portLevelSettings')).find(
        ({ value }) => at(value, 'port', 'number') === port,
      )

/** The block for a port replaces the one around it as a whole: what it leaves out has its default. */
function blockFor(
  policy: unknown,
  port: number | undefined,
  from: Ref,
  path: string,
): Block | undefined {
  if (!isRecord(policy)) return undefined
  const found = portBlock(policy, port)
  return found
    ? blockOf(found.value, from, `${path}.portLevelSettings[${found.at}]`, true)
    : blockOf(policy, from, path, false)
}

/** A subset's own policy, from the first rule that defines it. */
function subsetPolicy(merged: RuleInForce, name: string | undefined) {
  const from = name === undefined ? undefined : merged.subsets.get(name)?.from
  const rule = merged.rules.find(({ ref }) => ref === from)
  const found = records(at(rule?.object.spec, 'subsets')).find(({ value }) => value.name === name)
  if (!rule || !found) return undefined
  const path = `spec.subsets[${found.at}].trafficPolicy`
  return { policy: found.value.trafficPolicy, from: rule.ref, path }
}

const hostPolicy = ({ decider }: RuleInForce) =>
  decider && {
    policy: at(decider.object.spec, 'trafficPolicy'),
    from: decider.ref,
    path: 'spec.trafficPolicy',
  }

/**
 * What a client's proxy is told for one port of a host, or of a subset of it: the port's block instead of the
 * host's, then the subset's own policy over it field by field; a port's block of the subset replaces all.
 *
 * That is the cluster as it is configured. What single endpoints get where nothing is said is asked of
 * `tlsInForce`, and then of the endpoints.
 *
 * @param port without one the host's own block counts
 * @see istio/istio pilot/pkg/networking/util/util.go, MergeSubsetTrafficPolicy and GetPortLevelTrafficPolicy
 */
export function clientSettings(
  merged: RuleInForce,
  port: number | undefined,
  subset?: string,
): ClientSettings {
  const whole = hostPolicy(merged)
  const own = subsetPolicy(merged, subset)
  const base = whole && blockFor(whole.policy, port, whole.from, whole.path)
  const over = own && blockFor(own.policy, port, own.from, own.path)
  return {
    tls: over?.tls ?? (over?.isPort ? undefined : base?.tls),
    loadBalancer: over?.loadBalancer ?? (over?.isPort ? undefined : base?.loadBalancer),
  }
}

/** The mode around a port's block still counts here where the block has none. */
function modeAround(found: ReturnType<typeof subsetPolicy>, port: number | undefined) {
  if (!found || !isRecord(found.policy)) return undefined
  const { policy, from, path } = found
  const block = portBlock(policy, port)
  const inner = block && blockOf(block.value, from, `${path}.portLevelSettings[${block.at}]`, true)
  return inner?.tls ?? blockOf(policy, from, path, false).tls
}

/**
 * The TLS that a client's proxy is told to send. A port's block without `tls` drops the settings around it from
 * the cluster, yet whether an endpoint gets automatic mutual TLS is asked with them still in force: with DISABLE
 * there the port stays plaintext.
 *
 * @see istio/istio pilot/pkg/xds/endpoints/mtls_checker.go, trafficPolicyTLSModeForPort
 */
export function tlsInForce(
  merged: RuleInForce | undefined,
  port: number | undefined,
  subset: string | undefined,
): Setting<TlsMode> | undefined {
  if (!merged) return undefined
  const { tls } = clientSettings(merged, port, subset)
  if (tls) return tls
  const around =
    modeAround(subsetPolicy(merged, subset), port) ?? modeAround(hostPolicy(merged), port)
  return around?.value === 'DISABLE' ? around : undefined
}
