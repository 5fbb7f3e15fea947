import type { MeshModel } from '#lib/model/mesh-model.ts'
import type { Workload } from '#lib/model/workload.ts'
import { type Check, lookAt } from '../../provider.ts'
import { isGatewayPod } from '../membership.ts'
import { istioOf } from './istio-of.ts'
import { NAMESPACES, WORKLOADS } from './walks.ts'

const source = 'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/'

/** Gateways are no applications. */
const isApplication = (workload: Workload) => !workload.pods.some(isGatewayPod)

const isBare = (model: MeshModel) => (pod: Workload['pods'][number]) =>
  model.membership(pod).inMesh === 'none'

export const missingSidecar: Check = {
  code: 'workload.missing-sidecar',
  title: 'Injection is asked for, but there is no proxy',
  severity: 'warning',
  layer: 'cross-resource',
  aliases: ['IST0103'],
  source,
  ...lookAt(WORKLOADS, function* (model, workload) {
    if (!istioOf(model)?.view.main || !isApplication(workload)) return
    const bare = workload.pods.filter(isBare(model))
    const asked = bare.filter((pod) => model.membership(pod).injection === 'asked')
    if (asked.length > 0)
      yield {
        resource: workload.ref,
        message: `${asked.length} of ${workload.pods.length} pods have no proxy although injection is asked for: they were created before that, or the injector did not answer.`,
        fix: `Restart the workload, so that its pods are created anew: kubectl rollout restart.`,
        mentions: asked.slice(0, 5).map((pod) => pod.ref),
      }
  }),
}

export const notInjectable: Check = {
  code: 'workload.not-injectable',
  title: 'Host-network pods are never injected',
  severity: 'info',
  layer: 'cross-resource',
  aliases: [],
  source,
  ...lookAt(WORKLOADS, function* (model, workload) {
    if (!istioOf(model)?.view.main || !isApplication(workload)) return
    const labels = model.cluster.namespaceLabels(workload.namespace)
    const isAsked = labels.get('istio-injection') === 'enabled' || labels.has('istio.io/rev')
    if (isAsked && workload.pods.some((pod) => pod.hostNetwork && isBare(model)(pod)))
      yield {
        resource: workload.ref,
        message: 'The pods use the host’s network, so the namespace’s injection passes them by.',
      }
  }),
}

export const namespaceNotInjected: Check = {
  code: 'workload.namespace-not-injected',
  title: 'Namespace outside the mesh',
  severity: 'info',
  layer: 'cross-resource',
  aliases: ['IST0102'],
  source,
  ...lookAt(NAMESPACES, function* (model, namespace) {
    if (!istioOf(model)?.view.main) return
    const labels = model.cluster.namespaceLabels(namespace)
    const isDecided =
      labels.has('istio-injection') ||
      labels.has('istio.io/rev') ||
      labels.get('istio.io/dataplane-mode') === 'ambient'
    if (isDecided) return
    const isBareThere = model.cluster
      .workloadsIn(namespace)
      .some((workload) => isApplication(workload) && workload.pods.some(isBare(model)))
    if (isBareThere)
      yield {
        resource: `Namespace/${namespace}`,
        message: 'The namespace is not enabled for injection, and pods in it have no proxy.',
        fix: 'Label it istio-injection=enabled and restart its workloads, or istio-injection=disabled to say that it stays outside.',
      }
  }),
}
