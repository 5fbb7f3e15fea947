import type { MtlsAnswer } from '#components/query/answers.ts'
import type { ServicesAnswer, WorkloadsAnswer } from '#components/query/report-hooks.ts'
import type { Finding } from '#lib/findings/finding.ts'
import { parseRef } from '#lib/resources/reference.ts'

/** What a namespace's labels ask a mesh for. */
export type Asked = {
  readonly mode: 'sidecar' | 'ambient' | 'off' | 'not-asked' | 'unknown'
  /** The label that says it. */
  readonly label?: string
  readonly revision?: string
  readonly waypoint?: string
}

export type NamespaceRow = {
  readonly name: string
  readonly asked: Asked
  readonly workloads: number
  /** Workloads of which a pod is in a mesh. */
  readonly inMesh: number
  /** Workloads where what runs is not what was asked for. */
  readonly disagree: number
  readonly services: number
  readonly ports: {
    readonly strict: number
    readonly permissive: number
    readonly disabled: number
    readonly unknown: number
  }
  readonly plaintextCalls: number
  readonly failingCalls: number
  readonly findings: { readonly error: number; readonly warning: number; readonly info: number }
}

type Labels = Readonly<Record<string, unknown>>
const labelOf = (labels: Labels, key: string): string | undefined => {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined
  return typeof value === 'string' && value !== '' ? value : undefined
}

/**
 * The labels as Istio reads them: `istio-injection` goes before `istio.io/rev`, and injection before ambient mode.
 *
 * @see istio/istio pkg/kube/inject/inject.go and https://istio.io/latest/docs/ambient/usage/add-workloads/
 */
export function askedOf(labels: Labels | undefined): Asked {
  if (!labels) return { mode: 'unknown' }
  const injection = labelOf(labels, 'istio-injection')
  const revision = labelOf(labels, 'istio.io/rev')
  const mode = labelOf(labels, 'istio.io/dataplane-mode')
  const point = labelOf(labels, 'istio.io/use-waypoint')
  const waypoint = point && point !== 'none' ? { waypoint: point } : {}
  const rev = revision ? { revision } : {}
  if (injection === 'enabled')
    return { mode: 'sidecar', label: 'istio-injection=enabled', ...waypoint }
  if (mode === 'ambient')
    return { mode: 'ambient', label: 'istio.io/dataplane-mode=ambient', ...rev, ...waypoint }
  if (injection === 'disabled') return { mode: 'off', label: 'istio-injection=disabled' }
  if (revision) return { mode: 'sidecar', label: `istio.io/rev=${revision}`, ...rev, ...waypoint }
  if (mode === 'none') return { mode: 'off', label: 'istio.io/dataplane-mode=none' }
  return { mode: 'not-asked', ...waypoint }
}

const NOT_IN_MESH = new Set(['none', 'unknown'])

/** Every namespace that is there, or that something read is in. */
export function namespaceRows({
  namespaces,
  workloads,
  services,
  summary,
  findings,
}: {
  readonly namespaces: readonly {
    readonly metadata: { readonly name: string; readonly labels?: Labels }
  }[]
  readonly workloads: WorkloadsAnswer['workloads']
  readonly services: ServicesAnswer['services']
  readonly summary: MtlsAnswer['summary']
  readonly findings: readonly Finding[]
}): readonly NamespaceRow[] {
  const labels = new Map(namespaces.map((n) => [n.metadata.name, n.metadata.labels ?? {}]))
  const names = new Set([
    ...labels.keys(),
    ...workloads.map((w) => w.namespace),
    ...services.map((s) => s.namespace),
  ])
  const ownWorkloads = groupBy(workloads, (w) => w.namespace)
  const ownServices = groupBy(services, (s) => s.namespace)
  const posture = new Map(summary.map((s) => [s.scope, s]))
  const found = new Map<string, { error: number; warning: number; info: number }>()
  for (const { resource, severity, suppressed } of findings) {
    const ref = parseRef(resource)
    const name = ref?.kind === 'Namespace' ? ref.name : ref?.namespace
    if (!name || suppressed) continue
    const counts = found.get(name) ?? { error: 0, warning: 0, info: 0 }
    counts[severity] += 1
    found.set(name, counts)
  }
  return [...names].sort().map((name) => {
    const own = ownWorkloads.get(name) ?? []
    const sums = posture.get(name)
    return {
      name,
      asked: askedOf(labels.get(name)),
      workloads: own.length,
      inMesh: own.filter((w) => !NOT_IN_MESH.has(w.inMesh)).length,
      disagree: own.filter((w) => w.memberships.some((m) => m.agrees === false)).length,
      services: ownServices.get(name)?.length ?? 0,
      ports: {
        strict: sums?.strict ?? 0,
        permissive: sums?.permissive ?? 0,
        disabled: sums?.disabled ?? 0,
        unknown: sums?.unknown ?? 0,
      },
      plaintextCalls: sums?.plaintextHops ?? 0,
      failingCalls: sums?.conflictHops ?? 0,
      findings: found.get(name) ?? { error: 0, warning: 0, info: 0 },
    }
  })
}

function groupBy<T>(
  all: readonly T[],
  keyOf: (one: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    const list = groups.get(keyOf(one))
    if (list) list.push(one)
    else groups.set(keyOf(one), [one])
  }
  return groups
}
