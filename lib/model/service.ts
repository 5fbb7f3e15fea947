import { at, number, records, text, textMap, texts } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { Labels } from '#lib/resources/label-selector.ts'
import { type Ref, refOf } from '#lib/resources/reference.ts'
import type { Pod } from './pod.ts'

export type ServicePort = {
  readonly at: number
  readonly name: string | undefined
  readonly port: number
  readonly protocol: string
  readonly appProtocol: string | undefined
  readonly targetPort: number | string
  readonly nodePort: number | undefined
}

export type Service = {
  readonly object: KubernetesObject
  readonly ref: Ref
  readonly namespace: string
  readonly name: string
  readonly type: string
  readonly selector: Labels | undefined
  readonly ports: readonly ServicePort[]
  /** Where clients outside the cluster find it, as the load balancer reported it or a person wrote it. */
  readonly addresses: readonly string[]
  readonly headless: boolean
  readonly externalName: string | undefined
  readonly annotations: ReadonlyMap<string, string>
  readonly externalTrafficPolicy: string | undefined
}

const services = new WeakMap<KubernetesObject, Service>()

/** A Service object; parsed once for as long as the object lives. */
export function parseService(object: KubernetesObject): Service {
  const known = services.get(object)
  if (known) return known
  const { spec, status } = object
  const selector = textMap(at(spec, 'selector'))
  const ingress = records(at(status, 'loadBalancer', 'ingress')).flatMap(({ value }) => {
    const address = text(value.ip) ?? text(value.hostname)
    return address ? [address] : []
  })
  const service: Service = {
    object,
    ref: refOf(object),
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
    type: text(at(spec, 'type')) ?? 'ClusterIP',
    selector: selector.size > 0 ? selector : undefined,
    ports: records(at(spec, 'ports')).flatMap(({ at: place, value }) => {
      const port = number(value.port)
      if (port === undefined) return []
      return [
        {
          at: place,
          name: text(value.name),
          port,
          protocol: text(value.protocol) ?? 'TCP',
          appProtocol: text(value.appProtocol),
          targetPort: number(value.targetPort) ?? (text(value.targetPort) || port),
          nodePort: number(value.nodePort),
        },
      ]
    }),
    addresses: [...new Set([...ingress, ...texts(at(spec, 'externalIPs'))])],
    headless: at(spec, 'clusterIP') === 'None',
    externalName:
      text(at(spec, 'type')) === 'ExternalName' ? text(at(spec, 'externalName')) : undefined,
    annotations: textMap(object.metadata.annotations),
    externalTrafficPolicy: text(at(spec, 'externalTrafficPolicy')),
  }
  services.set(object, service)
  return service
}

/** Reached from outside the cluster at an address or node port of its own. */
export const isExposed = (service: Service): boolean =>
  service.type === 'LoadBalancer' || service.type === 'NodePort' || service.addresses.length > 0

/** The container port behind a Service port on one pod; names are the pod's. */
export function targetPortOn(port: ServicePort, pod: Pod): number | undefined {
  if (typeof port.targetPort === 'number') return port.targetPort
  for (const container of pod.containers)
    for (const entry of container.ports) if (entry.name === port.targetPort) return entry.port
  return undefined
}
