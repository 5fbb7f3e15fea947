import type { LadderStep } from '#lib/model/explain.ts'
import type { Pod } from '#lib/model/pod.ts'
import { type Service, targetPortOn } from '#lib/model/service.ts'
import type { InboundRules } from '../inbound.ts'
import type { PeerAuthentication } from '../peer-authentication.ts'

type Draft = Omit<LadderStep, 'decides'>

const step = (
  scope: LadderStep['scope'],
  by: LadderStep['by'],
  mode: LadderStep['mode'],
): Draft => ({ scope, ...(by === undefined ? {} : { by }), ...(mode ? { mode } : {}) })

const decided = (drafts: readonly Draft[]): readonly LadderStep[] => {
  const last = drafts.findLastIndex((draft) => draft.mode !== undefined)
  return drafts.map((draft, i) => ({ ...draft, decides: i === last }))
}

/** By namespace the policy without selector that counts there: the oldest. */
export function widePolicies(
  policies: readonly PeerAuthentication[],
): ReadonlyMap<string, PeerAuthentication> {
  const found = new Map<string, PeerAuthentication>()
  for (const policy of policies)
    if (!policy.selector && !found.has(policy.namespace)) found.set(policy.namespace, policy)
  return found
}

function peerSteps(
  { peers, installation }: InboundRules,
  wide: ReturnType<typeof widePolicies>,
  pod: Pod,
  port: number | undefined,
): readonly Draft[] {
  const root = installation?.rootNamespace.value ?? 'istio-system'
  const mesh = wide.get(root)
  const namespace = pod.namespace === root ? undefined : wide.get(pod.namespace)
  const own = peers.own(pod.namespace, pod.labels)
  const atPort = port === undefined ? undefined : own?.ports.get(port)
  return [
    mesh?.mode ? step('mesh', mesh.ref, mesh.mode) : step('mesh', 'default', 'PERMISSIVE'),
    step('namespace', namespace?.ref, namespace?.mode),
    step('workload', own?.ref, own?.mode),
    ...(port === undefined ? [] : [step('port', atPort ? own?.ref : undefined, atPort)]),
  ]
}

/** Up to 1.5 policies name Services: what stands for the workload is what names one of its Services. */
function legacySteps(
  { legacy }: InboundRules,
  pod: Pod,
  services: readonly Service[],
  port: number | undefined,
): readonly Draft[] {
  const mesh = legacy.all.find((p) => p.namespace === '' && p.name === 'default')
  const namespace = legacy.all.find(
    (p) => p.namespace === pod.namespace && p.name === 'default' && p.targets.length === 0,
  )
  const targets = legacy.all
    .filter((p) => p.namespace === pod.namespace)
    .flatMap((policy) =>
      policy.targets
        .filter((t) => services.some((s) => s.name === t.service))
        .map((target) => ({ policy, target })),
    )
  const whole = targets.find(({ target }) => target.ports.length === 0)?.policy
  const atPort = targets.find(({ target }) =>
    services.some(
      (service) =>
        service.name === target.service &&
        service.ports.some(
          (p) =>
            targetPortOn(p, pod) === port &&
            target.ports.some((wanted) => wanted === p.port || wanted === p.name),
        ),
    ),
  )?.policy
  return [
    mesh ? step('mesh', mesh.ref, mesh.mode) : step('mesh', 'default', 'DISABLE'),
    step('namespace', namespace?.ref, namespace?.mode),
    step('workload', whole?.ref, whole?.mode),
    ...(port === undefined ? [] : [step('port', atPort?.ref, atPort?.mode)]),
  ]
}

/** The steps that led to a pod's inbound mode; none where it is not known which policies count. */
export function ladderOf(
  rules: InboundRules,
  wide: ReturnType<typeof widePolicies>,
  pod: Pod,
  services: readonly Service[],
  port: number | undefined,
): readonly LadderStep[] {
  if (!rules.readable(pod.namespace)) return []
  switch (rules.era) {
    case 'peer':
      return decided(peerSteps(rules, wide, pod, port))
    case 'legacy':
      return decided(legacySteps(rules, pod, services, port))
    case 'both': {
      const peer = decided(peerSteps(rules, wide, pod, port))
      if (peer.find((s) => s.decides)?.by !== 'default') return peer
      const legacy = decided(legacySteps(rules, pod, services, port))
      return legacy.find((s) => s.decides)?.by === 'default' ? peer : legacy
    }
    case 'unknown':
      return []
  }
}
