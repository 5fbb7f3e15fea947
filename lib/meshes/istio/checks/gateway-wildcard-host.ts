import type { Check } from '../../provider.ts'
import { istioOf } from './istio-of.ts'

export const wildcardHost: Check = {
  code: 'gateway.wildcard-host',
  title: 'Server that takes every host',
  severity: 'info',
  layer: 'semantic',
  aliases: [],
  source: 'https://istio.io/latest/docs/reference/config/networking/gateway/#Server',
  *run(model) {
    for (const gateway of istioOf(model)?.view.gateways ?? [])
      for (const server of gateway.servers)
        if (server.hosts.some((h) => h.host === '*'))
          yield {
            resource: gateway.ref,
            path: `${server.path}.hosts`,
            message: `Port ${server.port} takes requests for every host.`,
            fix: 'Name the hosts that are served, if they are known.',
          }
  },
}
