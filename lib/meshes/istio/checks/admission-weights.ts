import { type Check, lookAt } from '../../provider.ts'
import { isAtLeast } from '../version.ts'
import { istioOf } from './istio-of.ts'
import { oddSums } from './route-weights-not-100.ts'
import { VIRTUAL_SERVICES_EACH } from './walks.ts'

/**
 * What the control plane refuses about weights. Up to 1.14 several weights had to add up to 100; from 1.15 on
 * any sum but 0 is taken as proportions.
 *
 * @see istio/istio pkg/config/validation/validation.go, validateWeights; pull request 39544
 */
export const admissionWeights: Check = {
  code: 'admission.rejected',
  title: 'Weights that the control plane refuses',
  severity: 'error',
  layer: 'admission',
  aliases: ['IST0106'],
  source:
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination',
  ...lookAt(VIRTUAL_SERVICES_EACH, function* (model, service) {
    const version = istioOf(model)?.view.main?.parsedVersion
    for (const rule of [...service.http, ...service.tls, ...service.tcp]) {
      const negative = rule.destinations.find((d) => d.weight !== undefined && d.weight < 0)
      if (negative)
        yield {
          resource: service.ref,
          path: negative.path.replace(/destination$/, 'weight'),
          message: `The weight ${negative.weight} is negative; the control plane refuses the object.`,
          fix: 'Use 0 for a destination that is to get nothing.',
        }
      else if (
        rule.destinations.length > 1 &&
        rule.destinations.every((d) => (d.weight ?? 0) === 0)
      )
        yield {
          resource: service.ref,
          path: `${rule.path}.route`,
          message: 'The total destination weight is 0; the control plane refuses the object.',
          fix: 'Give each of several destinations a weight, for example 50 and 50.',
        }
    }
    if (version && !isAtLeast(version, 1, 15))
      for (const { rule, sum } of oddSums(service))
        yield {
          resource: service.ref,
          path: `${rule.path}.route`,
          message: `The total destination weight is ${sum}, not 100; Istio ${version.text} refuses the object.`,
          fix: 'Write weights that add up to 100.',
        }
  }),
}
