import type { Ref } from '#lib/resources/reference.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import type { Cluster } from './cluster.ts'
import type { GatewayProxy } from './gateway-proxy.ts'
import type { Call, Hop } from './hop.ts'
import type { ServicePosture, WorkloadPosture } from './inbound.ts'
import type { Installation } from './installation.ts'
import type { InMesh, Membership, Variant } from './membership.ts'
import type { Pod } from './pod.ts'
import type { RouteTable } from './route-table.ts'
import type { Service } from './service.ts'
import type { StatedEdge } from './stated-edge.ts'
import type { Workload } from './workload.ts'

/** A name outside the cluster that configuration brings into the mesh. */
export type EntryFacts = {
  readonly id: string
  readonly ref: Ref
  readonly namespace: string
  readonly name: string
  readonly hosts: readonly string[]
  readonly ports: readonly number[]
  readonly endpoints: readonly string[]
  readonly location: 'inside' | 'outside'
}

export type IngressFacts = {
  readonly id: string
  readonly ref: Ref
  readonly namespace: string
  readonly name: string
  readonly hosts: readonly string[]
  readonly controller: string | undefined
  readonly badges: readonly string[]
}

/** What one mesh says about the cluster, in words that every mesh shares. */
export type Contribution = {
  readonly mesh: string
  readonly installations: readonly Installation[]
  readonly membership: (pod: Pod) => Membership | undefined
  readonly gateways: readonly GatewayProxy[]
  readonly entries: readonly EntryFacts[]
  readonly ingresses: readonly IngressFacts[]
  readonly tables: readonly RouteTable[]
  readonly edges: readonly StatedEdge[]
  readonly services: readonly ServicePosture[]
  /** One of `services`, for who asks for one; absent where they are not worked out one by one. */
  readonly posture?: (service: Service) => ServicePosture | undefined
  readonly workloads: readonly WorkloadPosture[]
  /** Those of one workload among `workloads`; absent like `posture`. */
  readonly posturesOf?: (workload: Workload) => readonly WorkloadPosture[]
  readonly badges: (workload: Workload) => readonly string[]
  readonly edgeRows: readonly EdgeListenerRow[]
  /** What this mesh makes of a call that another provider states; absent where it does not say. */
  readonly hop?: (call: Call) => Hop | undefined
}

/** Where encryption of the mesh begins or ends: gateways' listeners, entries, exposed Services. */
export type EdgeListenerRow = {
  readonly what: 'listener' | 'passthrough' | 'service-entry'
  readonly node: string
  readonly port: number
  readonly tls: string
  readonly minimumVersion?: string
  readonly because: string
  readonly from: Ref
}

/** What the providers make of a snapshot. */
export type MeshModel = {
  readonly snapshot: Snapshot
  readonly cluster: Cluster
  readonly contributions: ReadonlyMap<string, Contribution>
  /** How the mesh that claims a pod sees it; unclaimed pods are outside. */
  readonly membership: (pod: Pod) => Membership
  /** One answer for the workload, and its pods grouped by how a mesh treats them. */
  readonly workload: (workload: Workload) => {
    readonly inMesh: InMesh
    readonly variants: readonly Variant[]
  }
}
