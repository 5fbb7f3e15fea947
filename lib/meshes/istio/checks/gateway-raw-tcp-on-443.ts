import type { Check } from '../../provider.ts'
import { istioOf } from './istio-of.ts'

export const rawTcpOn443: Check = {
  code: 'gateway.raw-tcp-on-443',
  title: 'Port 443 declared plain TCP',
  severity: 'warning',
  layer: 'semantic',
  aliases: [],
  source: 'https://istio.io/latest/docs/reference/config/networking/gateway/#Port',
  *run(model) {
    for (const gateway of istioOf(model)?.view.gateways ?? [])
      for (const server of gateway.servers)
        if (server.port === 443 && server.kind === 'tcp')
          yield {
            resource: gateway.ref,
            path: `${server.path}.port`,
            message:
              'Everything that arrives on port 443 is forwarded, TLS or not, whatever host it is for.',
            fix: 'If it is TLS, declare protocol TLS with tls.mode PASSTHROUGH: the host is then chosen by SNI.',
          }
  },
}
