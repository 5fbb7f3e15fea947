import type { MeshModel } from '#lib/model/mesh-model.ts'
import { CORE_KINDS } from '#lib/resources/core-kinds.ts'
import { type Kind, kindId } from '#lib/resources/kind.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import { gatewayApi } from './gateway-api/index.ts'
import { istio } from './istio/index.ts'
import { KeptModel } from './kept-model.ts'
import type { MeshProvider } from './provider.ts'

/** In the order in which they look at a cluster: later ones see what earlier ones claimed. */
export const PROVIDERS: readonly MeshProvider[] = [istio, gatewayApi]

/** Every kind that is watched or edited, each once. */
export const ALL_KINDS: readonly Kind[] = [
  ...new Map(
    [...CORE_KINDS, ...PROVIDERS.flatMap((p) => p.kinds)].map((kind) => [kindId(kind), kind]),
  ).values(),
]

const keptModels = new WeakMap<MeshModel, KeptModel>()

/** What is kept of a model, standing at its snapshot. */
export function keptOf(model: MeshModel): KeptModel {
  const kept = keptModels.get(model) ?? new KeptModel(PROVIDERS)
  keptModels.set(model, kept)
  kept.move(model.snapshot)
  return kept
}

/** What a model that follows another goes on from; without one, the beginning of a line of models. */
export const keptFor = (previous: MeshModel | undefined): KeptModel =>
  (previous && keptModels.get(previous)) ?? new KeptModel(PROVIDERS)

/** Asks every provider what it makes of a snapshot. Unchanged parts of the previous model are taken over. */
export function meshModelOf(
  snapshot: Snapshot,
  previous?: MeshModel,
  kept: KeptModel = keptFor(previous),
): MeshModel {
  if (previous && previous.snapshot.kinds === snapshot.kinds) return previous
  kept.move(snapshot)
  const model = kept.model()
  keptModels.set(model, kept)
  return model
}
