import { type Check, lookAt } from '../../provider.ts'
import { VIRTUAL_SERVICES_EACH } from './walks.ts'

/** @see istio/istio pkg/config/validation/virtualservice.go, validateHTTPRouteConflict */
export const admissionRouteAction: Check = {
  code: 'admission.rejected',
  title: 'Rule that does nothing',
  severity: 'error',
  layer: 'admission',
  aliases: ['IST0106'],
  source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute',
  ...lookAt(VIRTUAL_SERVICES_EACH, function* (_, service) {
    for (const rule of service.http)
      if (rule.action === 'none' && !rule.delegate)
        yield {
          resource: service.ref,
          path: rule.path,
          message:
            'An HTTP route, redirect or direct_response is needed, and this rule has none; the control plane refuses the object.',
          fix: 'Add `route` beside `match`, at the same depth.',
        }
  }),
}
