import type { Ref } from '#lib/resources/reference.ts'
import type { MtlsState } from './mtls-words.ts'

export type EdgeKind =
  | 'selects'
  | 'route'
  | 'intention'
  | 'upstream'
  | 'split'
  | 'ingress'
  | 'bypass'
  | 'loopback'
  | 'mirror'
  | 'failover'
  | 'peering'
  | 'exported'
  | 'instance'
  | 'through'
  | 'allowed'
  | 'inferred'
  | 'observed'

export type EdgeMtls = {
  readonly state: MtlsState
  readonly enforced?: boolean
  readonly because: string
  readonly decidedBy: readonly (Ref | 'default' | 'unknown')[]
}

export type AccessVerdict = 'allow' | 'deny' | 'conditional' | 'unknown'
