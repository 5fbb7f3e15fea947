import { type Check, lookAt } from '../../provider.ts'
import { isIpAddress } from '../bypass.ts'
import { VIRTUAL_SERVICES_EACH } from './walks.ts'

/** Destinations that are no names: addresses (the last label of a name cannot be all digits) and wildcards. */
export const isNoName = (written: string): boolean =>
  isIpAddress(written) || written.startsWith('*') || /(?:^|\.)\d+$/.test(written)

/** @see istio/istio pkg/config/validation/validation.go, validateDestination (ValidateFQDN) */
export const admissionDestinationHost: Check = {
  code: 'admission.rejected',
  title: 'Destination that is no host name',
  severity: 'error',
  layer: 'admission',
  aliases: ['IST0106'],
  source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination',
  ...lookAt(VIRTUAL_SERVICES_EACH, function* (_, service) {
    for (const rule of [...service.http, ...service.tls, ...service.tcp])
      for (const { written, path } of [...rule.destinations, ...rule.mirrors])
        if (isNoName(written))
          yield {
            resource: service.ref,
            path: `${path}.host`,
            message: `A destination must be a host name, and ${written} is none; the control plane refuses the object.`,
            fix: isIpAddress(written)
              ? `Add a ServiceEntry with ${written} as its endpoint and name its host here.`
              : 'Name one Service or host.',
          }
  }),
}
