import { type Check, lookAt } from '../../provider.ts'
import { tlsInForce } from '../effective/traffic-policy.ts'
import { legsOf } from './legs.ts'
import { VIRTUAL_SERVICES_EACH } from './walks.ts'

const TLS = /^(https|tls)(-|$)/i

export const httpToTlsPort: Check = {
  code: 'route.http-to-tls-port',
  title: 'HTTP route to a TLS port',
  severity: 'warning',
  layer: 'cross-resource',
  aliases: [],
  source:
    'https://istio.io/latest/docs/ops/common-problems/network-issues/#sending-https-to-an-http-port',
  ...lookAt(VIRTUAL_SERVICES_EACH, function* (model, item) {
    for (const { service, rule, destination, resolved } of legsOf(model, item)) {
      const { found, port } = resolved
      if (!rule.path.startsWith('spec.http') || found?.kind !== 'service') continue
      const target = found.service.ports.find((p) => p.port === port)
      if (!target || !(TLS.test(target.name ?? '') || TLS.test(target.appProtocol ?? ''))) continue
      // A DestinationRule can make the proxy speak TLS itself.
      const mode = tlsInForce(resolved.rule, port, destination.subset)?.value
      if (mode === 'SIMPLE' || mode === 'MUTUAL') continue
      yield {
        resource: service.ref,
        path: `${destination.path}.port.number`,
        message: `The proxy sends plain HTTP to port ${port} of ${destination.host}, which is declared TLS (${target.name}).`,
        fix: 'Route to the HTTP port, or let the proxy speak TLS with a DestinationRule (tls mode SIMPLE).',
        mentions: [found.service.ref],
      }
    }
  }),
}
