import type { Check } from '../../provider.ts'
import { writtenFilters } from './filter-rules.ts'

export const envoyFilterUnscoped: Check = {
  code: 'envoyfilter.unscoped',
  title: 'Patch of every route configuration',
  severity: 'info',
  layer: 'semantic',
  aliases: [],
  source:
    'https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch',
  *run(model) {
    for (const filter of writtenFilters(model))
      for (const route of filter.inserted)
        if (!route.scope.isNarrow)
          yield {
            resource: filter.ref,
            path: `${route.path}.match`,
            message:
              'The patch names no route configuration, virtual host or port, so it goes into all of them.',
            fix: 'Name the port in match.routeConfiguration.portNumber.',
          }
  },
}
