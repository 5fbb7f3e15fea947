import type { MeshModel } from '#lib/model/mesh-model.ts'
import type { Workload } from '#lib/model/workload.ts'
import type { Check } from '../../provider.ts'
import { isGatewayPod } from '../membership.ts'
import { controlPlanes, istioOf } from './istio-of.ts'

const source = 'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/'

/** Application workloads: neither gateways nor what control planes consist of. */
function* applications(model: MeshModel): Iterable<Workload> {
  const quiet = controlPlanes(model)
  for (const workload of model.cluster.workloads())
    if (!quiet.has(workload.namespace) && !workload.pods.some(isGatewayPod)) yield workload
}

const isBare = (model: MeshModel) => (pod: Workload['pods'][number]) =>
  model.membership(pod).inMesh === 'none'

export const missingSidecar: Check = {
  code: 'workload.missing-sidecar',
  title: 'Injection is asked for, but there is no proxy',
  severity: 'warning',
  layer: 'cross-resource',
  aliases: ['IST0103'],
  source,
  *run(model) {
    if (!istioOf(model)?.view.main) return
    for (const workload of applications(model)) {
      const bare = workload.pods.filter(isBare(model))
      const asked = bare.filter((pod) => model.membership(pod).injection === 'asked')
      if (asked.length > 0)
        yield {
          resource: workload.ref,
          message: `${asked.length} of ${workload.pods.length} pods have no proxy although injection is asked for: they were created before that, or the injector did not answer.`,
          fix: `Restart the workload, so that its pods are created anew: kubectl rollout restart.`,
          mentions: asked.slice(0, 5).map((pod) => pod.ref),
        }
    }
  },
}

export const notInjectable: Check = {
  code: 'workload.not-injectable',
  title: 'Host-network pods are never injected',
  severity: 'info',
  layer: 'cross-resource',
  aliases: [],
  source,
  *run(model) {
    if (!istioOf(model)?.view.main) return
    for (const workload of applications(model)) {
      const labels = model.cluster.namespaceLabels(workload.namespace)
      const isAsked = labels.get('istio-injection') === 'enabled' || labels.has('istio.io/rev')
      if (isAsked && workload.pods.some((pod) => pod.hostNetwork && isBare(model)(pod)))
        yield {
          resource: workload.ref,
          message: 'The pods use the host’s network, so the namespace’s injection passes them by.',
        }
    }
  },
}

export const namespaceNotInjected: Check = {
  code: 'workload.namespace-not-injected',
  title: 'Namespace outside the mesh',
  severity: 'info',
  layer: 'cross-resource',
  aliases: ['IST0102'],
  source,
  *run(model) {
    if (!istioOf(model)?.view.main) return
    const bare = new Set<string>()
    for (const workload of applications(model)) {
      const labels = model.cluster.namespaceLabels(workload.namespace)
      const isDecided =
        labels.has('istio-injection') ||
        labels.has('istio.io/rev') ||
        labels.get('istio.io/dataplane-mode') === 'ambient'
      if (!isDecided && workload.pods.some(isBare(model))) bare.add(workload.namespace)
    }
    for (const namespace of [...bare].sort())
      yield {
        resource: `Namespace/${namespace}`,
        message: 'The namespace is not enabled for injection, and pods in it have no proxy.',
        fix: 'Label it istio-injection=enabled and restart its workloads, or istio-injection=disabled to say that it stays outside.',
      }
  },
}
