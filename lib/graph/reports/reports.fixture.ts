import { ALL_KINDS, meshModelOf } from '#lib/meshes/index.ts'
import type { MeshModel } from '#lib/model/mesh-model.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { snapshotFromObjects } from '#lib/snapshot/from-objects.ts'

export const modelOf = (objects: readonly KubernetesObject[]): MeshModel =>
  meshModelOf(snapshotFromObjects(ALL_KINDS, objects))
