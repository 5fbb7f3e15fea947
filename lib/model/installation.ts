import type { Ref } from '#lib/resources/reference.ts'

/** A fact and where it was read: an object, the mesh's own default, or nowhere. */
export type Sourced<T> = { readonly value: T; readonly from: Ref | 'default' | 'unknown' }

export type ControlPlaneComponent = {
  readonly workload: string
  readonly ref: Ref
  readonly name: string
  readonly version: string | undefined
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
}
