import { type Check, lookAt } from '../../provider.ts'
import { refsOf } from '../posture.ts'
import { istioOf } from './istio-of.ts'
import { SERVICES } from './walks.ts'

export const mtlsConflict: Check = {
  code: 'mtls.conflict',
  title: 'Client and server disagree about mutual TLS',
  severity: 'error',
  layer: 'cross-resource',
  aliases: [],
  source:
    'https://istio.io/latest/docs/ops/common-problems/network-issues/#503-errors-after-setting-destination-rule',
  ...lookAt(SERVICES, function* (model, { service, ports }) {
    const istio = istioOf(model)
    if (!istio) return
    const port = ports.find((p) => p.conflict)
    const edge = istio
      .callers(`service:${service.namespace}/${service.name}`)
      .find((e) => e.mtls?.state === 'conflict')
    if (!port && !edge) return
    const told =
      port &&
      { plaintext: 'plaintext', mtls: 'mutual TLS', tls: 'TLS of their own' }[
        port.clients.state as 'mtls'
      ]
    yield {
      resource: service.ref,
      message: port
        ? `Callers are told to send ${told ?? 'something else'} on port ${port.port.port}, and the pods refuse it: their calls fail. ${port.because}`
        : `Calls fail: ${edge?.mtls?.because ?? ''}`,
      fix: 'Make both ends agree: a DestinationRule with tls mode ISTIO_MUTUAL (or automatic mutual TLS) towards what requires it, DISABLE towards what has no proxy.',
      mentions: [
        ...new Set(
          port
            ? refsOf([...port.decidedBy, ...port.clients.decidedBy])
            : refsOf(edge?.mtls?.decidedBy ?? []),
        ),
      ],
    }
  }),
}
