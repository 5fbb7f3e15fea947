import { BlockList, isIP } from 'node:net'
import { AppError } from '#lib/errors/app-error.ts'
import { text } from '#lib/resources/field.ts'

type Environment = Readonly<Record<string, string | undefined>>

const PROTOCOLS: ReadonlySet<string> = new Set(['http:', 'https:', 'socks5:', 'socks5h:'])

/**
 * The proxy that kubectl would go through: `proxy-url` of the cluster, else the one of the environment, which is
 * never asked for this machine itself.
 *
 * @throws AppError `cluster/unreachable` when it is no address of a proxy
 * @see kubernetes/client-go rest/config.go, Proxy; golang.org/x/net/http/httpproxy
 */
export function proxyOf(
  cluster: Readonly<Record<string, unknown>>,
  server: string,
  env: Environment = process.env,
): string | undefined {
  const stated = text(cluster['proxy-url'])
  const given = stated || ofEnvironment(new URL(server), env)
  if (!given) return undefined
  // The environment's may lack its scheme.
  const url = URL.canParse(given) && given.includes('://') ? given : `http://${given}`
  if (!URL.canParse(url) || !PROTOCOLS.has(new URL(url).protocol)) {
    const where = stated ? 'proxy-url of the kubeconfig' : 'the proxy of the environment'
    throw new AppError('cluster/unreachable', {
      server,
      reason: `${where} is no http, https or socks5 address: ${withoutCredentials(given)}`,
    })
  }
  return url.replace(/^socks5h:/, 'socks5:')
}

/** An address as it may be shown. */
export function withoutCredentials(url: string): string {
  if (!URL.canParse(url)) return url.replace(/^.*@/, '')
  const parsed = new URL(url)
  return `${parsed.protocol}//${parsed.host}`
}

function ofEnvironment(server: URL, env: Environment): string | undefined {
  const isTls = server.protocol === 'https:'
  const proxy = isTls ? env.HTTPS_PROXY || env.https_proxy : env.HTTP_PROXY || env.http_proxy
  if (!proxy) return undefined
  const host = server.hostname.replace(/^\[|\]$/g, '')
  const port = server.port || (isTls ? '443' : '80')
  if (isLoopback(host)) return undefined
  return isExcluded(host, port, env.NO_PROXY || env.no_proxy || '') ? undefined : proxy
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

function isExcluded(host: string, port: string, list: string): boolean {
  return list.split(',').some((part) => {
    const entry = part.trim().toLowerCase()
    if (entry === '') return false
    if (entry === '*') return true
    const [address = '', bits] = entry.split('/')
    if (bits !== undefined) return isWithin(host, address, Number(bits))
    const [, name = entry, only] = /^(.*?)(?::(\d+))?$/.exec(isIP(entry) ? '' : entry) ?? []
    if (only !== undefined && only !== port) return false
    const plain = (name || entry).replace(/^\*?\./, '')
    const isExact = host === plain && !(name || entry).startsWith('.')
    return isExact || (isIP(host) === 0 && host.endsWith(`.${plain}`))
  })
}

function isWithin(host: string, address: string, bits: number): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  if (!isIP(host) || !isIP(address) || !(bits >= 0 && bits <= (family === 'ipv6' ? 128 : 32))) {
    return false
  }
  const block = new BlockList()
  block.addSubnet(address, bits, family)
  return block.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4')
}
