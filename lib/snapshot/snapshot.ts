import type { Kind, KindId } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'

/**
 * How far one kind is read. `not-permitted` is not `missing`: what rests on it is unknown.
 * `not-served`: the cluster has no such CRD, which is not an error.
 */
export type KindState =
  | { readonly state: 'syncing' }
  | { readonly state: 'synced' }
  | { readonly state: 'stale'; readonly message: string }
  | {
      readonly state: 'not-permitted'
      readonly message: string
      /** Those that are read although the whole cluster may not be. */
      readonly namespaces?: readonly string[]
      /** Those that were looked into as well, and refused. */
      readonly refused?: readonly string[]
    }
  | { readonly state: 'not-served'; readonly message: string }
  | { readonly state: 'failed'; readonly message: string }

/** Objects of one kind by namespace ('' for cluster-scoped ones), then by name. */
export type KindSlice = {
  readonly kind: Kind
  /** The version that the cluster serves and the reflector reads; undefined until discovered. */
  readonly version: string | undefined
  readonly status: KindState
  readonly namespaces: ReadonlyMap<string, ReadonlyMap<string, KubernetesObject>>
  readonly size: number
}

/**
 * The cluster at one moment, immutable. An unchanged kind keeps its slice, an unchanged namespace its map and
 * an unchanged object its identity from one snapshot to the next, so that `===` tells what an event touched.
 */
export type Snapshot = {
  readonly kinds: ReadonlyMap<KindId, KindSlice>
}

export type SnapshotEvent =
  | { readonly type: 'put'; readonly kind: KindId; readonly object: KubernetesObject }
  | {
      readonly type: 'delete'
      readonly kind: KindId
      readonly namespace: string
      readonly name: string
    }
  /** A whole list, as after a resync: what it does not name is gone. */
  | {
      readonly type: 'replace'
      readonly kind: KindId
      readonly objects: readonly KubernetesObject[]
    }
  | {
      readonly type: 'status'
      readonly kind: KindId
      readonly status: KindState
      readonly version?: string
    }
