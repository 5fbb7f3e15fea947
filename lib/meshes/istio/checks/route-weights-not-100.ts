import { type Check, lookAt } from '../../provider.ts'
import { isAtLeast } from '../version.ts'
import type { VirtualService } from '../virtual-service.ts'
import { istioOf } from './istio-of.ts'
import { VIRTUAL_SERVICES_EACH } from './walks.ts'

/** Several destinations whose weights are written, positive in sum, and not 100 together. */
export const weightsNot100: Check = {
  code: 'route.weights-not-100',
  title: 'Weights that do not add up to 100',
  severity: 'warning',
  layer: 'semantic',
  aliases: [],
  source:
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination',
  ...lookAt(VIRTUAL_SERVICES_EACH, function* (model, service) {
    const version = istioOf(model)?.view.main?.parsedVersion
    // Before 1.15 the control plane refuses such sums: see admission-weights.ts.
    if (version && !isAtLeast(version, 1, 15)) return
    for (const { rule, sum } of oddSums(service)) {
      const shares = rule.destinations.map(
        (d) => `${d.written} ${Math.round(((d.weight ?? 0) / sum) * 1000) / 10} %`,
      )
      yield {
        resource: service.ref,
        path: `${rule.path}.route`,
        message: `The weights add up to ${sum}, not 100. Istio takes proportions: ${shares.join(', ')}.`,
        fix: 'Write weights that add up to 100, so that the numbers are the percentages.',
      }
    }
  }),
}

/** Rules of which the weights are a mistake to look at, with their sum. */
export function* oddSums(service: VirtualService) {
  for (const rule of [...service.http, ...service.tls, ...service.tcp]) {
    const weights = rule.destinations.map((d) => d.weight ?? 0)
    const sum = weights.reduce((total, w) => total + w, 0)
    if (weights.length > 1 && sum > 0 && sum !== 100 && weights.every((w) => w >= 0))
      yield { rule, sum }
  }
}
