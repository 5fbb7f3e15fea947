import { isExposed } from '#lib/model/service.ts'
import type { Check } from '../../provider.ts'
import { istioOf } from './istio-of.ts'

export const sourceIpHidden: Check = {
  code: 'gateway.source-ip-hidden',
  title: 'Client address is not kept',
  severity: 'info',
  layer: 'semantic',
  aliases: [],
  source:
    'https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/#preserving-the-client-source-ip',
  *run(model) {
    for (const proxy of istioOf(model)?.proxies ?? [])
      for (const service of proxy.services)
        if (isExposed(service) && service.externalTrafficPolicy !== 'Local')
          yield {
            resource: service.ref,
            path: 'spec.externalTrafficPolicy',
            message:
              'With externalTrafficPolicy Cluster the gateway sees the address of a node, not of the client.',
            fix: 'Use Local if policies or logs need the client address.',
          }
  },
}
