import type { Check } from '../../provider.ts'
import { istioOf } from './istio-of.ts'

export const tcpHostIgnored: Check = {
  code: 'gateway.tcp-host-ignored',
  title: 'Hosts of a plain TCP server',
  severity: 'info',
  layer: 'semantic',
  aliases: [],
  source: 'https://istio.io/latest/docs/reference/config/networking/gateway/#Server',
  *run(model) {
    for (const gateway of istioOf(model)?.view.gateways ?? [])
      for (const server of gateway.servers)
        if (server.kind === 'tcp' && !server.tlsMode && server.hosts.some((h) => h.host !== '*'))
          yield {
            resource: gateway.ref,
            path: `${server.path}.hosts`,
            message: `Plain TCP has no host: ${server.hosts.map((h) => h.written).join(', ')} does not select traffic on port ${server.port}.`,
            fix: 'Write "*" to say so, or declare TLS so that SNI selects.',
          }
  },
}
