import { isReadable, objectsOf } from '#lib/model/objects.ts'
import { isExposed } from '#lib/model/service.ts'
import { at, flag, records, text } from '#lib/resources/field.ts'
import type { Check } from '../../provider.ts'
import { istioOf } from './istio-of.ts'

/** Without the right to list Nodes nothing is said. Nodes that take no ordinary pods do not count. */
export const localPolicyCoverage: Check = {
  code: 'gateway.local-policy-coverage',
  title: 'Nodes without a gateway pod under policy Local',
  severity: 'warning',
  layer: 'cross-resource',
  aliases: [],
  source: 'https://kubernetes.io/docs/reference/networking/virtual-ips/#external-traffic-policy',
  *run(model) {
    if (!isReadable(model.snapshot, 'core/nodes')) return
    const nodes = objectsOf(model.snapshot, 'core/nodes').filter(
      ({ spec }) =>
        !flag(at(spec, 'unschedulable')) &&
        !records(at(spec, 'taints')).some(({ value }) => text(value.effect)?.startsWith('No')),
    )
    for (const proxy of istioOf(model)?.proxies ?? []) {
      const covered = new Set(proxy.workload.pods.map((pod) => pod.node))
      const bare = nodes.map((n) => n.metadata.name).filter((name) => !covered.has(name))
      if (bare.length === 0 || covered.size === 0) continue
      for (const service of proxy.services)
        if (isExposed(service) && service.externalTrafficPolicy === 'Local')
          yield {
            resource: service.ref,
            path: 'spec.externalTrafficPolicy',
            message: `With externalTrafficPolicy Local these nodes drop what reaches them, since no gateway pod runs there: ${bare.slice(0, 10).join(', ')}${bare.length > 10 ? ` and ${bare.length - 10} more` : ''}.`,
            fix: 'Run the gateway as a DaemonSet, or let the load balancer check each node’s health.',
            mentions: [proxy.workload.ref, ...bare.slice(0, 10).map((name) => `Node/${name}`)],
          }
    }
  },
}
