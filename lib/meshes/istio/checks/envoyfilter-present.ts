import type { Check } from '../../provider.ts'
import { writtenFilters } from './filter-rules.ts'

export const envoyFilterPresent: Check = {
  code: 'envoyfilter.present',
  title: 'Generated configuration is patched',
  severity: 'warning',
  layer: 'semantic',
  aliases: [],
  source: 'https://istio.io/latest/docs/reference/config/networking/envoy-filter/',
  *run(model) {
    for (const filter of writtenFilters(model))
      if (filter.contexts.size > 0)
        yield {
          resource: filter.ref,
          message:
            'It patches what the control plane generates: what the mesh’s other resources say may not be what runs.',
          fix: 'Check it at each upgrade of Istio, and prefer the mesh’s own resources where they can say the same.',
        }
  },
}
