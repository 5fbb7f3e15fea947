import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { wantsAggregatedDiscovery } from './accept.ts'
import { accessOf } from './access-request.ts'
import type { Authorizer } from './authorizer.ts'
import { aggregated, apiVersions, groupList, oneGroup, resourceList } from './discovery.ts'
import { refuseEscalation } from './escalation.ts'
import { actingCaller } from './impersonation.ts'
import { openapiDocument, openapiIndex } from './openapi.ts'
import type { Authenticate } from './people.ts'
import { readObject } from './request-body.ts'
import { resourcePath } from './request-path.ts'
import { type Backend, handleResource } from './resource-handler.ts'
import { answerReview, reviewKind } from './reviews.ts'
import { methodNotAllowed, noSuchResource, StatusError } from './status-error.ts'
import type { Guard } from './writer.ts'

const VERSION = {
  major: '1',
  minor: '36',
  gitVersion: 'v1.36.3+meshwright.sandbox',
  gitCommit: '',
  gitTreeState: '',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: 'linux/amd64',
}

export type Access = { readonly authenticate: Authenticate; readonly authorizer: Authorizer }

/** The API server's HTTP face. */
export function createApiServer(backend: Backend, access: Access): Server {
  return createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    handle(backend, access, request, response).catch((error: unknown) => fail(response, error))
  })
}

/** Who it is comes first, then what they may do, and only then whether there is such a thing. */
async function handle(
  backend: Backend,
  { authenticate, authorizer }: Access,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  refuseBrowsers(request)
  const url = new URL(request.url ?? '/', 'http://sandbox')
  const path = url.pathname.length > 1 ? url.pathname.replace(/\/$/, '') : url.pathname
  const resource = resourcePath(path)
  const sender = authenticate(request.headers.authorization)
  const asked = accessOf(request.method ?? 'GET', url.pathname, resource, url.searchParams)
  const caller = actingCaller(request, sender, asked, authorizer)
  authorizer.require(caller, asked)
  const fixed = fixedAnswer(backend, path, request)
  if (fixed !== undefined) {
    if (request.method !== 'GET') throw methodNotAllowed()
    const isText = typeof fixed === 'string'
    response.writeHead(200, { 'Content-Type': isText ? 'text/plain' : contentType(path, request) })
    response.end(isText ? fixed : JSON.stringify(fixed))
    return
  }
  if (!resource) throw noSuchResource()
  const kind = reviewKind(resource.group, resource.version, resource.plural)
  if (!kind) {
    const guard: Guard = (served, object) => refuseEscalation(authorizer, caller, served, object)
    return await handleResource(backend, request, response, resource, url.searchParams, guard)
  }
  if (request.method !== 'POST') throw methodNotAllowed()
  const { value } = await readObject(request, kind.kind)
  const question = { caller, namespace: resource.namespace, authorizer, now: backend.now() }
  const answer = answerReview(kind, value, question)
  response.writeHead(201, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify(answer))
}

/**
 * Where nobody has to sign in, a page in a browser must not get here: neither by its own requests (they
 * carry an Origin) nor by a name that it points at this machine.
 */
function refuseBrowsers(request: IncomingMessage): void {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '')
  const isLocal = host === '127.0.0.1' || host === 'localhost' || host === '[::1]'
  if (isLocal && request.headers.origin === undefined) return
  throw new StatusError(
    403,
    'Forbidden',
    'the sandbox answers programs on this machine only, by its address',
  )
}

function contentType(path: string, request: IncomingMessage): string {
  const isRoot = path === '/api' || path === '/apis'
  return isRoot && wantsAggregatedDiscovery(request.headers.accept)
    ? 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'
    : 'application/json'
}

/** Everything that is not an object: health, version, discovery and the OpenAPI documents. */
function fixedAnswer(
  backend: Backend,
  path: string,
  request: IncomingMessage,
): object | string | undefined {
  const { registry } = backend
  const parts = path.split('/').slice(1)
  if (path === '/readyz' || path === '/livez' || path === '/healthz') return 'ok'
  if (path === '/version') return VERSION
  if (path === '/')
    return {
      paths: [
        '/api',
        '/api/v1',
        '/apis',
        '/healthz',
        '/livez',
        '/openapi/v3',
        '/readyz',
        '/version',
      ],
    }
  const isAggregated = () => wantsAggregatedDiscovery(request.headers.accept)
  if (path === '/api')
    return isAggregated() ? aggregated(registry, true) : apiVersions(request.headers.host ?? '')
  if (path === '/apis') return isAggregated() ? aggregated(registry, false) : groupList(registry)
  if (parts[0] === 'api' && parts.length === 2) return resourceList(registry, '', parts[1] ?? '')
  if (parts[0] === 'apis' && parts.length === 2) return oneGroup(registry, parts[1] ?? '')
  if (parts[0] === 'apis' && parts.length === 3)
    return resourceList(registry, parts[1] ?? '', parts[2] ?? '')
  if (path === '/openapi/v3') return openapiIndex(registry)
  if (path.startsWith('/openapi/v3/')) {
    const [root, group = '', version = ''] = parts.slice(2)
    const document =
      root === 'api'
        ? openapiDocument(registry, '', group)
        : openapiDocument(registry, group, version)
    if (!document) throw noSuchResource()
    return document
  }
  return undefined
}

function fail(response: ServerResponse, error: unknown): void {
  const status =
    error instanceof StatusError
      ? error
      : new StatusError(
          500,
          'InternalError',
          `Internal error occurred: ${error instanceof Error ? error.message : String(error)}`,
        )
  if (response.headersSent) {
    response.destroy()
    return
  }
  const retry = status.details?.retryAfterSeconds
  if (retry !== undefined) response.setHeader('Retry-After', String(retry))
  // The rest of a body that was not read would be taken for the next request.
  if (!response.req.complete) response.setHeader('Connection', 'close')
  response.writeHead(status.code, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify(status.body()))
}
