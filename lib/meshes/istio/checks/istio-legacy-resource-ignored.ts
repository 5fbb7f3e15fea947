import type { Check } from '../../provider.ts'
import { istioOf } from './istio-of.ts'

export const legacyResourceIgnored: Check = {
  code: 'istio.legacy-resource-ignored',
  title: 'Policy that the running control plane does not read',
  severity: 'error',
  layer: 'cross-resource',
  aliases: [],
  source: 'https://istio.io/v1.6/news/releases/1.6.x/announcing-1.6/upgrade-notes/',
  *run(model) {
    const view = istioOf(model)?.view
    if (!view?.main || view.inbound.era !== 'peer') return
    const version = view.main.version.value
      ? `Istio ${view.main.version.value}`
      : 'This control plane'
    for (const policy of view.inbound.legacy.all)
      yield {
        resource: policy.ref,
        message: `${version} ignores this object: it protects nothing.`,
        fix: 'Write a PeerAuthentication that asks for the same, then delete this.',
      }
  },
}
