import { isOwnHost } from '#lib/access/host.ts'
import { foreignSender } from '#lib/access/origin.ts'
import type { AnswerOf, BodyOf, Endpoint, ParamsOf, QueryOf } from '#lib/api/endpoints.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { type Identity, type Services, services, type User } from '#server/services.ts'
import { etagOf, matchesEtag } from './etag.ts'
import { parse } from './parse.ts'
import { problemOf } from './problem.ts'
import { redact } from './redact.ts'
import { Reply } from './reply.ts'
import { DATA_POLICY, SECURITY_HEADERS } from './security-headers.ts'

export type Context<E extends Endpoint> = {
  readonly params: ParamsOf<E>
  readonly query: QueryOf<E>
  readonly body: BodyOf<E>
  /** Absent only where the endpoint is public. */
  readonly identity: E['access'] extends 'public' ? Identity | undefined : Identity
  readonly user: E['access'] extends 'public' ? User | undefined : User
  readonly services: Services
  readonly request: Request
}

type Run<E extends Endpoint> = (context: Context<E>) => Result<E> | Promise<Result<E>>
type Result<E extends Endpoint> = AnswerOf<E> | Reply<AnswerOf<E>> | Response

/** What a route file exports. `endpoint` is how a test knows that no route is beside the wrapper. */
export type Handler = ((request: Request) => Promise<Response>) & {
  readonly endpoint: Endpoint | 'nothing'
}

/** session → access → parse → run → redact → problem: the only way into the API. */
export function handle<E extends Endpoint>(endpoint: E, run: Run<E>): Handler {
  const handler = async (request: Request): Promise<Response> => {
    try {
      const house = await services()
      const identity = admit(endpoint, request, house)
      if (endpoint.access !== 'public') await house.opened
      const input = await parse(endpoint, request, house.settings.basePath)
      const result = await run({
        ...input,
        identity,
        user: identity?.user,
        services: house,
        request,
      } as Context<E>)
      if (result instanceof Response) return secured(result)
      return answer(endpoint, request, identity, result)
    } catch (error) {
      return refuse(error, endpoint.id)
    }
  }
  return Object.assign(handler, { endpoint })
}

/** For addresses that are none, so that these too answer a problem and not a page. */
export function nothingHere(): Handler {
  const handler = async (request: Request): Promise<Response> => {
    try {
      ownHost(request.headers, (await services()).settings)
      throw new AppError('request/no-such-address', { path: new URL(request.url).pathname })
    } catch (error) {
      return refuse(error, 'nothing')
    }
  }
  return Object.assign(handler, { endpoint: 'nothing' as const })
}

/** Who it is, or a problem: wrong host, foreign page, nobody, or a write where nothing may be written. */
function admit(endpoint: Endpoint, request: Request, house: Services): Identity | undefined {
  const { headers } = request
  const host = ownHost(headers, house.settings)
  const identity = endpoint.access === 'public' ? undefined : house.sessions.identify(headers)
  if (endpoint.method !== 'GET') {
    const sender = {
      host,
      origin: headers.get('origin'),
      fetchSite: headers.get('sec-fetch-site'),
      publicUrl: house.settings.publicUrl,
    }
    const foreign = foreignSender(sender, { proof: identity?.by === 'cookie' })
    if (foreign !== undefined) throw new AppError('session/origin', { origin: foreign })
  }
  if (endpoint.access !== 'public' && !identity) throw new AppError('session/missing', {})
  if (endpoint.access === 'write' && house.settings.readOnly) {
    throw new AppError('plan/read-only', {})
  }
  return identity
}

function ownHost(headers: Headers, settings: Services['settings']): string {
  const host = headers.get('host') ?? ''
  if (!isOwnHost(host, settings)) throw new AppError('session/host', { host })
  return host
}

function answer<E extends Endpoint>(
  endpoint: E,
  request: Request,
  identity: Identity | undefined,
  result: AnswerOf<E> | Reply<AnswerOf<E>>,
): Response {
  const { value, options } = result instanceof Reply ? result : new Reply(result, {})
  const headers = new Headers()
  if (options.cookie) headers.set('Set-Cookie', options.cookie)
  if (options.version) {
    const accept = request.headers.get('accept')
    const etag = etagOf(request.url, identity?.user, [...options.version, options.as && accept])
    headers.set('ETag', etag)
    if (matchesEtag(request.headers.get('if-none-match'), etag)) {
      return secured(new Response(null, { status: 304, headers }))
    }
  }
  const shown = redact(endpoint, value, identity)
  headers.set('Content-Type', `${options.as?.type ?? 'application/json'}; charset=utf-8`)
  const text = options.as ? options.as.write(shown) : JSON.stringify(shown)
  const status = options.status ?? endpoint.status ?? 200
  return secured(new Response(text, { status, headers }))
}

function refuse(error: unknown, what: string): Response {
  const problem = problemOf(error, what)
  return secured(
    new Response(JSON.stringify(problem), {
      status: problem.status,
      headers: {
        'Content-Type': 'application/problem+json; charset=utf-8',
        ...(problem.status === 401 ? { 'WWW-Authenticate': 'Bearer realm="meshwright"' } : {}),
      },
    }),
  )
}

function secured(response: Response): Response {
  for (const [name, value] of SECURITY_HEADERS) response.headers.set(name, value)
  response.headers.set('Content-Security-Policy', DATA_POLICY)
  if (!response.headers.has('Cache-Control')) {
    response.headers.set('Cache-Control', 'private, no-store')
  }
  response.headers.append('Vary', 'Cookie, Authorization, Accept')
  return response
}
