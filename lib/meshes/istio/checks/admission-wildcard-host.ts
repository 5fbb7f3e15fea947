import { type Check, lookAt } from '../../provider.ts'
import { VIRTUAL_SERVICES_EACH } from './walks.ts'

/** @see istio/istio pkg/config/validation/validation.go, ValidateVirtualService ("wildcard host * is not allowed for virtual services bound to the mesh gateway") */
export const admissionWildcardHost: Check = {
  code: 'admission.rejected',
  title: 'Every host, for calls inside the mesh',
  severity: 'error',
  layer: 'admission',
  aliases: ['IST0106'],
  source:
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService',
  ...lookAt(VIRTUAL_SERVICES_EACH, function* (_, service) {
    if (!service.writtenHosts.includes('*') || !service.gateways.includes('mesh')) return
    yield {
      resource: service.ref,
      path: 'spec.hosts',
      message:
        'The host * is not allowed for routes of the mesh itself; the control plane refuses the object.',
      fix: 'Name the Gateway that it is for in spec.gateways, or name the hosts.',
    }
  }),
}
