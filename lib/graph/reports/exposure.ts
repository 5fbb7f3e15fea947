import { isExposed, type Service, targetPortOn } from '#lib/model/service.ts'
import { samplePod, type Workload } from '#lib/model/workload.ts'
import type { Ref } from '#lib/resources/reference.ts'

/** One way in which clients outside the cluster reach a port. */
export type Exposure = {
  readonly how: 'LoadBalancer' | 'NodePort' | 'external-ip' | 'host-port' | 'host-network'
  readonly addresses: readonly string[]
  readonly port: number
  readonly from: Ref
}

/** How a Service itself can be reached from outside, port by port. */
export function exposureOf(service: Service): readonly Exposure[] {
  if (!isExposed(service)) return []
  return service.ports.flatMap((port): Exposure[] => [
    ...(service.type === 'LoadBalancer' || service.addresses.length > 0
      ? [
          {
            how:
              service.type === 'LoadBalancer'
                ? ('LoadBalancer' as const)
                : ('external-ip' as const),
            addresses: service.addresses,
            port: port.port,
            from: service.ref,
          },
        ]
      : []),
    ...(port.nodePort === undefined
      ? []
      : [{ how: 'NodePort' as const, addresses: [], port: port.nodePort, from: service.ref }]),
  ])
}

/** How a port that a gateway listens on can be reached: by its Services' ports, or on the node itself. */
export function exposureOfPort(
  workload: Workload,
  services: readonly Service[],
  listens: number,
): readonly Exposure[] {
  const pod = samplePod(workload)
  const byService = services.flatMap((service) => {
    const same = service.ports.filter(
      (p) => p.port === listens || (pod && targetPortOn(p, pod) === listens),
    )
    // A Gateway numbers its ports as the Service does, and as the pod does where the Service has no such port.
    const ports = same.some((p) => p.port === listens)
      ? same.filter((p) => p.port === listens)
      : same
    return exposureOf({ ...service, ports })
  })
  if (!pod) return byService
  const from = workload.ref
  const onNode = pod.hostNetwork
    ? [{ how: 'host-network' as const, addresses: [], port: listens, from }]
    : pod.containers.flatMap((c) =>
        c.ports.flatMap(({ port, hostPort }) =>
          hostPort !== undefined && (port === listens || hostPort === listens)
            ? [{ how: 'host-port' as const, addresses: [], port: hostPort, from }]
            : [],
        ),
      )
  return [...byService, ...onNode]
}
