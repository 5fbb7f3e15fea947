import { objectsOf } from '#lib/model/objects.ts'
import type { Service } from '#lib/model/service.ts'
import { at, own, records, text, textMap } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { type Labels, parseLabelSelector, selects } from '#lib/resources/label-selector.ts'
import { type Ref, refOf } from '#lib/resources/reference.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import type { ProxyView } from './effective/proxy-view.ts'

/** The HTTP proxy that stands before a Service in ambient mode. */
export type Waypoint = {
  readonly ref: Ref
  readonly namespace: string
  readonly name: string
  /** As the control plane looks at it when it asks what applies there to a Service. */
  readonly proxyFor: (service: Service) => ProxyView
}

export type Waypoints = {
  readonly of: (service: Service) => Waypoint | undefined
  /** Whether ingress gateways go through it too; otherwise they call the pods past it. */
  readonly takesIngress: (service: Service) => boolean
}

const GATEWAYS = 'gateway.networking.k8s.io/gateways'
const CLASS = 'istio-waypoint'
const NAME = 'gateway.networking.k8s.io/gateway-name'

const labelsOf = (object: KubernetesObject): Labels => textMap(object.metadata.labels)

/** Whether a listener of the waypoint serves a namespace; its own only where it says nothing. */
function letsIn(gateway: KubernetesObject, namespace: string, labels: Labels): boolean {
  return records(at(gateway.spec, 'listeners')).some(({ value }) => {
    const allowed = at(value, 'allowedRoutes', 'namespaces')
    switch (text(own(allowed, 'from')) ?? 'Same') {
      case 'All':
        return true
      case 'Selector': {
        const selector = parseLabelSelector(own(allowed, 'selector'))
        return selector !== undefined && selects(selector, labels)
      }
      default:
        return gateway.metadata.namespace === namespace
    }
  })
}

const servesServices = (gateway: KubernetesObject): boolean => {
  const served = labelsOf(gateway).get('istio.io/waypoint-for') ?? 'service'
  return served === 'service' || served === 'all'
}

/**
 * Which waypoint serves which Service: the Service's own label, else its namespace's. A label on the Service
 * counts even if nothing goes by that name; there is no falling back to the namespace's.
 *
 * @see istio/istio pilot/pkg/serviceregistry/ambient/waypoints.go
 */
export function waypointsOf(
  snapshot: Snapshot,
  namespaceLabels: (namespace: string) => Labels,
): Waypoints {
  const gateways = new Map<string, KubernetesObject>()
  for (const object of objectsOf(snapshot, GATEWAYS))
    if (text(at(object.spec, 'gatewayClassName')) === CLASS)
      gateways.set(`${object.metadata.namespace ?? ''}/${object.metadata.name}`, object)
  const written = (service: Service, label: string) => {
    const own = labelsOf(service.object)
    return own.has(label) ? own : namespaceLabels(service.namespace)
  }
  return {
    of: (service) => {
      if (gateways.size === 0) return undefined
      const labels = written(service, 'istio.io/use-waypoint')
      const name = labels.get('istio.io/use-waypoint')
      if (!name || name === 'none') return undefined
      const namespace = labels.get('istio.io/use-waypoint-namespace') ?? service.namespace
      const gateway = gateways.get(`${namespace}/${name}`)
      if (!gateway || !servesServices(gateway)) return undefined
      if (!letsIn(gateway, service.namespace, namespaceLabels(service.namespace))) return undefined
      return {
        ref: refOf(gateway),
        namespace,
        name,
        proxyFor: ({ namespace: owner, name: served }) => ({
          type: 'waypoint',
          namespace,
          labels: new Map([[NAME, name]]),
          service: { kind: 'Service', namespace: owner, name: served },
        }),
      }
    },
    takesIngress: (service) => {
      const label = 'istio.io/ingress-use-waypoint'
      return written(service, label).get(label) === 'true'
    },
  }
}
