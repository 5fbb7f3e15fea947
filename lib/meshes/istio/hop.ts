import type { EdgeMtls } from '#lib/model/edge-words.ts'
import { sending } from './client-tls.ts'
import { NOWHERE, type Resolved, type RoutingClient } from './destinations.ts'
import { entryReceivers, type ReceiverSource, receiversOf } from './receivers.ts'
import { isAllLoopback } from './service-entry.ts'
import { verdict } from './verdict.ts'

/** The mTLS verdict of one call: what the client sends meets what the destination's pods take. */
export function hopMtls(
  source: ReceiverSource,
  client: RoutingClient,
  resolved: Resolved,
  protocol: 'http' | 'tcp' | 'tls',
): EdgeMtls {
  const { found, port, destination, because } = resolved
  if (resolved.problem === 'unreadable' || !found) {
    const state = resolved.to === NOWHERE ? 'none' : 'unknown'
    return { state, because: because ?? 'The destination is not known.', decidedBy: ['unknown'] }
  }
  if (resolved.to === NOWHERE)
    return { state: 'none', because: because ?? 'It leads nowhere.', decidedBy: resolved.via }
  const owner = found.namespace
  const send = sending(
    client.governed.clientRules,
    { namespace: client.namespace, labels: client.labels, proxy: 'mesh' },
    destination.host,
    owner,
    port,
    destination.subset,
  )
  if (found.kind === 'service') {
    const subset =
      destination.subset === undefined
        ? undefined
        : send.merged?.subsets.get(destination.subset)?.subset.labels
    const servicePort = found.service.ports.find((p) => p.port === port)
    return verdict(send, receiversOf(source, found.service, servicePort, subset))
  }
  const { entry } = found
  if (isAllLoopback(entry) && send.mode !== 'SIMPLE' && send.mode !== 'MUTUAL') {
    const addresses = [...new Set(entry.endpoints.map((e) => e.address))].join(', ')
    return {
      state: 'loopback',
      because: `Endpoint ${addresses}: stays inside the caller's own pod, plaintext.`,
      decidedBy: [entry.ref],
    }
  }
  const isTlsPort = ['HTTPS', 'TLS'].includes(
    entry.ports.find((p) => p.number === port)?.protocol ?? '',
  )
  const met = verdict(send, entryReceivers(source, entry, port))
  if (met.state === 'plaintext' && isTlsPort && protocol !== 'http')
    return {
      ...met,
      state: 'passthrough',
      because: `TLS of the application is passed on; ${met.because}`,
    }
  return met
}
