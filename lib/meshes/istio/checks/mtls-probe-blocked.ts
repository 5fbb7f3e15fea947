import type { MeshModel } from '#lib/model/mesh-model.ts'
import type { Pod } from '#lib/model/pod.ts'
import { targetPortOn } from '#lib/model/service.ts'
import type { Workload } from '#lib/model/workload.ts'
import { at, isRecord, number, records, text } from '#lib/resources/field.ts'
import { type Check, lookAt } from '../../provider.ts'
import { receiving } from '../inbound.ts'
import { isAtLeast } from '../version.ts'
import { istioOf } from './istio-of.ts'
import { WORKLOADS } from './walks.ts'

const ANNOTATION = 'sidecar.istio.io/rewriteAppHTTPProbers'
const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const
/** Ports of the proxy itself, which the kubelet reaches past mutual TLS. */
const PROXY_PORTS = new Set([15020, 15021, 15090])

type HttpProbe = { readonly path: string; readonly port: number }

/** HTTP probes as the running pod has them: those that the injector rewrote go to the proxy. */
function* httpProbes(pod: Pod): Iterable<HttpProbe> {
  for (const { at: i, value } of records(at(pod.object.spec, 'containers'))) {
    if (text(value.name) === 'istio-proxy') continue
    for (const name of PROBES) {
      const get = at(value[name], 'httpGet')
      if (!isRecord(get)) continue
      const named = records(value.ports).find((p) => p.value.name === get.port)?.value.containerPort
      const port = number(get.port) ?? number(named)
      const isRewritten = (text(get.path) ?? '').startsWith('/app-health/')
      if (port !== undefined && !isRewritten && !PROXY_PORTS.has(port))
        yield { path: `spec.template.spec.containers[${i}].${name}`, port }
    }
  }
}

function requiresMutual(model: MeshModel, workload: Workload, pod: Pod, port: number): boolean {
  const view = istioOf(model)?.view
  if (!view) return false
  for (const service of model.cluster.servicesOf(workload))
    for (const servicePort of service.ports)
      if (targetPortOn(servicePort, pod) === port)
        return (
          receiving(
            view.governing(pod).inbound,
            pod,
            view.membership(pod),
            port,
            service,
            servicePort,
          ).mode === 'STRICT'
        )
  return receiving(view.governing(pod).inbound, pod, view.membership(pod), port).mode === 'STRICT'
}

/** Rewriting is on by default from 1.8: there only a pod that opted out keeps its probe. */
export const probeBlocked: Check = {
  code: 'mtls.probe-blocked',
  title: 'HTTP probe of a workload that requires mutual TLS',
  severity: 'warning',
  layer: 'cross-resource',
  aliases: [],
  source: 'https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/',
  ...lookAt(WORKLOADS, function* (model, workload) {
    const version = istioOf(model)?.view.main?.parsedVersion
    if (!version) return
    for (const { pod, membership } of model.workload(workload).variants) {
      if (membership.inMesh !== 'sidecar' && membership.inMesh !== 'native-sidecar') continue
      const asked = pod.annotations.get(ANNOTATION)
      if (isAtLeast(version, 1, 8) && asked !== 'false') continue
      for (const probe of httpProbes(pod)) {
        if (!requiresMutual(model, workload, pod, probe.port)) continue
        yield {
          resource: workload.ref,
          path: probe.path,
          message: `The kubelet probes port ${probe.port} in plaintext, which the pod refuses: the probe fails.`,
          fix:
            asked === 'true'
              ? 'Rewriting is asked for, but the pod was created before: recreate it.'
              : `Let the injector rewrite probes: the annotation ${ANNOTATION}: "true" on the pod template, or sidecarInjectorWebhook.rewriteAppHTTPProbe for all.`,
          mentions: [pod.ref],
        }
      }
    }
  }),
}
