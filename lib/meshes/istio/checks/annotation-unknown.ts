import { controllersOf, parseIngress } from '#lib/model/ingress.ts'
import { objectsOf } from '#lib/model/objects.ts'
import type { Check } from '../../provider.ts'
import { isPomerium, POMERIUM_PREFIX } from '../pomerium.ts'
import { nearest } from './nearest.ts'

/**
 * Keys of the releases so far; families that still grow are taken as known, since a false alarm is worse here.
 * @see pomerium/ingress-controller pomerium/ingress_annotations.go, removeKeyPrefix
 */
const KNOWN = new Set([
  'allow_any_authenticated_user',
  'allow_public_unauthenticated_access',
  'allow_spdy',
  'allow_websockets',
  'allowed_domains',
  'allowed_groups',
  'allowed_idp_claims',
  'allowed_users',
  'bearer_token_format',
  'circuit_breaker_thresholds',
  'cors_allow_preflight',
  'depends_on',
  'description',
  'health_checks',
  'healthy_panic_threshold',
  'host_path_regex_rewrite_pattern',
  'host_path_regex_rewrite_substitution',
  'host_rewrite',
  'host_rewrite_header',
  'idle_timeout',
  'kubernetes_service_account_token_secret',
  'lb_config',
  'load_balancing_policy',
  'logo_url',
  'name',
  'outlier_detection',
  'pass_identity_headers',
  'path_regex',
  'policy',
  'prefix_rewrite',
  'preserve_host_header',
  'regex_priority_order',
  'regex_rewrite_pattern',
  'regex_rewrite_substitution',
  'remove_request_headers',
  'rewrite_response_headers',
  'secure_upstream',
  'service_proxy_upstream',
  'set_request_headers',
  'set_request_headers_secret',
  'set_response_headers',
  'set_response_headers_secret',
  'tcp_upstream',
  'timeout',
  'udp_upstream',
])
const FAMILIES = ['idp_', 'mcp_', 'ssh_', 'subtle_', 'tls_', 'upstream_']

export const annotationUnknown: Check = {
  code: 'annotation.unknown',
  title: 'Annotation that its controller does not know',
  severity: 'error',
  layer: 'semantic',
  aliases: [],
  source: 'https://www.pomerium.com/docs/deploy/k8s/ingress',
  *run(model) {
    const controllerOf = controllersOf(model.snapshot)
    for (const ingress of objectsOf(model.snapshot, 'networking.k8s.io/ingresses').map(
      parseIngress,
    )) {
      if (!isPomerium(controllerOf(ingress))) continue
      for (const name of ingress.annotations.keys()) {
        if (!name.startsWith(POMERIUM_PREFIX)) continue
        const key = name.slice(POMERIUM_PREFIX.length)
        if (KNOWN.has(key) || FAMILIES.some((family) => key.startsWith(family))) continue
        const meant = nearest(key, KNOWN)
        yield {
          resource: ingress.ref,
          path: 'metadata.annotations',
          message: `Pomerium does not know ${name} and refuses the whole Ingress.`,
          fix: meant ? `Did you mean ${POMERIUM_PREFIX}${meant}?` : 'Take it away.',
        }
      }
    }
  },
}
