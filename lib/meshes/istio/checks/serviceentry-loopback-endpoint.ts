import type { Check } from '../../provider.ts'
import { isLoopback } from '../service-entry.ts'
import { istioOf } from './istio-of.ts'

export const loopbackEndpoint: Check = {
  code: 'serviceentry.loopback-endpoint',
  title: 'Endpoint that is the caller itself',
  severity: 'warning',
  layer: 'semantic',
  aliases: [],
  source: 'https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry',
  *run(model) {
    const view = istioOf(model)?.view
    for (const entry of view?.entries ?? []) {
      const to = entry.exportTo.length > 0 ? entry.exportTo : (view?.config.serviceExportTo ?? [])
      const isLimited = to.length > 0 && !to.includes('*')
      for (const endpoint of entry.endpoints)
        if (isLoopback(endpoint.address))
          yield {
            resource: entry.ref,
            path: `spec.endpoints[${endpoint.at}].address`,
            severity: isLimited ? ('info' as const) : ('warning' as const),
            message: `Every proxy that gets this entry dials itself at ${endpoint.address}.`,
            fix: isLimited
              ? `It is exported to ${to.join(', ')} only.`
              : 'Limit it with exportTo to the namespaces whose pods have something there.',
          }
    }
  },
}
