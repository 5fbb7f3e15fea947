import type { Ref } from '#lib/resources/reference.ts'
import type { EdgeMtls } from './edge-words.ts'
import type { Service } from './service.ts'
import type { Workload } from './workload.ts'

export type Listener = {
  readonly port: number
  readonly protocol: string
  readonly hosts: readonly string[]
  /** TLS mode as written: SIMPLE, MUTUAL, PASSTHROUGH, ISTIO_MUTUAL, … */
  readonly tls?: string
  readonly credential?: string
  readonly from: Ref
  readonly exposed?: boolean
}

/** What clients from outside the cluster meet on one port of a gateway. */
export type Entrance = {
  readonly port: number
  readonly protocol: string
  readonly via: readonly Ref[]
  readonly mtls: EdgeMtls
  readonly conflict: boolean
}

/** The proxies of one gateway workload: what they listen on and how they are reached. */
export type GatewayProxy = {
  readonly id: string
  readonly mesh: string
  readonly workload: Workload
  readonly services: readonly Service[]
  readonly listeners: readonly Listener[]
  readonly entrances: readonly Entrance[]
  readonly badges: readonly string[]
  readonly resources: readonly Ref[]
}

export const gatewayId = (workload: Workload): string =>
  `gateway:${workload.namespace}/${workload.name}`
