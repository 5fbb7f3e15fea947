import type { KindId } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { KindState, Snapshot } from './snapshot.ts'

/** Every object of a kind, in no order that means anything; none for a kind that is not watched. */
export function* objectsOf(snapshot: Snapshot, kind: KindId): Generator<KubernetesObject> {
  const slice = snapshot.kinds.get(kind)
  if (slice) for (const names of slice.namespaces.values()) yield* names.values()
}

/** Those in one namespace; `''` for cluster-scoped ones. */
export function* inNamespace(
  snapshot: Snapshot,
  kind: KindId,
  namespace: string,
): Generator<KubernetesObject> {
  const names = snapshot.kinds.get(kind)?.namespaces.get(namespace)
  if (names) yield* names.values()
}

/** `namespace` is `''` for a cluster-scoped object. */
export const get = (
  snapshot: Snapshot,
  kind: KindId,
  namespace: string,
  name: string,
): KubernetesObject | undefined => snapshot.kinds.get(kind)?.namespaces.get(namespace)?.get(name)

const UNWATCHED: KindState = {
  state: 'not-served',
  message: 'This kind is not among those that are watched.',
}

export const stateOf = (snapshot: Snapshot, kind: KindId): KindState =>
  snapshot.kinds.get(kind)?.status ?? UNWATCHED

/**
 * Whether the absence of an object is a fact: the kind was read, or the cluster cannot hold any. While a kind
 * is syncing, refused or failing, what is not seen is unknown and not missing.
 */
export function isKnown(snapshot: Snapshot, kind: KindId): boolean {
  const { state } = stateOf(snapshot, kind)
  return state === 'synced' || state === 'stale' || state === 'not-served'
}
