import type { Check } from '../../provider.ts'
import { refsOf } from '../posture.ts'
import { controlPlanes, istioOf } from './istio-of.ts'

export const mtlsPermissive: Check = {
  code: 'mtls.permissive',
  title: 'Plaintext is accepted beside mutual TLS',
  severity: 'info',
  layer: 'cross-resource',
  aliases: [],
  source: 'https://istio.io/latest/docs/concepts/security/#permissive-mode',
  *run(model) {
    const quiet = controlPlanes(model)
    for (const { service, ports } of istioOf(model)?.services ?? []) {
      if (quiet.has(service.namespace)) continue
      const open = ports.filter(
        (p) =>
          p.mode === 'PERMISSIVE' && (p.clients.state === 'mtls' || p.clients.state === 'mixed'),
      )
      const [first] = open
      if (!first) continue
      const which =
        open.length === ports.length ? '' : ` on port ${open.map((p) => p.port.port).join(', ')}`
      yield {
        resource: service.ref,
        message: `Callers in the mesh use mutual TLS, but plaintext is accepted too${which}. ${first.because}`,
        fix: 'Once every caller has a proxy, require mutual TLS with a PeerAuthentication in mode STRICT.',
        mentions: refsOf(open.flatMap((p) => p.decidedBy)),
      }
    }
  },
}
