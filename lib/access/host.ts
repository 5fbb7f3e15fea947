/** Where the product listens, as far as it decides which Host headers are its own. */
export type Listening = {
  /** Address or name given with --host. */
  readonly host: string
  readonly port: number
  /** Origin under which a proxy in front is reached; such a proxy may pass its own Host on. */
  readonly publicUrl?: string | undefined
}

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]']
const ANY = ['0.0.0.0', '::', '[::]']

/** `[::1]:3000` → name `[::1]`, port 3000; undefined when it is no authority of plain name or address. */
export function parseAuthority(
  authority: string,
): { readonly name: string; readonly port: number } | undefined {
  const bracket = authority.startsWith('[') ? authority.indexOf(']') + 1 : 0
  if (authority.startsWith('[') && bracket === 0) return undefined
  const colon = authority.indexOf(':', bracket)
  const name = (colon < 0 ? authority : authority.slice(0, colon)).toLowerCase()
  const digits = colon < 0 ? '80' : authority.slice(colon + 1)
  if (!/^[0-9]{1,5}$/.test(digits)) return undefined
  const plain =
    bracket > 0 ? /^\[[0-9a-f:.]+\]$/.test(name) : /^[a-z0-9_]([a-z0-9_.-]*)$/.test(name)
  return plain ? { name, port: Number(digits) } : undefined
}

const isAddress = (name: string): boolean =>
  name.startsWith('[') || /^[0-9]{1,3}(\.[0-9]{1,3}){3}$/.test(name)

const isOrigin = (origin: string, authority: string): boolean =>
  [`http://${authority}`, `https://${authority}`].includes(origin.toLowerCase())

/**
 * Whether a Host header names this server. A page elsewhere can make its own name resolve to 127.0.0.1 (DNS
 * rebinding); the name that it then sends gives it away. An address cannot be rebound, so a server that listens on
 * all of them takes any.
 */
export function isOwnHost(header: string | null, { host, port, publicUrl }: Listening): boolean {
  const given = header === null ? undefined : parseAuthority(header)
  if (!given) return false
  if (publicUrl && isOrigin(publicUrl, header?.toLowerCase() ?? '')) return true
  if (given.port !== port) return false
  if (LOOPBACK_NAMES.includes(given.name)) return true
  const configured = host.toLowerCase()
  if (ANY.includes(configured)) return isAddress(given.name)
  return given.name === configured || given.name === `[${configured}]`
}
