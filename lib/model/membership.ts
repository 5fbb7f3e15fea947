import type { Ref } from '#lib/resources/reference.ts'
import type { Pod } from './pod.ts'

export type InMesh =
  | 'sidecar'
  | 'native-sidecar'
  | 'gateway'
  | 'ambient'
  | 'waypoint'
  | 'none'
  | 'unknown'

/** What an annotation takes out of the proxy. `ports: []` with `allBut` false never occurs. */
export type Bypass = {
  readonly direction: 'inbound' | 'outbound'
  readonly ports?: readonly number[]
  readonly ranges?: readonly string[]
  readonly from: Ref
}

/** Inbound ports that reach the application past its proxy. */
export type InboundBypass = {
  readonly annotation: string
  readonly covers: (port: number) => boolean
}

/** One pod as a mesh sees it: what it is, by which evidence, and what its annotations take out. */
export type Membership = {
  readonly mesh: string | undefined
  readonly inMesh: InMesh
  readonly evidence: string
  readonly proxyVersion: string | undefined
  readonly revision: string | undefined
  /** Asked for: yes, opted out by a person, or nobody asked. */
  readonly injection: 'asked' | 'opted-out' | 'not-asked' | 'not-injectable'
  readonly bypasses: readonly Bypass[]
  readonly inboundBypass: InboundBypass | undefined
}

/** Pods of one workload that a mesh treats alike. */
export type Variant = { readonly pod: Pod; readonly count: number; readonly membership: Membership }

export const hasProxy = (inMesh: InMesh): boolean =>
  inMesh === 'sidecar' || inMesh === 'native-sidecar' || inMesh === 'gateway'
