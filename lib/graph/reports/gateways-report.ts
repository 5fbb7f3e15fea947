import { explainersOf } from '#lib/meshes/explain.ts'
import type { GatewayProxy, Listener } from '#lib/model/gateway-proxy.ts'
import type { MeshModel } from '#lib/model/mesh-model.ts'
import type { PodFacts } from '#lib/model/pod.ts'
import type { Ref } from '#lib/resources/reference.ts'
import { type Exposure, exposureOfPort } from './exposure.ts'
import { inScope, type ReportScope } from './scope.ts'
import { asRecord } from './services-report.ts'

/** A Secret that a listener names. Whether it is there is asked with the rights of the person who looks. */
export type Credential = {
  readonly name: string
  readonly namespace: string
  readonly state: 'present' | 'missing' | 'not-verified'
  readonly type?: string
  readonly because?: string
}

export type GatewayListener = {
  readonly port: number
  readonly protocol: string
  readonly hosts: readonly string[]
  readonly tls?: string
  readonly minimumVersion?: string
  readonly credential?: Credential
  /** Certificates in files of the proxy, which the Kubernetes API does not show. */
  readonly files: readonly string[]
  readonly from: Ref
  readonly path?: string
  readonly exposed: boolean
  readonly exposure: readonly Exposure[]
  readonly redirectsToHttps: boolean
  readonly conflict?: { readonly because: string; readonly with: readonly Ref[] }
}

export type GatewayRow = {
  readonly id: string
  readonly mesh: string
  readonly resource: Ref
  readonly namespace: string
  readonly name: string
  readonly pods: readonly PodFacts[]
  readonly replicas?: number
  readonly services: readonly { readonly resource: Ref; readonly type: string }[]
  readonly addresses: readonly string[]
  /** The objects that open listeners on these pods. */
  readonly selectedBy: readonly Ref[]
  readonly listeners: readonly GatewayListener[]
  readonly filters: readonly Ref[]
  readonly badges: readonly string[]
}

export type GatewaysReport = {
  readonly gateways: readonly GatewayRow[]
  /** Configured, and no pod listens for them. */
  readonly withoutPods: readonly {
    readonly resource: Ref
    readonly selector: Readonly<Record<string, string>>
    readonly state: 'nothing' | 'unknown'
    readonly because: string
  }[]
  /** Gateway pods that no configuration opens a listener on. */
  readonly withoutListeners: readonly {
    readonly id: string
    readonly resource: Ref
    readonly because: string
  }[]
}

/** Forms of a reference: a name in the gateway's namespace, `namespace/name`, or either behind a scheme. */
function credentialOf(written: string, namespace: string): Credential {
  const plain = written.slice(written.indexOf('://') < 0 ? 0 : written.indexOf('://') + 3)
  const slash = plain.indexOf('/')
  const [owner, name] =
    slash < 0 ? [namespace, plain] : [plain.slice(0, slash), plain.slice(slash + 1)]
  return { name, namespace: owner, state: 'not-verified' }
}

function listenerOf(
  listener: Listener,
  gateway: GatewayProxy,
  facts: ReturnType<NonNullable<ReturnType<typeof factsOf>>>[number] | undefined,
): GatewayListener {
  const exposure = exposureOfPort(gateway.workload, gateway.services, listener.port)
  const { namespace } = gateway.workload
  return {
    port: listener.port,
    protocol: listener.protocol,
    hosts: listener.hosts,
    ...(listener.tls ? { tls: listener.tls } : {}),
    ...(facts?.minimumVersion ? { minimumVersion: facts.minimumVersion } : {}),
    ...(listener.credential ? { credential: credentialOf(listener.credential, namespace) } : {}),
    files: facts?.files ?? [],
    from: listener.from,
    ...(facts ? { path: facts.path } : {}),
    exposed: listener.exposed ?? exposure.length > 0,
    exposure,
    redirectsToHttps: facts?.redirectsToHttps ?? false,
    ...(facts?.conflict ? { conflict: facts.conflict } : {}),
  }
}

const factsOf = (model: MeshModel, mesh: string) => explainersOf(model).get(mesh)?.listeners

function rowOf(model: MeshModel, gateway: GatewayProxy): GatewayRow {
  const { workload, services, listeners } = gateway
  const explainer = explainersOf(model).get(gateway.mesh)
  const facts = explainer?.listeners?.(gateway) ?? []
  return {
    id: gateway.id,
    mesh: gateway.mesh,
    resource: workload.ref,
    namespace: workload.namespace,
    name: workload.name,
    pods: workload.pods.map((p) => p.facts),
    ...(workload.replicas === undefined ? {} : { replicas: workload.replicas }),
    services: services.map(({ ref, type }) => ({ resource: ref, type })),
    addresses: [...new Set(services.flatMap((s) => s.addresses))],
    selectedBy: [...new Set(listeners.map((l) => l.from))].sort(),
    listeners: listeners.map((listener, i) => listenerOf(listener, gateway, facts[i])),
    filters: explainer?.filters?.(gateway) ?? [],
    badges: gateway.badges,
  }
}

/** Pods that several providers open listeners on are one gateway. */
function merged(rows: readonly GatewayRow[], next: GatewayRow): readonly GatewayRow[] {
  const same = rows.find((row) => row.id === next.id)
  if (!same) return [...rows, next]
  const union = <T>(a: readonly T[], b: readonly T[]) => [...new Set([...a, ...b])]
  const both: GatewayRow = {
    ...same,
    addresses: union(same.addresses, next.addresses),
    selectedBy: union(same.selectedBy, next.selectedBy).sort(),
    listeners: [...same.listeners, ...next.listeners],
    filters: union(same.filters, next.filters),
    badges: union(same.badges, next.badges),
  }
  return rows.map((row) => (row === same ? both : row))
}

/** Every gateway: its pods, what it listens on, how that is reached, and what of the configuration came to nothing. */
export function gatewaysReport(model: MeshModel, scope: ReportScope = {}): GatewaysReport {
  const gateways = [...model.contributions.values()]
    .flatMap((c) => c.gateways)
    .filter((g) => inScope(scope, g.workload.namespace, g.id))
    .map((gateway) => rowOf(model, gateway))
    .reduce(merged, [])
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const idle = [...explainersOf(model).values()].flatMap((e) => e.idleGateways?.() ?? [])
  return {
    gateways,
    withoutPods: idle
      .filter(({ resource }) => inScope(scope, resource.split('/')[1], resource))
      .map(({ resource, selector, because, state }) => ({
        resource,
        selector: asRecord(selector),
        state,
        because,
      })),
    withoutListeners: gateways
      .filter((g) => g.listeners.length === 0)
      .map(({ id, resource }) => ({
        id,
        resource,
        because: 'No Gateway selects these pods, so they listen for nothing.',
      })),
  }
}
