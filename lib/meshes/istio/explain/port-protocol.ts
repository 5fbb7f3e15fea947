import type { PortProtocol } from '#lib/model/explain.ts'
import type { ServicePort } from '#lib/model/service.ts'

const NAMES: ReadonlyMap<string, string> = new Map([
  ['tcp', 'TCP'],
  ['udp', 'UDP'],
  ['grpc', 'GRPC'],
  ['grpc-web', 'GRPC-Web'],
  ['http', 'HTTP'],
  ['http_proxy', 'HTTP_PROXY'],
  ['http2', 'HTTP2'],
  ['https', 'HTTPS'],
  ['tls', 'TLS'],
  ['mongo', 'Mongo'],
  ['redis', 'Redis'],
  ['mysql', 'MySQL'],
])

/** Names that Kubernetes itself defines; they mean something in `appProtocol` only. */
const KUBERNETES: ReadonlyMap<string, string> = new Map([
  ['kubernetes.io/h2c', 'HTTP2'],
  ['kubernetes.io/ws', 'HTTP'],
  ['kubernetes.io/wss', 'HTTPS'],
])

/** Protocols in which the server speaks first, so that nothing can be sniffed: SMTP, DNS, MySQL, MongoDB. */
const SERVER_FIRST: ReadonlySet<number> = new Set([25, 53, 3306, 27017])

/** What a port's name or appProtocol says: its first part, case aside. */
function named(text: string): string | undefined {
  const lower = text.toLowerCase()
  if (lower.startsWith('grpc-web')) return 'GRPC-Web'
  const dash = lower.indexOf('-')
  return NAMES.get(dash < 0 ? lower : lower.slice(0, dash))
}

/**
 * The protocol that proxies take for a Service port: UDP is UDP, appProtocol goes before the name, and where
 * neither says anything the first bytes decide (`auto`), but for ports on which the server speaks first.
 *
 * @see istio/istio pkg/config/kube/conversion.go, ConvertProtocol
 */
export function protocolOf({ port, name, protocol, appProtocol }: ServicePort): PortProtocol {
  const answer = (value: string, decidedBy: PortProtocol['decidedBy'], because: string) => ({
    value,
    decidedBy,
    because,
  })
  if (protocol === 'UDP') return answer('UDP', 'transport', 'The port is UDP.')
  const said = appProtocol ?? name ?? ''
  const [field, decidedBy] =
    appProtocol === undefined
      ? (['name', 'name'] as const)
      : (['appProtocol', 'appProtocol'] as const)
  const value = (appProtocol === undefined ? undefined : KUBERNETES.get(said)) ?? named(said)
  if (value) return answer(value, decidedBy, `${field} is ${said}.`)
  const silent = said ? `${field} ${said} names no protocol` : 'Neither name nor appProtocol is set'
  return SERVER_FIRST.has(port)
    ? answer('TCP', 'port-number', `${silent}, and on port ${port} the server speaks first.`)
    : answer('auto', 'default', `${silent}, so the proxy looks at the first bytes.`)
}

const BYTES = new Set(['TCP', 'TLS', 'HTTPS', 'Mongo', 'MySQL', 'Redis', 'UDP'])

/** Whether a proxy sees bytes only, without requests in them. */
export const isOpaque = (protocol: string): boolean => BYTES.has(protocol)
