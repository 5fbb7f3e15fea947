import type { Ref } from '#lib/resources/reference.ts'
import type { Decider } from './mtls-report.ts'

/** One setting with who states it, and where. */
export type RuleFact = {
  readonly name: string
  readonly value: string
  readonly from: Decider
  readonly path: string
}

export type ServerInForce = {
  readonly resource: Ref
  readonly path: string
  readonly port: number
  readonly protocol: string
  readonly hosts: readonly string[]
}

/** What one proxy is told, beyond what hops and ports show. */
export type InForce = {
  /** What narrows its view of the mesh; absent where nothing does. */
  readonly sidecar?: { readonly resource: Ref; readonly because: string }
  /** What becomes of calls to hosts that it does not know. */
  readonly outbound: { readonly mode: 'ALLOW_ANY' | 'REGISTRY_ONLY'; readonly decidedBy: Decider }
  /** How many hosts it knows. */
  readonly hosts: number
  /** In order of precedence. */
  readonly routes: readonly { readonly resource: Ref; readonly hosts: readonly string[] }[]
  readonly routesInAll: number
  readonly destinationRules: readonly {
    readonly host: string
    /** Those that are in force together; the first is the oldest. */
    readonly resources: readonly Ref[]
    readonly subsets: readonly string[]
    readonly because: string
    readonly settings: readonly RuleFact[]
  }[]
  readonly ruledHosts: number
  readonly servers: readonly ServerInForce[]
  readonly droppedServers: readonly (ServerInForce & { readonly because: string })[]
}
