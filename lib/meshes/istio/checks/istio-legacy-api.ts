import type { Check } from '../../provider.ts'
import { istioOf } from './istio-of.ts'

export const legacyApi: Check = {
  code: 'istio.legacy-api',
  title: 'Resource of an API that later versions do not have',
  severity: 'warning',
  layer: 'cross-resource',
  aliases: ['IST0002'],
  source: 'https://istio.io/v1.6/news/releases/1.6.x/announcing-1.6/upgrade-notes/',
  *run(model) {
    const inbound = istioOf(model)?.view.inbound
    if (!inbound || inbound.era === 'peer') return
    for (const policy of inbound.legacy.all)
      yield {
        resource: policy.ref,
        message:
          'This API ends with Istio 1.5: from 1.6 on the object is ignored, and what it asks for is no longer asked.',
        fix: 'Write a PeerAuthentication (and a RequestAuthentication for tokens) before the upgrade.',
      }
  },
}
