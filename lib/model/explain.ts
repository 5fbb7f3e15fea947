import type { Labels } from '#lib/resources/label-selector.ts'
import type { Ref } from '#lib/resources/reference.ts'
import type { AccessReport } from './access-report.ts'
import type { GatewayProxy } from './gateway-proxy.ts'
import type { EdgeListenerRow } from './mesh-model.ts'
import type { Decider, InboundMode } from './mtls-report.ts'
import type { RouteRule } from './route-table.ts'
import type { Service, ServicePort } from './service.ts'
import type { Workload } from './workload.ts'

/** One step of the way to an inbound mode, widest first. The last that sets a mode decides. */
export type LadderStep = {
  readonly scope: 'mesh' | 'namespace' | 'workload' | 'port'
  /** Who speaks at this step; absent where nobody does. */
  readonly by?: Decider
  /** Absent where whoever speaks leaves it open. */
  readonly mode?: InboundMode
  readonly decides: boolean
}

/** What a proxy takes the bytes on a Service port for, and how it was told. */
export type PortProtocol = {
  readonly value: string
  readonly decidedBy: 'appProtocol' | 'name' | 'transport' | 'port-number' | 'default'
  readonly because: string
}

/** A part of a Service's pods that routes may name. */
export type SubsetFacts = {
  readonly name: string
  readonly labels: Labels
  readonly from: Ref
}

export type AppliedPolicy = { readonly resource: Ref; readonly because: string }

/** What a listener is, beyond its line in the graph. */
export type ListenerFacts = {
  readonly path: string
  readonly minimumVersion?: string
  readonly redirectsToHttps: boolean
  /** Certificates that the proxy reads from files of its own. */
  readonly files: readonly string[]
  /** Why it is not programmed, or not wholly, and who holds its place. */
  readonly conflict?: { readonly because: string; readonly with: readonly Ref[] }
}

/** A configured gateway that no pod serves. */
export type IdleGateway = {
  readonly resource: Ref
  readonly selector: Labels
  readonly because: string
  /** Pods that may not be read could serve it. */
  readonly state: 'nothing' | 'unknown'
}

/** Who calls a control plane and by which names it goes; what may not be read is absent. */
export type InstallationFacts = {
  readonly tags?: readonly { readonly name: string; readonly from: Ref }[]
  readonly webhooks?: readonly {
    readonly resource: Ref
    readonly path: string
    readonly name: string
    /** `namespace/name` of a Service, or a URL. */
    readonly calls?: string
    readonly tag?: string
    readonly failurePolicy?: string
  }[]
}

/** What a rule does besides choosing a destination, as written. */
export type RuleFact = {
  readonly kind:
    | 'rewrite'
    | 'redirect'
    | 'direct-response'
    | 'delay'
    | 'abort'
    | 'retries'
    | 'timeout'
    | 'headers'
    | 'cors'
  readonly resource: Ref
  readonly path: string
  /** For people, with every literal: `path to /v2`. */
  readonly says: string
}

/**
 * Answers of one mesh that no edge needs, but a person who asks "why" does. Kept apart from contributions so that
 * an event costs nothing for what nobody looks at. What a mesh has nothing to say about it leaves out.
 */
export type Explainer = { readonly mesh: string } & Partial<Answers>

type Answers = {
  /** Steps for one port of a workload, or for the workload as such. */
  readonly ladder: (workload: Workload, port: number | undefined) => readonly LadderStep[]
  /** Policies that reach a workload's proxies, and by what. */
  readonly policies: (workload: Workload) => readonly AppliedPolicy[]
  readonly protocol: (port: ServicePort) => PortProtocol
  readonly subsets: (service: Service) => readonly SubsetFacts[]
  /** The waypoint that a Service is told to use. */
  readonly waypoint: (service: Service) => { readonly name: string; readonly from: Ref } | undefined
  /** In the order of the gateway's `listeners`. */
  readonly listeners: (gateway: GatewayProxy) => readonly ListenerFacts[]
  readonly filters: (gateway: GatewayProxy) => readonly Ref[]
  readonly idleGateways: () => readonly IdleGateway[]
  readonly rule: (rule: RouteRule) => readonly RuleFact[]
  /** @param isAsked whether rows of a target are wanted, by its node id and namespace */
  readonly access: (
    nodeOf: (workload: Workload) => string,
    isAsked: (id: string, namespace: string) => boolean,
  ) => AccessReport
  /** What leaves the mesh by name, and whether a proxy encrypts it. */
  readonly entries: () => readonly EdgeListenerRow[]
  readonly installation: (id: string) => InstallationFacts
  /** Lowest TLS version between proxies, where the installation says one. */
  readonly minimumVersion: (installation: string) => string | undefined
}
