import { type Check, lookAt } from '../../provider.ts'
import { legsOf } from './legs.ts'
import { VIRTUAL_SERVICES_EACH } from './walks.ts'

export const destinationExpanded: Check = {
  code: 'route.destination-expanded',
  title: 'Short destination name',
  severity: 'info',
  layer: 'semantic',
  aliases: [],
  source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination',
  ...lookAt(VIRTUAL_SERVICES_EACH, function* (model, item) {
    for (const { service, destination } of legsOf(model, item))
      if (destination.written !== '' && destination.host !== destination.written)
        yield {
          resource: service.ref,
          path: `${destination.path}.host`,
          message: `${destination.written} is read as ${destination.host}: the namespace is the one of the route.`,
          fix: `Write ${destination.host} to say so.`,
        }
  }),
}
