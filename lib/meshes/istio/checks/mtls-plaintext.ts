import { type Check, lookAt } from '../../provider.ts'
import { refsOf } from '../posture.ts'
import { istioOf } from './istio-of.ts'
import { SERVICES } from './walks.ts'

/** A Service whose pods have proxies but whose callers are told plaintext, or one without that a meshed route targets. */
export const mtlsPlaintext: Check = {
  code: 'mtls.plaintext',
  title: 'Traffic that the mesh does not encrypt',
  severity: 'warning',
  layer: 'cross-resource',
  aliases: [],
  source: 'https://istio.io/latest/docs/concepts/security/#mutual-tls-authentication',
  ...lookAt(SERVICES, function* (model, { service, ports, proxies }) {
    const istio = istioOf(model)
    if (!istio) return
    if (proxies === 'all' || proxies === 'some') {
      // Ports past the proxy have a finding of their own, refused plaintext is a conflict.
      const plain = ports.filter(
        (p) => p.clients.state === 'plaintext' && !p.bypass && !p.conflict && p.mode !== 'n/a',
      )
      const [first] = plain
      if (!first) return
      const which =
        plain.length === ports.length ? '' : ` on port ${plain.map((p) => p.port.port).join(', ')}`
      yield {
        resource: service.ref,
        message: `The pods have proxies, but callers are told to send plaintext${which}. ${first.because}`,
        fix: 'Let callers send mutual TLS: a DestinationRule with tls mode ISTIO_MUTUAL, or none where automatic mutual TLS is on.',
        mentions: refsOf(plain.flatMap((p) => [...p.clients.decidedBy, ...p.decidedBy])),
      }
    } else if (proxies === 'none') {
      const edge = istio
        .callers(`service:${service.namespace}/${service.name}`)
        .find((e) => e.mtls?.state === 'plaintext' && e.kind !== 'ingress')
      if (!edge) return
      yield {
        resource: service.ref,
        message: `The mesh routes requests here, but the pods have no proxy, so they travel in plaintext.`,
        fix: 'Bring the pods into the mesh, or let the callers use TLS of the application with a DestinationRule.',
        mentions: edge.via,
      }
    }
  }),
}
