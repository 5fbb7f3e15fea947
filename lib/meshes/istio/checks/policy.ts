import { isReadable } from '#lib/model/objects.ts'
import { type Check, lookAt } from '../../provider.ts'
import type { AuthorizationPolicy } from '../authorization-policy.ts'
import { PEER_AUTHENTICATIONS } from '../kinds.ts'
import { controlPlanes, istioOf } from './istio-of.ts'
import { AUTHORIZATION_POLICIES_EACH, SELECTIVE_POLICIES } from './walks.ts'

const source = 'https://istio.io/latest/docs/reference/config/security/authorization-policy/'

const testsNothing = (rule: AuthorizationPolicy['rules'][number]) =>
  [...rule.from, ...rule.to].every((fields) => fields.size === 0) && rule.when.length === 0

export const policyDenyAll: Check = {
  code: 'policy.deny-all',
  title: 'Policy without rules denies everything',
  severity: 'warning',
  layer: 'semantic',
  aliases: [],
  source,
  ...lookAt(AUTHORIZATION_POLICIES_EACH, function* (model, policy) {
    if (controlPlanes(model).has(policy.namespace)) return
    if (policy.action === 'ALLOW' && policy.rules.length === 0 && !policy.isDryRun)
      yield {
        resource: policy.ref,
        path: 'spec.rules',
        message:
          'An ALLOW policy without rules matches nothing, so everything that no other policy allows is denied.',
        fix: 'Add a rule for each caller that may come in, if this is not meant as the default.',
      }
  }),
}

export const policyAllowAll: Check = {
  code: 'policy.allow-all',
  title: 'Rule without conditions',
  severity: 'warning',
  layer: 'semantic',
  aliases: [],
  source,
  ...lookAt(AUTHORIZATION_POLICIES_EACH, function* (model, policy) {
    if (controlPlanes(model).has(policy.namespace)) return
    if (policy.action !== 'ALLOW') return
    for (const rule of policy.rules)
      if (testsNothing(rule))
        yield {
          resource: policy.ref,
          path: rule.path,
          message:
            'The rule has no condition and allows every request that no DENY policy refuses.',
          fix: 'Name who may call (from), what (to), or under which condition (when).',
        }
  }),
}

export const policyNoWorkload: Check = {
  code: 'policy.no-workload',
  title: 'Selector that matches no pod',
  severity: 'warning',
  layer: 'cross-resource',
  aliases: ['IST0127'],
  source: 'https://istio.io/latest/docs/reference/config/type/workload-selector/',
  ...lookAt(SELECTIVE_POLICIES, function* (model, { kind, ref, namespace, selector }) {
    const istio = istioOf(model)
    if (!selector || !istio || !isReadable(model.snapshot, 'core/pods')) return
    // With a selector a PeerAuthentication counts in its own namespace only.
    const everywhere = kind !== PEER_AUTHENTICATIONS && namespace === istio.view.rootNamespace
    if (model.cluster.select(selector, everywhere ? undefined : namespace).length > 0) return
    const labels = [...selector].map(([key, value]) => `${key}=${value}`).join(', ')
    yield {
      resource: ref,
      path: 'spec.selector',
      message: `No pod carries ${labels}${everywhere ? '' : ` in ${namespace}`}: the policy does nothing.`,
      fix: 'Compare the labels with those of the pods that it is for.',
    }
  }),
}
