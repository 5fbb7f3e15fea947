import { type Check, lookAt } from '../../provider.ts'
import { VIRTUAL_SERVICES_EACH } from './walks.ts'

export const catchAll: Check = {
  code: 'route.catch-all',
  title: 'Rule that takes all remaining requests',
  severity: 'info',
  layer: 'semantic',
  aliases: [],
  source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute',
  ...lookAt(VIRTUAL_SERVICES_EACH, function* (_, service) {
    for (const [i, rule] of service.http.entries()) {
      const takesAll = rule.alternatives.some(
        (a) => Object.keys(a.match).length === 0 && a.gateways.length === 0 && !a.unless,
      )
      // The only rule of a route takes everything anyway: nothing is left to it.
      if (i > 0 && takesAll)
        yield {
          resource: service.ref,
          path: rule.path,
          message: 'The rule has no condition and takes all requests that no rule before it took.',
        }
    }
  }),
}
