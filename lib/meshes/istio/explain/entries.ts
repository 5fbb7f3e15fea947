import type { EdgeListenerRow } from '#lib/model/mesh-model.ts'
import { sending } from '../client-tls.ts'
import type { IstioContribution } from '../contribute.ts'
import { isAllLoopback, type ServiceEntry } from '../service-entry.ts'
import type { IstioView } from '../view.ts'

const SPEAKS_TLS = new Set(['HTTPS', 'TLS'])

function row(
  view: IstioView,
  entry: ServiceEntry,
  host: string,
  at: number,
): EdgeListenerRow | undefined {
  const port = entry.ports[at]
  if (!port) return undefined
  const client = { namespace: entry.namespace, labels: new Map(), proxy: 'mesh' } as const
  const send = sending(view.clientRules, client, host, entry.namespace, port.number, undefined)
  const [decider] = send.decidedBy
  const base = { what: 'service-entry', node: entry.id, port: port.number } as const
  const rule = decider?.includes('/') ? decider : entry.ref
  switch (send.mode) {
    case 'SIMPLE':
    case 'MUTUAL':
      return { ...base, tls: 'tls', because: `${send.because}: the proxy begins TLS.`, from: rule }
    case 'ISTIO_MUTUAL':
      return { ...base, tls: 'mtls', because: send.because, from: rule }
    case 'unknown':
      return { ...base, tls: 'unknown', because: send.because, from: entry.ref }
    case 'automatic':
    case 'plaintext':
    case 'DISABLE': {
      const { protocol } = port
      return SPEAKS_TLS.has(protocol)
        ? {
            ...base,
            tls: 'passthrough',
            because: `The port is ${protocol}: TLS of the application is passed on.`,
            from: entry.ref,
          }
        : {
            ...base,
            tls: 'plaintext',
            because: `The port is ${protocol || 'of no stated protocol'} and no DestinationRule begins TLS.`,
            from: rule,
          }
    }
  }
}

/** Ports of names outside the mesh: whether a proxy encrypts what leaves, or the application does, or nobody. */
export function entryRows({ view }: IstioContribution): readonly EdgeListenerRow[] {
  return view.entries.flatMap((entry) => {
    if (entry.location === 'inside' || isAllLoopback(entry)) return []
    const [host] = entry.hosts
    if (host === undefined) return []
    return entry.ports.flatMap((_, at) => row(view, entry, host, at) ?? [])
  })
}
