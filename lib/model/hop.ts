import type { Ref } from '#lib/resources/reference.ts'
import type { AccessVerdict, EdgeMtls } from './edge-words.ts'
import type { ServicePosture } from './inbound.ts'
import type { Match } from './match.ts'
import type { Decider } from './mtls-report.ts'
import type { Service } from './service.ts'
import type { Workload } from './workload.ts'

/**
 * A call that one provider's configuration states and another's rules secure: a Kubernetes Gateway's route, say,
 * whose proxies belong to a mesh. The provider that states it asks the mesh that runs the caller.
 */
export type Call = {
  /** Namespace of the caller; its workload where the cluster shows one. */
  readonly namespace: string
  readonly workload: Workload | undefined
  /** A gateway dials for itself, `mesh` stands for any meshed caller of the namespace. */
  readonly from: 'gateway' | 'mesh'
  readonly service: Service
  readonly port: number
  readonly protocol: 'http' | 'tcp' | 'tls'
  readonly match: readonly Match[]
}

/** What the mesh makes of a call. Without a verdict nothing is said about access. */
export type Hop = {
  readonly mtls: EdgeMtls
  readonly verdict?: AccessVerdict | undefined
  readonly policies?: readonly Ref[] | undefined
  readonly because?: string | undefined
}

const unique = (deciders: readonly Decider[]): readonly Decider[] => [...new Set(deciders)].sort()

const UNKNOWN: EdgeMtls = {
  state: 'unknown',
  because: 'No mesh says what the target takes.',
  decidedBy: ['unknown'],
}

/**
 * The hop of a meshed caller, read from what the mesh says of the Service: what callers are told to send and what
 * its pods take. For meshes that do not answer `hop` themselves; rules for single callers are not in it.
 */
export function hopByPosture(posture: ServicePosture | undefined, port: number): EdgeMtls {
  const own = posture?.ports.find((p) => p.port.port === port)
  if (!own) return UNKNOWN
  const { clients, mode, because, conflict, bypass } = own
  const decidedBy = unique([...clients.decidedBy, ...own.decidedBy])
  const sent = `Meshed callers are told to send ${clients.state}`
  if (bypass !== undefined)
    return clients.state === 'plaintext'
      ? { state: 'bypass', enforced: false, because, decidedBy }
      : clients.state === 'unknown'
        ? { state: 'unknown', enforced: false, because, decidedBy }
        : { state: 'conflict', enforced: false, because: `${sent}, but ${because}`, decidedBy }
  if (conflict)
    return { state: 'conflict', enforced: false, because: `${sent}, but ${because}`, decidedBy }
  switch (clients.state) {
    case 'mtls':
      return {
        state: 'mtls',
        enforced: mode === 'STRICT',
        because: `${sent}; ${because}`,
        decidedBy,
      }
    case 'mixed':
      return {
        state: 'plaintext',
        enforced: false,
        because: `Some of the pods behind it get plaintext: ${because}`,
        decidedBy,
      }
    case 'plaintext':
    case 'tls':
    case 'unknown':
      return { state: clients.state, enforced: false, because: `${sent}; ${because}`, decidedBy }
  }
}

/**
 * The hop of a caller without a mesh's proxy, which sends plaintext or TLS of its own.
 *
 * @param by what makes it send that
 */
export function hopFromOutside(
  posture: ServicePosture | undefined,
  port: number,
  sends: 'plaintext' | 'tls',
  by: { readonly because: string; readonly decidedBy: readonly Decider[] },
): EdgeMtls {
  const own = posture?.ports.find((p) => p.port.port === port)
  if (!own) return { state: sends, enforced: false, ...by }
  const decidedBy = unique([...by.decidedBy, ...own.decidedBy])
  const because = `${by.because}; ${own.because}`
  if (own.bypass !== undefined && sends === 'plaintext')
    return { state: 'bypass', enforced: false, because, decidedBy }
  switch (own.mode) {
    case 'STRICT':
      return {
        state: 'conflict',
        enforced: false,
        because: `${by.because}, but ${own.because}`,
        decidedBy,
      }
    case 'unknown': {
      const isOutside = posture?.proxies === 'none' || posture?.proxies === 'no-pods'
      return { state: isOutside ? sends : 'unknown', enforced: false, because, decidedBy }
    }
    case 'PERMISSIVE':
    case 'DISABLE':
    case 'n/a':
      return { state: sends, enforced: false, because, decidedBy }
  }
}
