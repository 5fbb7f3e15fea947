import { type Check, lookAt } from '../../provider.ts'
import { SERVICES } from './walks.ts'

const PROTOCOLS = new Set([
  'http',
  'http2',
  'https',
  'tls',
  'tcp',
  'udp',
  'grpc',
  'grpc-web',
  'mongo',
  'mysql',
  'redis',
  'mcp',
])

/** @see istio/istio pkg/config/kube/conversion.go, ConvertProtocol */
const namesProtocol = (name: string): boolean => {
  const lower = name.toLowerCase()
  return (
    PROTOCOLS.has(lower) || lower.startsWith('grpc-web') || PROTOCOLS.has(lower.split('-')[0] ?? '')
  )
}

export const portNameConvention: Check = {
  code: 'service.port-name-convention',
  title: 'Port whose protocol is guessed',
  severity: 'info',
  layer: 'semantic',
  aliases: ['IST0118'],
  source: 'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
  ...lookAt(SERVICES, function* (_, { service, proxies }) {
    if (proxies !== 'all' && proxies !== 'some') return
    for (const port of service.ports)
      if (port.protocol === 'TCP' && !port.appProtocol && !namesProtocol(port.name ?? ''))
        yield {
          resource: service.ref,
          path: `spec.ports[${port.at}].name`,
          message: `The name ${port.name || '(none)'} of port ${port.port} gives no protocol and appProtocol is not set, so the proxies guess it.`,
          fix: 'Set appProtocol, or begin the name with the protocol, for example http-web.',
        }
  }),
}
