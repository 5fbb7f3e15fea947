import type { Explainer } from '#lib/model/explain.ts'
import type { MeshModel } from '#lib/model/mesh-model.ts'
import { explainer as gatewayApi } from './gateway-api/explain.ts'
import type { IstioContribution } from './istio/contribute.ts'
import { explainer as istio } from './istio/explain/index.ts'

const known = new WeakMap<MeshModel, ReadonlyMap<string, Explainer>>()

/** Who answers "why" for which mesh of a model; a mesh without an entry has nothing to add. */
export function explainersOf(model: MeshModel): ReadonlyMap<string, Explainer> {
  const before = known.get(model)
  if (before) return before
  const found = new Map<string, Explainer>()
  const own = model.contributions.get('istio') as IstioContribution | undefined
  if (own) found.set('istio', istio(own))
  if (model.contributions.has('gateway-api')) found.set('gateway-api', gatewayApi)
  known.set(model, found)
  return found
}
