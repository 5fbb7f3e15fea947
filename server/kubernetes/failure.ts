import type { IncomingHttpHeaders } from 'node:http'
import { AppError } from '#lib/errors/app-error.ts'
import { isRecord, number, record, text } from '#lib/resources/field.ts'

/** `Status` of the API machinery, as far as it is used. */
export type Status = {
  readonly code: number
  readonly reason: string
  readonly message: string
  readonly retryAfterSeconds: number | undefined
  readonly causes: readonly { field?: string; message: string; reason?: string }[]
}

const LONGEST_MESSAGE = 2000

/** Reads a `Status` out of a body that may be anything, as a proxy on the way answers in HTML. */
export function statusOf(httpStatus: number, body: unknown): Status {
  const fields = record(body)
  const details = record(fields.details)
  const causes = Array.isArray(details.causes) ? details.causes.filter(isRecord) : []
  const isStatus = fields.kind === 'Status'
  const fallback = typeof body === 'string' && body.trim() ? body.trim() : `HTTP ${httpStatus}`
  return {
    code: (isStatus ? number(fields.code) : undefined) ?? httpStatus,
    reason: (isStatus ? text(fields.reason) : undefined) ?? '',
    message: (text(fields.message) ?? fallback).slice(0, LONGEST_MESSAGE),
    retryAfterSeconds: number(details.retryAfterSeconds),
    causes: causes.map((cause) => ({
      ...(text(cause.field) ? { field: text(cause.field) } : {}),
      message: text(cause.message) ?? '',
      ...(text(cause.reason) ? { reason: text(cause.reason) } : {}),
    })),
  }
}

/** What was asked for, so that a refusal can name it. */
export type Asked = {
  readonly server: string
  readonly verb: string
  readonly resource: string
  readonly namespace?: string | undefined
}

/** The refusal of an API server as an error with a way out. */
export function refusal(asked: Asked, status: Status): AppError {
  const { server } = asked
  const reason = status.message
  switch (status.code) {
    case 401:
      return new AppError('cluster/unauthorized', { server, reason })
    case 403:
      return new AppError('cluster/forbidden', {
        verb: asked.verb,
        resource: asked.resource,
        namespace: asked.namespace ?? '',
        reason,
      })
    case 429:
      return new AppError('cluster/throttled', {
        server,
        seconds: status.retryAfterSeconds ?? 1,
      })
    default:
      return new AppError('cluster/refused', { server, status: status.code, reason })
  }
}

/**
 * An answer of somebody who is no API server: a portal that wants a password first answers everything with 200
 * and a page. Taken at its word it would be a cluster without anything in it.
 */
export function noKubernetes(
  server: string,
  asked: string,
  { headers }: { readonly headers: IncomingHttpHeaders },
): AppError {
  const sent = `${headers['content-type'] ?? ''}`.includes('html') ? 'a web page' : 'something else'
  const reason = `What answers is no Kubernetes API: asked for ${asked}, it sent ${sent}.`
  return new AppError('cluster/unreachable', { server, reason })
}

const NETWORK: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'nothing listens there (connection refused)'],
  ['ECONNRESET', 'the connection was cut'],
  ['UND_ERR_SOCKET', 'the connection was cut'],
  ['EPIPE', 'the connection was cut'],
  ['ENOTFOUND', 'the host name is not known'],
  ['EAI_AGAIN', 'the host name could not be looked up'],
  ['EHOSTUNREACH', 'there is no way to this host'],
  ['ENETUNREACH', 'there is no way to this network'],
  ['ETIMEDOUT', 'no connection in time'],
  ['UND_ERR_CONNECT_TIMEOUT', 'no connection within 2 seconds'],
  ['UND_ERR_HEADERS_TIMEOUT', 'connected, but no answer in time'],
  ['UND_ERR_BODY_TIMEOUT', 'the answer stopped half way'],
  ['UND_ERR_ABORTED', 'the answer did not come in time'],
  ['ABORT_ERR', 'the answer did not come in time'],
])

const TLS: ReadonlyMap<string, string> = new Map([
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'it signed its certificate itself'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'its certificate comes from an authority that is not trusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'its certificate comes from an unknown authority'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'its certificate comes from an unknown authority'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'its certificate comes from an unknown authority'],
  ['CERT_SIGNATURE_FAILURE', 'its certificate is not signed by the configured authority'],
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['CERT_NOT_YET_VALID', 'its certificate is not valid yet'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another host name'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'it speaks plain HTTP, not HTTPS'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'it wants a client certificate'],
])

/** Errors after which trying at once again makes no sense: there is nobody, or nobody to be trusted. */
const HOPELESS: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Whether the server was not reached at all; a connection that was cut is reached the next moment. */
export const isUnreached = (error: unknown): boolean =>
  error instanceof AppError &&
  (error.code !== 'cluster/unreachable' || HOPELESS.has(codeOf(error.cause)))

const CUT: ReadonlySet<string> = new Set(['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE'])

/** The connection was there and broke: often one that lay idle, and that the other end had given up. */
export const isCut = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'cluster/unreachable' && CUT.has(codeOf(error.cause))

/** A failed connection as an error with a way out; what is one already stays as it is. */
export function networkFailure(server: string, error: unknown, proxy?: string): AppError {
  if (error instanceof AppError) return error
  const code = codeOf(error)
  const tls = TLS.get(code)
  const way = proxy ? `; the way there leads through the proxy ${proxy}` : ''
  if (tls) return new AppError('cluster/tls', { server, reason: tls + way }, { cause: error })
  const refused = proxy ? /Proxy response \((\d+)\)/.exec(messageOf(error))?.[1] : undefined
  const reason =
    (refused ? `the proxy answered ${refused}` : NETWORK.get(code)) ??
    (error instanceof Error
      ? `${error.message || error.name}${code ? ` (${code})` : ''}`
      : 'failed')
  if (proxy) {
    return new AppError('cluster/unreachable', { server, reason: reason + way }, { cause: error })
  }
  return new AppError('cluster/unreachable', { server, reason }, { cause: error })
}

function messageOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 4) return ''
  return `${error.message} ${messageOf(error.cause, depth + 1)}`
}

/** Errors of sockets hide in `cause`, or in a list where host names have several addresses. */
function codeOf(error: unknown, depth = 0): string {
  if (!isRecord(error) || depth > 4) return ''
  const own = text(error.code)
  if (own && (NETWORK.has(own) || TLS.has(own))) return own
  const inner = Array.isArray(error.errors) ? error.errors[0] : undefined
  return codeOf(error.cause, depth + 1) || codeOf(inner, depth + 1) || own || text(error.name) || ''
}
