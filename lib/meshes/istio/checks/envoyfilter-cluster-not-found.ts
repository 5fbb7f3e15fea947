import { isReadable } from '#lib/model/objects.ts'
import type { Check } from '../../provider.ts'
import { parseCluster } from '../envoy-filter.ts'
import { insertedRules } from './filter-rules.ts'

export const envoyFilterClusterNotFound: Check = {
  code: 'envoyfilter.cluster-not-found',
  title: 'Patch routes to a cluster that is not generated',
  severity: 'error',
  layer: 'cross-resource',
  aliases: [],
  source:
    'https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ClusterMatch',
  *run(model) {
    if (!isReadable(model.snapshot, 'core/services')) return
    for (const { filter, rule } of insertedRules(model))
      for (const leg of rule.legs) {
        // Clusters of other names may come from another patch.
        const parsed = parseCluster(leg.written)
        if (!parsed || leg.to !== 'nowhere') continue
        yield {
          resource: filter.ref,
          path: leg.path,
          message: `No known host and port make the cluster ${leg.written}: ${parsed.host} with port ${parsed.port} does not exist, so these requests fail with 503.`,
          fix: 'Write the whole name of the Service and one of its ports.',
        }
      }
  },
}
