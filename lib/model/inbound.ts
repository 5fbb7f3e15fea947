import type { Decider, InboundMode } from './mtls-report.ts'
import type { Service, ServicePort } from './service.ts'
import type { Workload } from './workload.ts'

export type Callers = {
  readonly state: 'mtls' | 'plaintext' | 'tls' | 'mixed' | 'unknown'
  readonly decidedBy: readonly Decider[]
}

/** What one port of one Service takes, over all pods behind it. */
export type PortPosture = {
  readonly port: ServicePort
  readonly mode: InboundMode
  readonly decidedBy: readonly Decider[]
  readonly because: string
  /** An annotation takes it past the proxy. */
  readonly bypass: string | undefined
  /** What a meshed caller is told to send, and whether that fits what is taken. */
  readonly clients: Callers
  readonly conflict: boolean
}

export type ServicePosture = {
  readonly service: Service
  readonly mode: InboundMode
  readonly decidedBy: readonly Decider[]
  readonly because: string
  readonly clients: Callers
  readonly ports: readonly PortPosture[]
  /** How many of the pods behind it have a proxy. */
  readonly proxies: 'all' | 'some' | 'none' | 'no-pods' | 'unknown'
}

/** What one port of one workload takes. */
export type WorkloadPosture = {
  readonly workload: Workload
  readonly port: number
  readonly mode: InboundMode
  readonly decidedBy: readonly Decider[]
  readonly because: string
  readonly bypass: string | undefined
}
