import type { GatewaysAnswer } from '#components/query/report-hooks.ts'

export type GatewayRow = GatewaysAnswer['gateways'][number]
export type Listener = GatewayRow['listeners'][number]

/** A gateway, and below it what it listens on. */
export type GatewayLine =
  | { readonly kind: 'gateway'; readonly key: string; readonly gateway: GatewayRow }
  | {
      readonly kind: 'listener'
      readonly key: string
      readonly gateway: GatewayRow
      readonly listener: Listener
    }
  | { readonly kind: 'silent'; readonly key: string; readonly because: string }

/** Pods that are ready, of all: a pod is when all its containers are. */
export function readyOf({ pods }: GatewayRow): { readonly ready: number; readonly of: number } {
  const ready = pods.filter((p) => {
    const [up, all] = p.ready.split('/')
    return up === all
  }).length
  return { ready, of: pods.length }
}

/** "203.0.113.10:80, node port 31380": where clients outside reach a listener. */
export const exposureWords = (listener: Listener): string =>
  listener.exposure
    .map(({ how, addresses, port }) =>
      how === 'NodePort'
        ? `node port ${port}`
        : how === 'host-port' || how === 'host-network'
          ? `port ${port} of its nodes`
          : addresses.length > 0
            ? addresses.map((a) => `${a.includes(':') ? `[${a}]` : a}:${port}`).join(', ')
            : `${how} port ${port}, no address yet`,
    )
    .join(', ')

/** How a certificate stands, in words: what was seen, or why it was not looked for. */
export function certificateWords(listener: Listener): {
  readonly state: 'present' | 'missing' | 'not-verified' | 'none'
  readonly words: string
} {
  const { credential, files, tls } = listener
  if (credential)
    return {
      state: credential.state,
      words: `Secret ${credential.namespace}/${credential.name}`,
    }
  if (files.length > 0) return { state: 'not-verified', words: files.join(', ') }
  return {
    state: 'none',
    words:
      tls === 'PASSTHROUGH'
        ? 'the destination has it'
        : tls === 'ISTIO_MUTUAL' || tls === 'AUTO_PASSTHROUGH'
          ? 'of the mesh'
          : tls
            ? 'not stated'
            : 'no TLS',
  }
}

const textOf = (l: Listener): string =>
  [
    l.port,
    l.protocol,
    ...l.hosts,
    l.tls ?? '',
    certificateWords(l).words,
    certificateWords(l).state.replace('-', ' '),
    exposureWords(l),
    l.from,
    l.conflict ? `conflict ${l.conflict.because}` : '',
  ].join(' ')

const textOfGateway = (g: GatewayRow): string =>
  [g.namespace, g.name, g.resource, ...g.addresses, ...g.badges, ...g.selectedBy].join(' ')

/** Gateways with their listeners by port; words of the gateway keep all of its listeners. */
export function linesOf(
  gateways: readonly GatewayRow[],
  silent: ReadonlyMap<string, string>,
  holds: (text: string) => boolean,
): readonly GatewayLine[] {
  return gateways.flatMap((gateway): GatewayLine[] => {
    const head = textOfGateway(gateway)
    const isAll = holds(head)
    const listeners = [...gateway.listeners]
      .sort((a, b) => a.port - b.port)
      .filter((l) => isAll || holds(`${head} ${textOf(l)}`))
    if (!isAll && listeners.length === 0) return []
    const because = silent.get(gateway.id)
    return [
      { kind: 'gateway', key: gateway.id, gateway },
      ...listeners.map(
        (listener, i): GatewayLine => ({
          kind: 'listener',
          key: `${gateway.id} ${listener.port} ${listener.from} ${listener.path ?? ''} ${i}`,
          gateway,
          listener,
        }),
      ),
      ...(gateway.listeners.length === 0
        ? [
            {
              kind: 'silent' as const,
              key: `${gateway.id} silent`,
              because: because ?? 'No configuration opens a listener on these pods.',
            },
          ]
        : []),
    ]
  })
}
