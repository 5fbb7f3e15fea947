import { isReadable } from '#lib/model/objects.ts'
import { type Check, lookAt } from '../../provider.ts'
import { GATEWAYS } from '../kinds.ts'
import { istioOf } from './istio-of.ts'
import { nearest } from './nearest.ts'
import { VIRTUAL_SERVICES_EACH } from './walks.ts'

export const gatewayNotFound: Check = {
  code: 'ref.gateway-not-found',
  title: 'Route bound to a Gateway that does not exist',
  severity: 'error',
  layer: 'cross-resource',
  aliases: ['IST0101'],
  source:
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService',
  ...lookAt(VIRTUAL_SERVICES_EACH, function* (model, service) {
    const view = istioOf(model)?.view
    if (!view) return
    const known = new Set(view.gateways.map((g) => g.key))
    for (const [i, key] of service.gateways.entries()) {
      const namespace = key.split('/')[0] ?? ''
      if (key === 'mesh' || known.has(key) || !isReadable(model.snapshot, GATEWAYS, namespace))
        continue
      const written = service.writtenGateways[i] ?? key
      const beside = view.gateways.filter((g) => g.namespace === namespace).map((g) => g.name)
      const similar = nearest(key.split('/')[1] ?? '', beside)
      yield {
        resource: service.ref,
        path: `spec.gateways[${i}]`,
        message: `There is no Gateway ${key} (written ${written}), so these routes do not open there.`,
        fix: similar
          ? `Did you mean ${similar}?`
          : 'Name an existing Gateway, with its namespace if it is in another one.',
        mentions: similar ? [`Gateway/${namespace}/${similar}`] : [],
      }
    }
  }),
}
