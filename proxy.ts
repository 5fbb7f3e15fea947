import { type NextRequest, NextResponse } from 'next/server'
import { isOwnHost } from '#lib/access/host.ts'
import { optionsOf } from '#server/config/options.ts'
import { pagePolicy, SECURITY_HEADERS } from '#server/http/security-headers.ts'

/** What a client must not say for us: Next takes the nonce of its scripts from the policy in the request. */
const OURS = ['content-security-policy', 'content-security-policy-report-only', 'x-nonce']

/**
 * Headers of pages, no decision about who may see what: pages carry no data, and rights are applied where data is
 * answered, in `server/http/handle.ts`.
 */
export function proxy(request: NextRequest): NextResponse {
  if (!isOwnHost(request.headers.get('host'), optionsOf(process.env))) {
    return new NextResponse('This host name is not served here.\n', { status: 421 })
  }
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString('base64')
  const policy = pagePolicy(nonce, { development: process.env.NODE_ENV === 'development' })
  const headers = new Headers(request.headers)
  for (const name of OURS) headers.delete(name)
  headers.set('x-nonce', nonce)
  headers.set('Content-Security-Policy', policy)

  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  response.headers.set('Cache-Control', 'private, no-store')
  for (const [name, value] of SECURITY_HEADERS) response.headers.set(name, value)
  return response
}

// Below a base path the first does not match the path itself, the second does.
export const config = { matcher: ['/((?!api/|_next/static/).*)', '/'] }
