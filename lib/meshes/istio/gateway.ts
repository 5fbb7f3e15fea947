import {
  at,
  flag,
  isRecord,
  number,
  own,
  records,
  text,
  textMap,
  texts,
} from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { Labels } from '#lib/resources/label-selector.ts'
import { type Ref, refOf } from '#lib/resources/reference.ts'
import { reader } from './creation.ts'
import { overlap } from './hosts.ts'

export type ServerHost = {
  readonly written: string
  /** Namespace whose VirtualServices may bind; `*` for any. */
  readonly namespace: string
  readonly host: string
}

export type Server = {
  readonly path: string
  readonly gateway: Gateway
  readonly port: number
  readonly portName: string
  readonly protocol: string
  readonly kind: 'http' | 'https' | 'tls' | 'tcp'
  readonly hosts: readonly ServerHost[]
  readonly bind: string
  readonly tlsMode: string | undefined
  readonly credential: string | undefined
  readonly redirectsToHttps: boolean
  readonly minimumVersion: string | undefined
}

export type Gateway = {
  readonly object: KubernetesObject
  readonly ref: Ref
  readonly namespace: string
  readonly name: string
  /** `namespace/name`, as VirtualServices name it. */
  readonly key: string
  readonly selector: Labels | undefined
  readonly servers: readonly Server[]
}

const HTTP = new Set(['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB', 'HTTP_PROXY'])

/** What the listener decodes. HTTPS that is passed through never becomes HTTP. */
function kindOf(protocol: string, mode: string | undefined): Server['kind'] {
  if (HTTP.has(protocol)) return 'http'
  const isPassed = mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH'
  if (protocol === 'HTTPS') return isPassed ? 'tls' : 'https'
  return protocol === 'TLS' ? 'tls' : 'tcp'
}

/**
 * The entry for every host of any namespace stands for the whole list.
 * @see istio/istio pilot/pkg/model/gateway.go, sanitizeServerHostNamespace
 */
function serverHosts(written: readonly string[], namespace: string): readonly ServerHost[] {
  return written.includes('*/*')
    ? written.map((host) => ({ written: host, namespace: '*', host: '*' }))
    : written.map((host) => serverHost(host, namespace))
}

/** `ns/host` admits that namespace's VirtualServices, `./host` the Gateway's own, anything else all. */
function serverHost(written: string, namespace: string): ServerHost {
  const slash = written.indexOf('/')
  if (slash < 0) return { written, namespace: '*', host: written }
  const owner = written.slice(0, slash)
  return { written, namespace: owner === '.' ? namespace : owner, host: written.slice(slash + 1) }
}

/** Gateways of networking.istio.io, oldest first. */
export const readGateways = reader((object): Gateway => {
  const namespace = object.metadata.namespace ?? ''
  const selector = textMap(at(object.spec, 'selector'))
  const servers: Server[] = []
  const gateway: Gateway = {
    object,
    ref: refOf(object),
    namespace,
    name: object.metadata.name,
    key: `${namespace}/${object.metadata.name}`,
    selector: selector.size > 0 ? selector : undefined,
    servers,
  }
  for (const { at: place, value } of records(at(object.spec, 'servers'))) {
    const port = number(at(value, 'port', 'number'))
    if (port === undefined) continue
    const protocol = (text(at(value, 'port', 'protocol')) ?? '').toUpperCase()
    const tls = own(value, 'tls')
    // Absent means the enumeration's first value, but only where there is a tls block at all.
    const written = text(own(tls, 'mode'))
    const tlsMode = isRecord(tls) && protocol !== 'HTTP' ? (written ?? 'PASSTHROUGH') : written
    servers.push({
      path: `spec.servers[${place}]`,
      gateway,
      port,
      portName: text(at(value, 'port', 'name')) ?? '',
      protocol,
      kind: kindOf(protocol, tlsMode),
      hosts: serverHosts(texts(value.hosts), namespace),
      bind: text(value.bind) ?? '',
      tlsMode,
      credential: text(own(tls, 'credentialName')) || undefined,
      redirectsToHttps: flag(own(tls, 'httpsRedirect')) ?? false,
      minimumVersion: text(own(tls, 'minProtocolVersion')),
    })
  }
  return gateway
})

/** The host that a VirtualService of this namespace serves on this server for one of its hosts. */
export function servedHost(server: Server, host: string, namespace: string): string | undefined {
  for (const own of server.hosts) {
    if (own.namespace !== '*' && own.namespace !== namespace) continue
    const found = overlap(own.host, host)
    if (found !== undefined) return found
  }
  return undefined
}
