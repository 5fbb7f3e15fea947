import type { Listener } from '#lib/model/gateway-proxy.ts'
import {
  controllersOf,
  type Ingress,
  type IngressBackend,
  type IngressController,
  parseIngress,
} from '#lib/model/ingress.ts'
import type { Match } from '#lib/model/match.ts'
import { objectsOf } from '#lib/model/objects.ts'
import type { Pod } from '#lib/model/pod.ts'
import { samplePod, type Workload } from '#lib/model/workload.ts'
import { text } from '#lib/resources/field.ts'
import { hasLabels } from '#lib/resources/label-selector.ts'
import { byCreation } from './creation.ts'
import { watches } from './governed.ts'
import { INGRESSES } from './kinds.ts'
import { isGatewayPod } from './membership.ts'
import type { MeshConfig } from './mesh-config.ts'
import type { IstioView } from './view.ts'

const CONTROLLER = 'istio.io/ingress-controller'
const CLASS = 'kubernetes.io/ingress.class'

/**
 * Whether the control plane takes an Ingress: by the annotation's class, else by the IngressClass, and one that
 * names none only where the mesh configuration says that it is the default controller.
 *
 * @see istio/istio pilot/pkg/config/kube/ingress/conversion.go, shouldProcessIngressWithClass
 */
export function isIstioIngress(
  { object }: Ingress,
  { controller, className, isAssumed }: IngressController,
  { ingressControllerMode, ingressClass }: MeshConfig,
): boolean {
  if (ingressControllerMode === 'OFF') return false
  const annotated = text(object.metadata.annotations?.[CLASS])
  if (annotated !== undefined) return annotated === ingressClass
  if (controller !== undefined) return controller === CONTROLLER
  if (className !== undefined) return isAssumed && className === ingressClass
  return ingressControllerMode === 'DEFAULT'
}

/** Whether Istio serves an Ingress: its control plane takes it, in a namespace that it watches. */
export const isServed = (
  { main, config }: Pick<IstioView, 'main' | 'config'>,
  ingress: Ingress,
  controller: IngressController,
): boolean =>
  main !== undefined && watches(main, ingress.object) && isIstioIngress(ingress, controller, config)

/** Ingresses that Istio serves, oldest first. */
export function servedIngresses(view: IstioView): readonly Ingress[] {
  const controllerOf = controllersOf(view.snapshot)
  return objectsOf(view.snapshot, INGRESSES)
    .map(parseIngress)
    .filter((ingress) => isServed(view, ingress, controllerOf(ingress)))
    .sort(byCreation)
}

const gatewaySelector = ({ config }: Pick<IstioView, 'config'>) =>
  new Map([['istio', config.ingressSelector]])

/**
 * What an Ingress opens on a gateway that serves Ingresses: port 80 for every host, and 443 for each block that names
 * a Secret, which is read in the gateway's namespace.
 *
 * @see istio/istio pilot/pkg/config/kube/ingress/conversion.go, ConvertIngressV1alpha3
 */
export function ingressListeners(
  view: IstioView,
  ingresses: readonly Ingress[],
  pod: Pod,
): readonly Listener[] {
  if (!hasLabels(pod.labels, gatewaySelector(view))) return []
  return ingresses.flatMap(({ ref, tls }) => [
    ...tls.flatMap(({ hosts, secret }): Listener[] =>
      secret === undefined
        ? []
        : [
            {
              port: 443,
              protocol: 'HTTPS',
              hosts: hosts.length > 0 ? hosts : ['*'],
              tls: 'SIMPLE',
              credential: secret,
              from: ref,
            },
          ],
    ),
    { port: 80, protocol: 'HTTP', hosts: ['*'], from: ref },
  ])
}

/**
 * The path that Istio makes of a rule's: where its type is left to the controller, only `/*` or `.*` at the end makes
 * it a prefix.
 *
 * @see istio/istio pilot/pkg/config/kube/ingress/conversion.go, createFallbackStringMatch
 */
export function istioPath({ match, pathType, pathText }: IngressBackend): Match['path'] {
  if (pathType === 'Exact' || pathType === 'Prefix' || !pathText) return match
  const isPrefix = pathText.endsWith('.*') || pathText.endsWith('/*')
  if (!isPrefix) return { op: 'exact', value: pathText }
  const value = pathText.slice(0, -2)
  return value === '' || value === '/' ? undefined : { op: 'prefix', value }
}

/**
 * The gateways that serve Ingresses: those with the label that the mesh configuration names.
 * @see istio/istio pilot/pkg/config/kube/ingress/conversion.go, getIngressGatewaySelector
 */
export function ingressGateways(view: IstioView): readonly Workload[] {
  return view.cluster
    .select(gatewaySelector(view))
    .map(({ workload }) => workload)
    .filter((workload) => {
      const pod = samplePod(workload)
      return pod !== undefined && isGatewayPod(pod)
    })
}
