import type { Ref } from '#lib/resources/reference.ts'
import type { Match } from './match.ts'

/**
 * Where one listener sends what it receives: ordered rules for a set of hosts, as the control plane would
 * hand them to the proxy. Edges are read from these tables, and a request can be asked of them.
 */
export type RouteTable = {
  readonly id: string
  readonly mesh: string
  /** Node that owns the table: a gateway, or the Service whose callers follow it. */
  readonly owner: string
  readonly protocol: 'http' | 'tcp' | 'tls'
  /** Port of the listener as configuration numbers it; absent for calls inside the mesh on any port. */
  readonly port: number | undefined
  readonly hosts: readonly string[]
  readonly rules: readonly RouteRule[]
  /** An Ingress's own rules, where neither a gateway of the mesh nor its callers follow them. */
  readonly followedBy?: 'ingress'
}

export type RouteRule = {
  /** Stable: the object and place that states it. */
  readonly key: string
  readonly ref: Ref
  /** Field path in that object. */
  readonly path: string
  readonly via: readonly Ref[]
  /** Alternatives as evaluated, without what the table itself says (port, hosts). Empty: everything. */
  readonly match: readonly Match[]
  /** A condition that `match` has no words for. */
  readonly unless: string | undefined
  /** Place in the table, from 1. */
  readonly order: number
  readonly legs: readonly RouteLeg[]
  readonly action: 'route' | 'redirect' | 'direct-response' | 'none'
  /** An earlier rule takes everything: this one is never reached. */
  readonly unreachable: boolean
  /** Its listener is contested by another. */
  readonly conflict: boolean
}

export type RouteLeg = {
  readonly kind: 'route' | 'mirror'
  readonly path: string
  /** Destination as written, and resolved. */
  readonly written: string
  readonly host: string
  readonly port: number | undefined
  readonly subset: string | undefined
  readonly weight: number | undefined
  /** Percent of what the rule takes. */
  readonly share: number | undefined
  /** Node id, or `nowhere`. */
  readonly to: string
  readonly via: readonly Ref[]
}
