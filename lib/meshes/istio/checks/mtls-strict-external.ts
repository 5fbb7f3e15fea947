import { isExposed } from '#lib/model/service.ts'
import { type Check, lookAt } from '../../provider.ts'
import { refsOf } from '../posture.ts'
import { SERVICES } from './walks.ts'

export const mtlsStrictExternal: Check = {
  code: 'mtls.strict-external',
  title: 'Strict mutual TLS where clients outside the mesh call directly',
  severity: 'error',
  layer: 'cross-resource',
  aliases: [],
  source: 'https://istio.io/latest/docs/tasks/traffic-management/ingress/ingress-control/',
  ...lookAt(SERVICES, function* (_, { service, ports }) {
    if (!isExposed(service)) return
    // Where some ports are taken past the proxy for clients outside, the others are closed on purpose.
    if (ports.some((p) => p.bypass !== undefined)) return
    const strict = ports.filter((p) => p.mode === 'STRICT')
    const [first] = strict
    if (!first) return
    yield {
      resource: service.ref,
      path: 'spec.type',
      message: `Clients outside reach port ${strict.map((p) => p.port.port).join(', ')} directly (type ${service.type}), but it requires certificates of the mesh, which they do not have: their calls fail. ${first.because}`,
      fix: 'Put an ingress gateway in front that terminates TLS at the edge, and make the Service ClusterIP.',
      mentions: refsOf(strict.flatMap((p) => p.decidedBy)),
    }
  }),
}
