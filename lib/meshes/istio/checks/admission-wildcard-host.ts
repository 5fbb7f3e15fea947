import type { Check } from '../../provider.ts'
import { istioOf } from './istio-of.ts'

/** @see istio/istio pkg/config/validation/validation.go, ValidateVirtualService ("wildcard host * is not allowed for virtual services bound to the mesh gateway") */
export const admissionWildcardHost: Check = {
  code: 'admission.rejected',
  title: 'Every host, for calls inside the mesh',
  severity: 'error',
  layer: 'admission',
  aliases: ['IST0106'],
  source:
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService',
  *run(model) {
    for (const service of istioOf(model)?.view.virtualServices ?? []) {
      if (!service.writtenHosts.includes('*') || !service.gateways.includes('mesh')) continue
      yield {
        resource: service.ref,
        path: 'spec.hosts',
        message:
          'The host * is not allowed for routes of the mesh itself; the control plane refuses the object.',
        fix: 'Name the Gateway that it is for in spec.gateways, or name the hosts.',
      }
    }
  },
}
