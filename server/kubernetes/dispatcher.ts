import { rootCertificates } from 'node:tls'
import { Agent, type Dispatcher, ProxyAgent, Socks5ProxyAgent } from 'undici'

export type TlsOptions = {
  readonly ca?: string | Buffer
  readonly cert?: string | Buffer
  readonly key?: string | Buffer
  readonly passphrase?: string
  readonly servername?: string
  readonly rejectUnauthorized?: boolean
}

export type DispatcherOptions = {
  readonly server: string
  readonly tls?: TlsOptions
  /** http, https or socks5, as `proxy-url` of a kubeconfig. */
  readonly proxy?: string
  readonly connectTimeoutMs?: number
}

const CONNECT_TIMEOUT_MS = 2000
// Shorter than the minute after which load balancers drop a silent connection.
const KEEP_ALIVE_PROBE_MS = 30_000

/**
 * Connections to one API server. Every watch holds one of them, so their number is not limited. Which
 * proxy to use, if any, is for whoever reads the configuration to say.
 */
export function openDispatcher(options: DispatcherOptions): Dispatcher {
  const timeout = options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS
  const tls = { ...options.tls, timeout }
  const common = {
    // Watches are silent for long; reflector and request have timers of their own.
    bodyTimeout: 0,
    headersTimeout: 60_000,
    connections: null,
    pipelining: 1,
  }
  const connect = { ...tls, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_PROBE_MS }
  if (!options.proxy) return new Agent({ ...common, connect })
  if (options.proxy.startsWith('socks')) {
    return new Socks5ProxyAgent(options.proxy, { ...common, requestTls: tls })
  }
  return new ProxyAgent({
    ...common,
    uri: options.proxy,
    requestTls: tls,
    ...(options.proxy.startsWith('https:') ? { proxyTls: proxyTls(options.tls) } : {}),
    connect: { timeout, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_PROBE_MS },
  })
}

/** Like kubectl, the cluster's own authority may vouch for the proxy; but unlike it, public ones may too. */
const proxyTls = (tls: TlsOptions | undefined) => ({
  ...(tls?.ca ? { ca: [...rootCertificates, tls.ca.toString()] } : {}),
  ...(tls?.rejectUnauthorized === false ? { rejectUnauthorized: false } : {}),
})
