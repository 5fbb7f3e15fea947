import { explainersOf } from '#lib/meshes/explain.ts'
import type { Cluster } from '#lib/model/cluster.ts'
import { planeOf, type Skew, skewOf } from '#lib/model/control-planes.ts'
import type { InstallationFacts } from '#lib/model/explain.ts'
import type { Installation, MeshSetting, Sourced } from '#lib/model/installation.ts'
import type { MeshModel } from '#lib/model/mesh-model.ts'
import type { Workload } from '#lib/model/workload.ts'
import type { Labels } from '#lib/resources/label-selector.ts'
import type { Ref } from '#lib/resources/reference.ts'

/** Pods whose proxies have one version, against that of the control plane that they ask. */
export type ProxyVersion = {
  readonly version?: string
  readonly pods: number
  /** Of these, pods that are gateways or waypoints. */
  readonly gateways: number
  readonly skew: Skew['kind']
  /** How many minor versions behind. */
  readonly minors?: number
}

export type InstallationRow = {
  readonly mesh: string
  readonly id: string
  readonly namespace: string
  readonly revision: string
  readonly version?: string
  readonly versionFrom: Sourced<unknown>['from']
  readonly rootNamespace: string
  readonly trustDomain: string
  readonly components: readonly {
    readonly name: string
    readonly role: string
    readonly resource: Ref
    readonly version?: string
    readonly pods: number
    readonly ready: number
  }[]
  readonly settings: readonly MeshSetting[]
  readonly proxies: readonly ProxyVersion[]
} & InstallationFacts

type Counted = {
  readonly mesh: string
  readonly revision: string | undefined
  readonly version: string | undefined
  readonly isGateway: boolean
  pods: number
}
/** Counts of a namespace of which neither pods nor labels have changed are taken over. */
const counted = new WeakMap<
  readonly Workload[],
  { readonly labels: Labels; readonly groups: readonly Counted[] }
>()

function proxiesIn(model: MeshModel, cluster: Cluster, namespace: string): readonly Counted[] {
  const workloads = cluster.workloadsIn(namespace)
  const labels = cluster.namespaceLabels(namespace)
  const known = counted.get(workloads)
  if (known?.labels === labels) return known.groups
  const groups = new Map<string, Counted>()
  for (const { pods } of workloads)
    for (const pod of pods) {
      const { mesh, inMesh, revision, proxyVersion } = model.membership(pod)
      // An ambient pod carries no proxy of its own: its node's is counted where it runs.
      if (!mesh || inMesh === 'none' || inMesh === 'unknown' || inMesh === 'ambient') continue
      const isGateway = inMesh === 'gateway' || inMesh === 'waypoint'
      const key = JSON.stringify([mesh, revision, proxyVersion, isGateway])
      const group = groups.get(key)
      if (group) group.pods++
      else groups.set(key, { mesh, revision, version: proxyVersion, isGateway, pods: 1 })
    }
  const found = [...groups.values()]
  counted.set(workloads, { labels, groups: found })
  return found
}

/** By version, most pods first. */
function proxiesOf(
  own: Installation,
  all: readonly Installation[],
  tags: ReadonlyMap<string, string>,
  groups: readonly Counted[],
): readonly ProxyVersion[] {
  const found = new Map<string, { version?: string; pods: number; gateways: number }>()
  for (const { mesh, revision, version, isGateway, pods } of groups) {
    if (mesh !== own.mesh || planeOf(revision, all, tags) !== own) continue
    const row = found.get(version ?? '') ?? {
      ...(version ? { version } : {}),
      pods: 0,
      gateways: 0,
    }
    found.set(version ?? '', row)
    row.pods += pods
    if (isGateway) row.gateways += pods
  }
  return [...found.values()]
    .map((row) => {
      const skew = skewOf(row.version, own.version.value)
      return {
        ...row,
        skew: skew.kind,
        ...(skew.kind === 'behind' ? { minors: skew.minors } : {}),
      }
    })
    .sort((a, b) => b.pods - a.pods || ((a.version ?? '') < (b.version ?? '') ? -1 : 1))
}

/** Every control plane: what runs it, what it is told and by whom, who calls it, which proxies ask it. */
export function installationsReport(model: MeshModel): readonly InstallationRow[] {
  const explainers = explainersOf(model)
  const all = [...model.contributions.values()].flatMap((c) => c.installations)
  if (all.length === 0) return []
  const facts = new Map(
    all.map((i) => [i.id, explainers.get(i.mesh)?.installation?.(i.id) ?? {}] as const),
  )
  const tags = new Map(
    all.flatMap((i) =>
      (facts.get(i.id)?.tags ?? []).map(({ name }) => [name, i.revision] as const),
    ),
  )
  const { cluster } = model
  const groups = cluster.namespaceNames().flatMap((name) => proxiesIn(model, cluster, name))
  return all.map((own) => ({
    mesh: own.mesh,
    id: own.id,
    namespace: own.namespace,
    revision: own.revision,
    ...(own.version.value === undefined ? {} : { version: own.version.value }),
    versionFrom: own.version.from,
    rootNamespace: own.rootNamespace.value,
    trustDomain: own.trustDomain.value,
    components: own.components.map(({ workload, ref, name, role, version }) => {
      const pods = cluster.workload(own.namespace, workload)?.pods ?? []
      const isReady = ({ facts: { ready } }: (typeof pods)[number]) =>
        ready.split('/')[0] === ready.split('/')[1]
      return {
        name,
        role,
        resource: ref,
        ...(version === undefined ? {} : { version }),
        pods: pods.length,
        ready: pods.filter(isReady).length,
      }
    }),
    settings: own.settings,
    ...facts.get(own.id),
    proxies: proxiesOf(
      own,
      all.filter((i) => i.mesh === own.mesh),
      tags,
      groups,
    ),
  }))
}
