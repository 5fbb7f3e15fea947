export type Where = {
  readonly port: number
  /** The browser reaches this server by https. */
  readonly secure: boolean
  /** Path below which this server is, '' at the root: what lives beside it on the host is not sent its cookie. */
  readonly basePath?: string
}

/**
 * Cookies are shared by all ports of a host, so the name carries the port: two Meshwrights side by side do not sign
 * each other out. `__Host-` needs https, which loopback has not, and the root.
 */
const cookieName = ({ secure, port, basePath }: Where): string =>
  secure ? `__${basePath ? 'Secure' : 'Host'}-mw-session` : `mw-session-${port}`

/** `maxAge` in seconds; 0 takes the cookie away. Without it the cookie ends with the browser. */
export const sessionCookie = (id: string, where: Where, maxAge?: number): string =>
  [
    `${cookieName(where)}=${id}`,
    `Path=${where.basePath || '/'}`,
    'HttpOnly',
    'SameSite=Strict',
    ...(where.secure ? ['Secure'] : []),
    ...(maxAge === undefined ? [] : [`Max-Age=${maxAge}`]),
  ].join('; ')

export type Credential =
  | { readonly by: 'token'; readonly token: string }
  | { readonly by: 'cookie'; readonly id: string }

/** What a request carries to say who sends it; a script's header before the page's cookie. */
export function credentialOf(headers: Headers, where: Where): Credential | undefined {
  const bearer = /^Bearer +(\S{1,1024})$/i.exec(headers.get('authorization') ?? '')?.[1]
  if (bearer) return { by: 'token', token: bearer }
  const name = cookieName(where)
  for (const part of (headers.get('cookie') ?? '').split(';')) {
    const equals = part.indexOf('=')
    if (equals > 0 && part.slice(0, equals).trim() === name) {
      const id = part.slice(equals + 1).trim()
      if (/^[A-Za-z0-9_-]{43}$/.test(id)) return { by: 'cookie', id }
    }
  }
  return undefined
}
