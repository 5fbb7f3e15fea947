import type { Snapshot } from '#lib/snapshot/snapshot.ts'

/** What the providers make of a snapshot, in words that every mesh shares. */
export type MeshModel = {
  readonly snapshot: Snapshot
}
