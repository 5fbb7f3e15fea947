import { type Check, lookAt } from '../../provider.ts'
import { legsOf, whatFails } from './legs.ts'
import { VIRTUAL_SERVICES_EACH } from './walks.ts'

export const portNotFound: Check = {
  code: 'ref.port-not-found',
  title: 'Route destination without that port',
  severity: 'error',
  layer: 'cross-resource',
  aliases: ['IST0101'],
  source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#PortSelector',
  ...lookAt(VIRTUAL_SERVICES_EACH, function* (model, item) {
    for (const leg of legsOf(model, item)) {
      const { service, destination, resolved } = leg
      const { found } = resolved
      if (resolved.problem !== 'port' || !found) continue
      const ports = found.ports.map((p) => p.port)
      yield {
        resource: service.ref,
        path: `${destination.path}.port.number`,
        message: `${destination.host} has no port ${destination.port}; ${whatFails(leg)}.`,
        fix: ports.length > 0 ? `Its ports are ${ports.join(', ')}.` : 'It has no ports.',
        mentions: [found.ref],
      }
    }
  }),
}
