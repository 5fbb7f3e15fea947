import { type Check, lookAt } from '../../provider.ts'
import { isNoName } from './admission-destination-host.ts'
import { istioOf } from './istio-of.ts'
import { legsOf, whatFails } from './legs.ts'
import { nearest } from './nearest.ts'
import { VIRTUAL_SERVICES_EACH } from './walks.ts'

export const hostNotFound: Check = {
  code: 'ref.host-not-found',
  title: 'Route destination that nothing is called',
  severity: 'error',
  layer: 'cross-resource',
  aliases: ['IST0101'],
  source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination',
  ...lookAt(VIRTUAL_SERVICES_EACH, function* (model, item) {
    const registry = istioOf(model)?.view.effective.serviceIndex()
    if (!registry) return
    for (const leg of legsOf(model, item)) {
      const { service, destination, resolved } = leg
      if (resolved.problem !== 'host' || destination.written === '') continue
      // Refused as a name already: nothing of that kind could exist.
      if (isNoName(destination.written)) continue
      const expanded =
        destination.host === destination.written ? '' : ` (read as ${destination.host})`
      const hidden = registry.named(destination.host).length > 0
      const covering = registry.calledBy(destination.host)
      if (!hidden && covering) {
        yield {
          resource: service.ref,
          path: `${destination.path}.host`,
          message: `${destination.written}${expanded} is covered by ${covering.host} of ${covering.ref}, but a destination needs a host that is written out; ${whatFails(leg)}.`,
          fix: `Name it in a ServiceEntry, or route to ${covering.host}.`,
          mentions: [covering.ref],
        }
        continue
      }
      const similar = hidden ? undefined : nearest(destination.host, registry.hosts())
      yield {
        resource: service.ref,
        path: `${destination.path}.host`,
        message: hidden
          ? `${destination.written}${expanded} exists but is not exported to the proxies that follow this route; ${whatFails(leg)}.`
          : `No Service or ServiceEntry is called ${destination.written}${expanded}; ${whatFails(leg)}.`,
        fix: similar
          ? `Did you mean ${similar}?`
          : 'Name a Service, with its namespace if it is in another one, or add a ServiceEntry.',
        mentions: registry.named(hidden ? destination.host : (similar ?? '')).map((s) => s.ref),
      }
    }
  }),
}
