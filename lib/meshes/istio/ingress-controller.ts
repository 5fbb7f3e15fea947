import type { Ingress, IngressController } from '#lib/model/ingress.ts'
import { samplePod, type Workload } from '#lib/model/workload.ts'
import { text } from '#lib/resources/field.ts'
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

/**
 * The gateways that serve Ingresses: those with the label that the mesh configuration names.
 * @see istio/istio pilot/pkg/config/kube/ingress/conversion.go, getIngressGatewaySelector
 */
export function ingressGateways(view: IstioView): readonly Workload[] {
  const selector = new Map([['istio', view.config.ingressSelector]])
  return view.cluster
    .select(selector)
    .map(({ workload }) => workload)
    .filter((workload) => {
      const pod = samplePod(workload)
      return pod !== undefined && isGatewayPod(pod)
    })
}
