import type { EdgeMtls } from '#lib/model/edge-words.ts'
import type { Callers } from '#lib/model/inbound.ts'
import type { Decider } from '#lib/model/mtls-report.ts'
import type { Sending } from './client-tls.ts'
import type { Receiving } from './inbound.ts'

/** Endpoints behind a destination that take calls alike. */
export type Receiver = Receiving & {
  readonly proxy: 'yes' | 'no' | 'unknown'
  /** Reached through the node's proxy (HBONE): whatever a mesh caller sends travels in mutual TLS. */
  readonly isTunnelled?: boolean
  readonly count: number
}

type Outcome = {
  readonly state: EdgeMtls['state']
  readonly enforced: boolean
  readonly because: string
}

const isStrict = (r: Receiver) => r.mode === 'STRICT'

const TUNNELLED = 'a mesh caller reaches the node’s ztunnel by HBONE'

/** Callers without a proxy, and those that are told to send plaintext mesh-wide, use no tunnel. */
const isCarried = (send: Sending, take: Receiver): boolean =>
  take.isTunnelled === true && send.mode !== 'plaintext' && send.mode !== 'unknown'

/**
 * Both ends of one hop for one kind of endpoint.
 *
 * A rule overrides the automatic choice even where the endpoint refuses it: DISABLE and SIMPLE towards STRICT
 * fail, as does ISTIO_MUTUAL towards a pod without a proxy.
 *
 * @see istio/istio pilot/pkg/networking/core/cluster_tls.go (applyHBONETransportSocketMatches: the tunnel is tried
 * first, whatever the rule says); pilot/pkg/xds/endpoints/mtls_checker.go
 */
function meet(send: Sending, take: Receiver): Outcome {
  const says = (state: EdgeMtls['state'], because: string, enforced = false): Outcome => ({
    state,
    because,
    enforced,
  })
  if (send.mode === 'unknown') return says('unknown', send.because)
  if (isCarried(send, take)) {
    if (take.mode === 'unknown') return says('unknown', `${TUNNELLED}; ${take.because}`)
    return says('mtls', `${TUNNELLED}; ${take.because}`, isStrict(take))
  }
  const mutual = () => {
    if (take.proxy === 'unknown') return says('unknown', `${send.because}; ${take.because}`)
    if (take.bypass)
      return says(
        'conflict',
        `${send.because}, but ${take.because} What arrives there is mutual TLS.`,
      )
    if (take.proxy === 'no')
      return says('conflict', `${send.because}, but the target has no proxy to end it`)
    if (take.mode === 'unknown') return says('unknown', `${send.because}; ${take.because}`)
    if (take.mode === 'DISABLE')
      return says('conflict', `${send.because}, but the target takes none: ${take.because}`)
    return says('mtls', `${send.because} to a sidecar; ${take.because}`, isStrict(take))
  }
  switch (send.mode) {
    case 'ISTIO_MUTUAL':
      return mutual()
    case 'automatic':
      if (take.proxy === 'unknown' || take.mode === 'unknown')
        return says('unknown', `${send.because}; ${take.because}`)
      if (take.proxy === 'no')
        return says('plaintext', `${send.because} sends plaintext: the target has no proxy`)
      if (take.mode === 'DISABLE')
        return says('plaintext', `${send.because} sends plaintext: ${take.because}`)
      return mutual()
    case 'DISABLE':
    case 'plaintext':
      if (take.bypass) return says('bypass', `${take.because} ${send.because}.`)
      if (isStrict(take)) return says('conflict', `${send.because}, but ${take.because}`)
      if (take.mode === 'unknown' && take.proxy !== 'no')
        return says('unknown', `${send.because}; ${take.because}`)
      return says('plaintext', `${send.because}; ${take.because}`)
    case 'SIMPLE':
      if (isStrict(take)) return says('conflict', `${send.because}, but ${take.because}`)
      if (take.mode === 'unknown' && take.proxy !== 'no')
        return says('unknown', `${send.because}; ${take.because}`)
      return says('tls', `${send.because}; ${take.because}`)
    case 'MUTUAL':
      // Its certificates are a person's own: whether a strict sidecar trusts them is not in the API.
      if (isStrict(take))
        return says('unknown', `${send.because} with certificates of its own; ${take.because}`)
      return says('tls', `${send.because}; ${take.because}`)
  }
}

const unique = (deciders: readonly Decider[]): readonly Decider[] => [...new Set(deciders)].sort()

/** The worst that some endpoint gets is what the hop is; a hop that is half encrypted is not encrypted. */
const WORST: readonly EdgeMtls['state'][] = [
  'conflict',
  'unknown',
  'plaintext',
  'bypass',
  'tls',
  'mtls',
]

/** One hop to all endpoints behind a destination. */
export function verdict(send: Sending, takers: readonly Receiver[]): EdgeMtls {
  const decidedBy = unique([...send.decidedBy, ...takers.flatMap((t) => t.decidedBy)])
  if (takers.length === 0) {
    if (send.mode === 'plaintext' || send.mode === 'DISABLE')
      return {
        state: 'plaintext',
        enforced: false,
        because: `${send.because}; no pod is behind it`,
        decidedBy,
      }
    return {
      state: 'unknown',
      enforced: false,
      because: `${send.because}; no pod is behind it that would show a proxy`,
      decidedBy,
    }
  }
  const outcomes = takers.map((taker) => meet(send, taker))
  const worst = WORST.find((state) => outcomes.some((o) => o.state === state)) ?? 'unknown'
  const deciding = outcomes.find((o) => o.state === worst)
  const total = takers.reduce((sum, t) => sum + t.count, 0)
  const affected = takers.reduce(
    (sum, t, i) => sum + (outcomes[i]?.state === worst ? t.count : 0),
    0,
  )
  const part = affected < total ? ` (${affected} of ${total} pods)` : ''
  return {
    state: worst,
    enforced: worst === 'mtls' && outcomes.every((o) => o.enforced),
    because: `${deciding?.because ?? send.because}${part}`,
    decidedBy,
  }
}

/** What a meshed caller is told to send, whether or not it is taken. */
export function callers(send: Sending, takers: readonly Receiver[]): Callers {
  const { decidedBy } = send
  if (takers.length > 0 && takers.every((t) => isCarried(send, t) && t.mode !== 'unknown'))
    return { state: 'mtls', decidedBy }
  switch (send.mode) {
    case 'ISTIO_MUTUAL':
      return { state: 'mtls', decidedBy }
    case 'SIMPLE':
    case 'MUTUAL':
      return { state: 'tls', decidedBy }
    case 'DISABLE':
    case 'plaintext':
      return { state: 'plaintext', decidedBy }
    case 'unknown':
      return { state: 'unknown', decidedBy }
    case 'automatic': {
      const states = new Set(takers.map((t) => automaticChoice(t)))
      const [only] = states
      if (only === undefined) return { state: 'unknown', decidedBy }
      return { state: states.size === 1 ? only : 'mixed', decidedBy }
    }
  }
}

function automaticChoice(taker: Receiver): Callers['state'] {
  if (taker.proxy === 'unknown' || taker.mode === 'unknown') return 'unknown'
  return taker.proxy === 'no' || taker.mode === 'DISABLE' ? 'plaintext' : 'mtls'
}
