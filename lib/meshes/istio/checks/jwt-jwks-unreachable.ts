import type { Check } from '../../provider.ts'
import { isLoopback } from '../service-entry.ts'
import { istioOf } from './istio-of.ts'

const hostOf = (uri: string): string | undefined =>
  URL.canParse(uri) ? new URL(uri).hostname : undefined

export const jwksUnreachable: Check = {
  code: 'jwt.jwks-unreachable',
  title: 'Keys at an address that may be the control plane itself',
  severity: 'warning',
  layer: 'semantic',
  aliases: [],
  source: 'https://istio.io/latest/docs/reference/config/security/jwt/#JWTRule',
  *run(model) {
    for (const policy of istioOf(model)?.view.authentication.all ?? [])
      for (const rule of policy.rules) {
        const host = rule.jwksUri && hostOf(rule.jwksUri)
        if (
          !host ||
          !(isLoopback(host.replace(/^\[|\]$/g, '')) || host.split('.').includes('localhost'))
        )
          continue
        yield {
          resource: policy.ref,
          path: `${rule.path}.jwksUri`,
          message: `The control plane fetches the keys, and for it ${host} may be itself: without keys every token is refused.`,
          fix: 'Use an address that istiod can reach, or put the keys into jwks.',
        }
      }
  },
}
