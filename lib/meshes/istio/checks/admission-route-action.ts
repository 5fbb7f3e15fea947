import type { Check } from '../../provider.ts'
import { istioOf } from './istio-of.ts'

/** @see istio/istio pkg/config/validation/virtualservice.go, validateHTTPRouteConflict */
export const admissionRouteAction: Check = {
  code: 'admission.rejected',
  title: 'Rule that does nothing',
  severity: 'error',
  layer: 'admission',
  aliases: ['IST0106'],
  source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute',
  *run(model) {
    for (const service of istioOf(model)?.view.virtualServices ?? [])
      for (const rule of service.http)
        if (rule.action === 'none' && !rule.delegate)
          yield {
            resource: service.ref,
            path: rule.path,
            message:
              'An HTTP route, redirect or direct_response is needed, and this rule has none; the control plane refuses the object.',
            fix: 'Add `route` beside `match`, at the same depth.',
          }
  },
}
