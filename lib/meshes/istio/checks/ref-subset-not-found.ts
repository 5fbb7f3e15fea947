import { type Check, lookAt } from '../../provider.ts'
import { legsOf, whatFails } from './legs.ts'
import { VIRTUAL_SERVICES_EACH } from './walks.ts'

export const subsetNotFound: Check = {
  code: 'ref.subset-not-found',
  title: 'Route names a subset that nothing defines',
  severity: 'error',
  layer: 'cross-resource',
  aliases: ['IST0101'],
  source: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset',
  ...lookAt(VIRTUAL_SERVICES_EACH, function* (model, item) {
    for (const leg of legsOf(model, item)) {
      const { service, destination, resolved } = leg
      if (resolved.problem !== 'subset') continue
      const known = [...(resolved.rule?.subsets.keys() ?? [])].sort()
      const rules = (resolved.rule?.rules ?? []).map((r) => r.ref)
      yield {
        resource: service.ref,
        path: `${destination.path}.subset`,
        message: `${destination.host} has no subset ${destination.subset}; ${whatFails(leg)}.`,
        fix:
          known.length > 0
            ? `Use one of: ${known.join(', ')}.`
            : `Add a DestinationRule for ${destination.host} that defines it.`,
        mentions: rules,
      }
    }
  }),
}
