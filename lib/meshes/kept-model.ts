import { Memory } from '#lib/incremental/memory.ts'
import { ClusterReading, type ClusterView, clusterOf } from '#lib/model/cluster.ts'
import type { InMesh, Membership, Variant } from '#lib/model/membership.ts'
import type { Contribution, MeshModel } from '#lib/model/mesh-model.ts'
import type { Pod } from '#lib/model/pod.ts'
import { WatchedCluster } from '#lib/model/watched-cluster.ts'
import { WatchedSnapshot } from '#lib/model/watched-snapshot.ts'
import type { Workload } from '#lib/model/workload.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import { keepWhole } from './keep-whole.ts'
import type { KeptContribution, MeshProvider } from './provider.ts'

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

function joined(
  facts: Pick<MeshModel, 'snapshot' | 'cluster' | 'contributions'>,
): Omit<MeshModel, 'snapshot' | 'cluster' | 'contributions'> {
  const all = [...facts.contributions.values()]
  const membership = (pod: Pod): Membership => {
    let unclaimed: Membership | undefined
    for (const contribution of all) {
      const found = contribution.membership(pod)
      if (found?.mesh) return found
      unclaimed ??= found
    }
    return unclaimed ?? outside(pod)
  }
  return { membership, workload: (w) => together(w, membership) }
}

const NOTHING: Snapshot = { kinds: new Map() }

/**
 * What is kept from one model to the next: the memory of what was derived from what, and the model as derivations
 * see it. It stands at one snapshot and can be moved to any other; what that costs is what differs between them.
 */
export class KeptModel {
  readonly memory = new Memory()
  /** The model of the moment: what a derivation asks of it, that derivation depends on. */
  readonly live: MeshModel
  #at = NOTHING
  #view: ClusterView
  /** The cluster where this moves next, as far as it has been read. */
  #next: ClusterReading | undefined
  #isSettled = true
  readonly #snapshot: WatchedSnapshot
  readonly #cluster: WatchedCluster
  readonly #kept: ReadonlyMap<string, KeptContribution>

  /** It stands nowhere yet. */
  constructor(providers: readonly MeshProvider[]) {
    this.#view = clusterOf(NOTHING)
    this.#snapshot = new WatchedSnapshot(this.memory, NOTHING)
    this.#cluster = new WatchedCluster(this.memory, this.#snapshot.snapshot, this.#view)
    const kept = new Map<string, KeptContribution>()
    const contributions = new Map<string, Contribution>()
    for (const provider of providers) {
      const stage = {
        memory: this.memory,
        snapshot: this.#snapshot.snapshot,
        cluster: this.#cluster.cluster,
        earlier: new Map(contributions),
      }
      const own = provider.keep
        ? provider.keep(stage)
        : keepWhole(provider.id, provider.contribute, stage)
      kept.set(provider.id, own)
      contributions.set(provider.id, own.live)
    }
    this.#kept = kept
    const facts = {
      snapshot: this.#snapshot.snapshot,
      cluster: this.#cluster.cluster,
      contributions,
    }
    this.live = { ...facts, ...joined(facts) }
  }

  get at(): Snapshot {
    return this.#at
  }

  /** Where it is interrupted (`Memory.within`), the next call goes on. */
  move(snapshot: Snapshot): void {
    if (this.#at !== snapshot) {
      if (this.#next?.snapshot !== snapshot) this.#next = new ClusterReading(snapshot, this.#view)
      this.#view = this.#next.finish(() => this.memory.pause())
      this.#next = undefined
      this.#at = snapshot
      this.#isSettled = false
      this.#snapshot.move(snapshot)
      this.#cluster.move(this.#view)
    }
    if (this.#isSettled) return
    this.#settle()
    this.#isSettled = true
  }

  #settle(): void {
    for (const kept of this.#kept.values()) {
      this.memory.settle()
      kept.settle?.(this.#at)
    }
    this.memory.settle()
  }

  /** The model where this stands now, for good: it says the same when this has moved on. */
  model(): MeshModel {
    const contributions = new Map<string, Contribution>()
    for (const [id, kept] of this.#kept) {
      const earlier = new Map(contributions)
      contributions.set(id, kept.at({ snapshot: this.#at, cluster: this.#view, earlier }))
    }
    const facts = { snapshot: this.#at, cluster: this.#view, contributions }
    return { ...facts, ...joined(facts) }
  }
}
