import type { MeshModel } from '#lib/model/mesh-model.ts'
import type { IstioContribution } from '../contribute.ts'

/** Istio's own part of a model; checks of this folder run only where the provider has run. */
export function istioOf(model: MeshModel): IstioContribution | undefined {
  return model.contributions.get('istio') as IstioContribution | undefined
}

/** Namespaces of control planes: what runs there is not the user's to change. */
export function controlPlanes(model: MeshModel): ReadonlySet<string> {
  const installed = istioOf(model)?.installations.map((i) => i.namespace) ?? []
  return new Set(['kube-system', ...installed])
}
