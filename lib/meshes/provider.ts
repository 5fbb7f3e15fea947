import type { Memory } from '#lib/incremental/memory.ts'
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
}

/** The same, of the moment and watched: what a derivation in `memory` reads of it, that depends on. */
export type KeepStage = Stage & { readonly memory: Memory }

/** A contribution that follows the snapshot: as derivations see it, and as it is at the moment for good. */
export type KeptContribution = {
  readonly live: Contribution
  readonly at: (stage: Stage) => Contribution
  /** After each move: brings up to date what is told by comparing, not by asking. */
  readonly settle?: (snapshot: Snapshot) => void
}

/**
 * One mesh: its kinds, what it makes of a snapshot, and what it warns about. One folder and one line in `index.ts`.
 * A provider that gives `contribute` is asked for all of it whenever something that it read has changed; one that
 * gives `keep` derives its parts on their own.
 */
export type MeshProvider = {
  readonly id: string
  readonly kinds: readonly Kind[]
  readonly checks: readonly Check[]
} & (
  | { readonly contribute: (stage: Stage) => Contribution; readonly keep?: undefined }
  | { readonly keep: (stage: KeepStage) => KeptContribution; readonly contribute?: undefined }
)

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
} & Look

/**
 * How a check looks at a model. One that looks at things one by one is asked again only about those of which
 * something that it read has changed; one that runs over the whole, whenever anything that it read has.
 */
export type Look =
  | { readonly run: (model: MeshModel) => Iterable<Report>; readonly each?: undefined }
  | {
      readonly each: Walk
      readonly about: (model: MeshModel, group: string, key: string) => Iterable<Report>
    }

/** Things that checks look at one by one, in groups that are small beside the whole: namespaces, mostly. */
export type Walk = {
  readonly name: string
  readonly groups: (model: MeshModel) => Iterable<string>
  readonly keys: (model: MeshModel, group: string) => Iterable<string>
}

/** A look at each thing of a walk that can be found. */
export const lookAt = <T>(
  walk: Walk & { readonly find: (model: MeshModel, group: string, key: string) => T | undefined },
  about: (model: MeshModel, item: T) => Iterable<Report>,
): Look => ({
  each: walk,
  about(model, group, key) {
    const item = walk.find(model, group, key)
    return item === undefined ? [] : about(model, item)
  },
})
