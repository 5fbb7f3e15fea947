import type { Cluster } from '#lib/model/cluster.ts'
import type { Contribution, MeshModel } from '#lib/model/mesh-model.ts'
import type { Kind } from '#lib/resources/kind.ts'
import type { Ref } from '#lib/resources/reference.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'

/** What a provider reads: the snapshot, Kubernetes' own part of it, and what earlier meshes claimed. */
export type Stage = {
  readonly snapshot: Snapshot
  readonly cluster: Cluster
  readonly earlier: ReadonlyMap<string, Contribution>
  /** What the same provider made of the snapshot before, to take over what did not change. */
  readonly previous: Contribution | undefined
}

/** One mesh: its kinds, what it makes of a snapshot, and what it warns about. One folder and one line in `index.ts`. */
export type MeshProvider = {
  readonly id: string
  readonly kinds: readonly Kind[]
  readonly contribute: (stage: Stage) => Contribution
  readonly checks: readonly Check[]
}

/** One finding as a check yields it; what the check's table entry says is not repeated. */
export type Report = {
  readonly resource: Ref | 'mesh'
  readonly path?: string
  readonly message: string
  readonly fix?: string
  readonly mentions?: readonly Ref[]
  readonly severity?: 'error' | 'warning' | 'info'
}

export type Check = {
  readonly code: string
  readonly title: string
  readonly severity: 'error' | 'warning' | 'info'
  readonly layer: 'yaml' | 'schema' | 'cel' | 'admission' | 'semantic' | 'cross-resource'
  /** The same check in other tools, for example IST0101. */
  readonly aliases: readonly string[]
  readonly source: string
  readonly run: (model: MeshModel) => Iterable<Report>
}
