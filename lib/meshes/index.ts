import { clusterOf } from '#lib/model/cluster.ts'
import type { InMesh, Membership, Variant } from '#lib/model/membership.ts'
import type { Contribution, MeshModel } from '#lib/model/mesh-model.ts'
import type { Pod } from '#lib/model/pod.ts'
import type { Workload } from '#lib/model/workload.ts'
import { CORE_KINDS } from '#lib/resources/core-kinds.ts'
import { type Kind, kindId } from '#lib/resources/kind.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import { gatewayApi } from './gateway-api/index.ts'
import { istio } from './istio/index.ts'
import type { MeshProvider } from './provider.ts'

/** In the order in which they look at a cluster: later ones see what earlier ones claimed. */
export const PROVIDERS: readonly MeshProvider[] = [istio, gatewayApi]

/** Every kind that is watched or edited, each once. */
export const ALL_KINDS: readonly Kind[] = [
  ...new Map(
    [...CORE_KINDS, ...PROVIDERS.flatMap((p) => p.kinds)].map((kind) => [kindId(kind), kind]),
  ).values(),
]

const outside = (pod: Pod): Membership => ({
  mesh: undefined,
  inMesh: pod.isTemplate ? 'unknown' : 'none',
  evidence: 'No mesh claims the pod.',
  proxyVersion: undefined,
  revision: undefined,
  injection: 'not-asked',
  bypasses: [],
  inboundBypass: undefined,
})

/** How far from being in a mesh; a workload of which some pods are outside is not wholly in it. */
const FARTHEST: readonly InMesh[] = [
  'none',
  'unknown',
  'ambient',
  'sidecar',
  'native-sidecar',
  'waypoint',
  'gateway',
]

/** Asks every provider what it makes of a snapshot. Unchanged parts of the previous model are taken over. */
export function meshModelOf(snapshot: Snapshot, previous?: MeshModel): MeshModel {
  if (previous && previous.snapshot.kinds === snapshot.kinds) return previous
  const cluster = clusterOf(snapshot, previous?.cluster)
  const contributions = new Map<string, Contribution>()
  for (const provider of PROVIDERS) {
    const before = previous?.contributions.get(provider.id)
    const stage = { snapshot, cluster, earlier: new Map(contributions), previous: before }
    contributions.set(provider.id, provider.contribute(stage))
  }
  const all = [...contributions.values()]
  const membership = (pod: Pod): Membership => {
    let unclaimed: Membership | undefined
    for (const contribution of all) {
      const found = contribution.membership(pod)
      if (found?.mesh) return found
      unclaimed ??= found
    }
    return unclaimed ?? outside(pod)
  }
  return { snapshot, cluster, contributions, membership, workload: (w) => together(w, membership) }
}

function together(workload: Workload, membership: (pod: Pod) => Membership) {
  const groups = new Map<string, { pod: Pod; count: number; membership: Membership }>()
  for (const pod of workload.pods) {
    const own = membership(pod)
    const known = groups.get(own.inMesh)
    if (known) known.count++
    else groups.set(own.inMesh, { pod, count: 1, membership: own })
  }
  const variants: readonly Variant[] = [...groups.values()]
  const inMesh = FARTHEST.find((word) => groups.has(word)) ?? 'unknown'
  return { inMesh, variants }
}
