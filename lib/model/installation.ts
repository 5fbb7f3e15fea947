import type { Ref } from '#lib/resources/reference.ts'

/** A fact and where it was read: an object, the mesh's own default, or nowhere. */
export type Sourced<T> = { readonly value: T; readonly from: Ref | 'default' | 'unknown' }

/** A setting of a mesh by its path in the mesh configuration or the name of its variable. */
export type MeshSetting = {
  readonly name: string
  /** Absent where nothing is set, or where what is set cannot be told. */
  readonly value?: string | boolean | readonly string[]
  readonly from: Ref | 'default' | 'unknown'
}

export type ControlPlaneComponent = {
  readonly workload: string
  readonly ref: Ref
  readonly name: string
  readonly version: string | undefined
  /** What it does, by its image: pilot, galley, citadel, … */
  readonly role: string
}

/** One control plane. */
export type Installation = {
  readonly mesh: string
  readonly id: string
  readonly namespace: string
  readonly revision: string
  readonly version: Sourced<string | undefined>
  readonly components: readonly ControlPlaneComponent[]
  readonly rootNamespace: Sourced<string>
  readonly trustDomain: Sourced<string>
  readonly automaticMtls: Sourced<boolean | undefined>
  readonly settings: readonly MeshSetting[]
}
