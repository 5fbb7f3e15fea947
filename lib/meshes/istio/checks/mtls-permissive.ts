import { type Check, lookAt } from '../../provider.ts'
import { refsOf } from '../posture.ts'
import { SERVICES } from './walks.ts'

export const mtlsPermissive: Check = {
  code: 'mtls.permissive',
  title: 'Plaintext is accepted beside mutual TLS',
  severity: 'info',
  layer: 'cross-resource',
  aliases: [],
  source: 'https://istio.io/latest/docs/concepts/security/#permissive-mode',
  ...lookAt(SERVICES, function* (_, { service, ports }) {
    const open = ports.filter(
      (p) => p.mode === 'PERMISSIVE' && (p.clients.state === 'mtls' || p.clients.state === 'mixed'),
    )
    const [first] = open
    if (!first) return
    const which =
      open.length === ports.length ? '' : ` on port ${open.map((p) => p.port.port).join(', ')}`
    yield {
      resource: service.ref,
      message: `Callers in the mesh use mutual TLS, but plaintext is accepted too${which}. ${first.because}`,
      fix: 'Once every caller has a proxy, require mutual TLS with a PeerAuthentication in mode STRICT.',
      mentions: refsOf(open.flatMap((p) => p.decidedBy)),
    }
  }),
}
