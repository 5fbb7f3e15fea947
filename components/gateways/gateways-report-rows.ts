import type { Report } from '#components/query/report.ts'
import {
  certificateWords,
  exposureWords,
  type GatewayLine,
  type GatewayRow,
  type Listener,
} from './gateway-lines.ts'

export type ListenerRow = { readonly gateway: GatewayRow; readonly listener: Listener }

export const listenerRows = (lines: readonly GatewayLine[]): readonly ListenerRow[] =>
  lines.flatMap((line) => (line.kind === 'listener' ? [line] : []))

const CERTIFICATE = {
  present: 'present',
  missing: 'missing',
  'not-verified': 'not verified',
  none: '',
} as const

export const LISTENER_COLUMNS: Report<ListenerRow>['columns'] = [
  ['Gateway', ({ gateway }) => `${gateway.namespace}/${gateway.name}`],
  ['Port', ({ listener }) => listener.port],
  ['Protocol', ({ listener }) => listener.protocol],
  ['Hosts', ({ listener }) => listener.hosts.join(', ')],
  ['TLS', ({ listener }) => listener.tls ?? 'none'],
  ['Lowest TLS version', ({ listener }) => listener.minimumVersion ?? ''],
  ['Certificate', ({ listener }) => certificateWords(listener).words],
  ['Certificate state', ({ listener }) => CERTIFICATE[certificateWords(listener).state]],
  ['Reachable from outside', ({ listener }) => (listener.exposed ? 'yes' : 'no')],
  ['Reached at', ({ listener }) => exposureWords(listener)],
  ['Conflict', ({ listener }) => listener.conflict?.because ?? ''],
  ['Opened by', ({ listener }) => listener.from],
  ['Field', ({ listener }) => listener.path ?? ''],
]
