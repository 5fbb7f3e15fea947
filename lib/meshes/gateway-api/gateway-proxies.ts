import type { Cluster } from '#lib/model/cluster.ts'
import type { EdgeMtls } from '#lib/model/edge-words.ts'
import {
  type Entrance,
  type GatewayProxy,
  gatewayId,
  type Listener,
} from '#lib/model/gateway-proxy.ts'
import type { Contribution } from '#lib/model/mesh-model.ts'
import { isExposed, type Service, targetPortOn } from '#lib/model/service.ts'
import { samplePod, type Workload } from '#lib/model/workload.ts'
import type { Ref } from '#lib/resources/reference.ts'
import { conditionOf } from './conditions.ts'
import { meshOfController } from './controllers.ts'
import type { EffectiveGateway } from './effective-gateways.ts'
import type { GatewayListener } from './gateway.ts'

export const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name'

/** The proxies of one or more Kubernetes Gateways; without a workload where the cluster shows no pods of theirs. */
export type KubernetesGatewayProxy = GatewayProxy & {
  readonly gateways: readonly EffectiveGateway[]
  readonly hasPods: boolean
}

/**
 * The workloads that a Gateway lands on: those that its controller made for it and labelled with its name, or,
 * where it names a Service as its address, those behind that Service.
 *
 * @see gateway-api GEP-1762; istio/istio pilot/pkg/config/kube/gateway, IsManaged and manual deployments
 */
function landsOn({ gateway }: EffectiveGateway, cluster: Cluster): readonly Workload[] {
  const made = cluster.select(new Map([[GATEWAY_NAME, gateway.name]]), gateway.namespace)
  const named = gateway.addresses.flatMap(({ type, value }) => {
    if (type !== 'Hostname') return []
    const [name = '', namespace = gateway.namespace, ...rest] = value.split('.')
    if (rest.length > 0 && rest[0] !== 'svc') return []
    const service = cluster.service(namespace, name)
    return service ? cluster.backends(service) : []
  })
  return [...new Set([...made, ...named].map(({ workload }) => workload))]
}

/** Stands for pods that the cluster does not show: a gateway that a cloud runs, or one without pods yet. */
const unseen = ({ gateway }: EffectiveGateway): Workload => ({
  id: `workload:${gateway.namespace}/Gateway/${gateway.name}`,
  ref: gateway.ref,
  kind: 'Gateway',
  namespace: gateway.namespace,
  name: gateway.name,
  object: gateway.object,
  template: undefined,
  pods: [],
  replicas: undefined,
})

const listenerOf = (listener: GatewayListener, isOpen: boolean): Listener => ({
  port: listener.port,
  protocol: listener.protocol,
  hosts: [listener.hostname],
  ...(listener.tls ? { tls: listener.tls } : {}),
  ...(listener.credential ? { credential: listener.credential } : {}),
  from: listener.from,
  exposed: isOpen,
})

/** A Gateway numbers its ports as its Service does, or as the pod does where the Service has no such port. */
function isOpenAt(services: readonly Service[], workload: Workload, port: number): boolean {
  const pod = samplePod(workload)
  const outside = services.filter(isExposed)
  if (outside.some((s) => s.ports.some((p) => p.port === port))) return true
  if (!pod) return false
  return (
    outside.some((s) => s.ports.some((p) => targetPortOn(p, pod) === port)) ||
    pod.hostNetwork ||
    pod.containers.some((c) => c.ports.some((p) => p.hostPort === port))
  )
}

const isInside = (address: string) => address.endsWith('.svc') || address.includes('.svc.')

/** What a client meets at a listener. @see gateway-api apis/v1/gateway_types.go, ProtocolType and TLSModeType */
export function listenerMtls({ protocol, tls, from }: GatewayListener): EdgeMtls {
  const decidedBy = [from]
  switch (protocol.toUpperCase()) {
    case 'HTTP':
      return { state: 'plaintext', because: 'HTTP listener', decidedBy }
    case 'HTTPS':
    case 'TLS':
      return tls === 'Passthrough'
        ? { state: 'passthrough', because: 'TLS is passed on by SNI (Passthrough).', decidedBy }
        : { state: 'tls', because: 'The gateway terminates TLS (Terminate).', decidedBy }
    case 'HBONE':
      return { state: 'mtls', enforced: true, because: 'HBONE takes mutual TLS only.', decidedBy }
    case 'TCP':
    case 'UDP':
      return {
        state: 'opaque',
        because: `Plain ${protocol.toUpperCase()} listener: what is inside is not visible.`,
        decidedBy,
      }
    default:
      return {
        state: 'unknown',
        because: `The protocol ${protocol || '(none)'} of the listener is its controller's own.`,
        decidedBy: ['unknown'],
      }
  }
}

type Opened = { readonly listener: GatewayListener; readonly contested: boolean }

function entrancesOf(opened: readonly Opened[], earlier: GatewayProxy | undefined) {
  const key = (e: Pick<Entrance, 'port' | 'protocol' | 'mtls'>) =>
    `${e.port} ${e.protocol} ${e.mtls.state}`
  // One edge stands for both where another mesh's Gateway opened the same port in the same way.
  const found = new Map<string, Entrance>()
  const before = new Map((earlier?.entrances ?? []).map((e) => [key(e), e]))
  for (const { listener, contested } of opened) {
    const mtls = listenerMtls(listener)
    const { port, protocol, from } = listener
    const id = key({ port, protocol, mtls })
    const known = found.get(id) ?? before.get(id)
    found.set(id, {
      port,
      protocol,
      via: [...new Set([...(known?.via ?? []), from])].sort(),
      mtls: known
        ? {
            ...mtls,
            decidedBy: [...new Set([...known.mtls.decidedBy, ...mtls.decidedBy])].sort(),
          }
        : mtls,
      conflict: contested || (known?.conflict ?? false),
    })
  }
  return [...found.values()]
}

function badgesOf({ gateway, class: own }: EffectiveGateway): readonly string[] {
  const refused = (['Accepted', 'Programmed'] as const).flatMap((type) => {
    const condition = conditionOf(gateway.conditions, type)
    return condition?.state === 'false' ? [`not ${type.toLowerCase()}: ${condition.reason}`] : []
  })
  const isNobodys = own.controller === undefined && !own.isAssumed
  return [
    `class ${gateway.className || '(none)'}`,
    ...(isNobodys ? ['no such GatewayClass'] : []),
    ...refused,
  ]
}

type Landed = {
  readonly workload: Workload
  readonly hasPods: boolean
  readonly on: EffectiveGateway[]
}

/** The gateway nodes of all Kubernetes Gateways, with what earlier meshes found on the same pods. */
export function kubernetesGateways(
  gateways: readonly EffectiveGateway[],
  cluster: Cluster,
  earlier: readonly Contribution[],
): readonly KubernetesGatewayProxy[] {
  const landed = new Map<string, Landed>()
  for (const gateway of gateways) {
    const workloads = landsOn(gateway, cluster)
    const all = workloads.length > 0 ? workloads : [unseen(gateway)]
    for (const workload of all) {
      const known = landed.get(workload.id)
      if (known) known.on.push(gateway)
      else landed.set(workload.id, { workload, hasPods: workloads.length > 0, on: [gateway] })
    }
  }
  const before = new Map(earlier.flatMap((c) => c.gateways.map((g) => [g.workload.id, g] as const)))
  const taken = new Set(earlier.flatMap((c) => c.gateways.map((g) => g.id)))
  for (const { workload, hasPods } of landed.values()) if (hasPods) taken.add(gatewayId(workload))
  return [...landed.values()].map(({ workload, hasPods, on }): KubernetesGatewayProxy => {
    const known = before.get(workload.id)
    const services = hasPods ? cluster.servicesOf(workload) : []
    const reported = on.flatMap(({ gateway }) => gateway.reported)
    const isOpen = (port: number) =>
      hasPods ? isOpenAt(services, workload, port) : reported.some((a) => !isInside(a))
    const listeners = on.flatMap(({ listeners: own, contested }) =>
      own.map((listener) => ({ listener, contested: contested.has(listener) })),
    )
    const refs: readonly Ref[] = on.flatMap(({ gateway, sets }) => [
      gateway.ref,
      ...sets.map((set) => set.ref),
    ])
    // An address that a deployment has already been named by stays that deployment's.
    const id = gatewayId(workload)
    const isFree = hasPods || !taken.has(id)
    return {
      id: isFree ? id : `gateway:${workload.namespace}/Gateway/${workload.name}`,
      mesh: meshOfController(on[0]?.class.controller),
      workload,
      services,
      listeners: [
        ...(known?.listeners ?? []),
        ...listeners.map(({ listener }) => listenerOf(listener, isOpen(listener.port))),
      ],
      entrances: entrancesOf(
        listeners.filter(({ listener }) => isOpen(listener.port)),
        known,
      ),
      badges: [...new Set([...(known?.badges ?? []), ...on.flatMap(badgesOf)])],
      resources: [
        ...new Set([
          ...(known?.resources ?? (hasPods ? [workload.ref, ...services.map((s) => s.ref)] : [])),
          ...refs,
        ]),
      ],
      gateways: on,
      hasPods,
    }
  })
}
