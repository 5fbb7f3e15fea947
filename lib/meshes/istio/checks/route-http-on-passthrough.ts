import { type Check, lookAt } from '../../provider.ts'
import { servedHost } from '../gateway.ts'
import { istioOf } from './istio-of.ts'
import { VIRTUAL_SERVICES_EACH } from './walks.ts'

/** HTTP rules where every server that the route is bound to passes TLS or TCP on undecoded. */
export const httpOnPassthrough: Check = {
  code: 'route.http-on-passthrough',
  title: 'HTTP rules on a listener that never decodes HTTP',
  severity: 'error',
  layer: 'cross-resource',
  aliases: [],
  source:
    'https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSmode',
  ...lookAt(VIRTUAL_SERVICES_EACH, function* (model, service) {
    const view = istioOf(model)?.view
    if (!view) return
    const gateways = new Map(view.gateways.map((g) => [g.key, g]))
    if (service.http.length === 0 || service.gateways.includes('mesh')) return
    if (service.gateways.some((key) => !gateways.has(key))) return
    const servers = service.gateways
      .flatMap((key) => gateways.get(key)?.servers ?? [])
      .filter((s) => service.hosts.some((h) => servedHost(s, h, service.namespace) !== undefined))
    if (servers.length === 0 || !servers.every((s) => s.kind === 'tls' || s.kind === 'tcp')) return
    yield {
      resource: service.ref,
      path: 'spec.http',
      message: `Port ${[...new Set(servers.map((s) => s.port))].join(', ')} is passed on without being decoded: these rules never match.`,
      fix: 'Use tls rules with sniHosts (or tcp rules), or terminate TLS at the gateway.',
      mentions: [...new Set(servers.map((s) => s.gateway.ref))],
    }
  }),
}
