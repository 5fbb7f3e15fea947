import type { MergedRule, TlsMode } from '#lib/meshes/istio/destination-rule.ts'
import { at, isRecord, own, records, text } from '#lib/resources/field.ts'
import type { Ref } from '#lib/resources/reference.ts'

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

/** The block for a port replaces the one around it as a whole: what it leaves out has its default. */
function blockFor(policy: unknown, port: number, from: Ref, path: string): Block | undefined {
  if (!isRecord(policy)) return undefined
  const found = records(policy.portLevelSettings).find(
    ({ value }) => at(value, 'port', 'number') === port,
  )
  return found
    ? blockOf(found.value, from, `${path}.portLevelSettings[${found.at}]`, true)
    : blockOf(policy, from, path, false)
}

function subsetBlock(merged: MergedRule, name: string, port: number): Block | undefined {
  for (const rule of merged.rules) {
    const found = records(at(rule.object.spec, 'subsets')).find(({ value }) => value.name === name)
    if (!found) continue
    const path = `spec.subsets[${found.at}].trafficPolicy`
    return blockFor(found.value.trafficPolicy, port, rule.ref, path)
  }
  return undefined
}

/**
 * What a client's proxy is told for one port of a host, or of a subset of it: the port's block instead of the
 * host's, then the subset's own policy over it field by field; a port's block of the subset replaces all.
 *
 * That is the cluster as it is configured. Which endpoints get mutual TLS where nothing is said is asked of the
 * endpoints, see `tlsInForce` and `sending`.
 *
 * @see istio/istio pilot/pkg/networking/util/util.go, MergeSubsetTrafficPolicy and GetPortLevelTrafficPolicy
 */
export function clientSettings(merged: MergedRule, port: number, subset?: string): ClientSettings {
  const decider = merged.rules.find((rule) => rule.policy)
  const base =
    decider &&
    blockFor(at(decider.object.spec, 'trafficPolicy'), port, decider.ref, 'spec.trafficPolicy')
  const over = subset === undefined ? undefined : subsetBlock(merged, subset, port)
  return {
    tls: over?.tls ?? (over?.isPort ? undefined : base?.tls),
    loadBalancer: over?.loadBalancer ?? (over?.isPort ? undefined : base?.loadBalancer),
  }
}
