import { createInterface } from 'node:readline'
import { Pool } from 'undici'

export type ApiAnswer = {
  status: number
  /** The parsed body; the text where it is no JSON. */
  body: unknown
  /** What the server said against it, as an error to throw. */
  error: () => Error
}

export type RequestOptions = {
  body?: unknown
  /** Default: application/json, for PATCH application/merge-patch+json. */
  contentType?: string
  accept?: string
  query?: Readonly<Record<string, string>>
  signal?: AbortSignal
}

/** One person's plain HTTP access to the API server. */
export type ApiClient = {
  /** Rejects when there is no answer; an answer of any status resolves. */
  request: (method: Method, path: string, options?: RequestOptions) => Promise<ApiAnswer>
  /** The events of a watch, one object for each line, until the server or `signal` ends it. */
  watch: (path: string, options: RequestOptions) => AsyncGenerator<unknown>
  close: () => Promise<void>
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** @param ca certificates that the server's must be signed by, as PEM */
export function openApiClient(url: string, ca: string, token: string): ApiClient {
  const pool = new Pool(url, { connect: { ca }, connections: 8 })
  const send = (method: Method, path: string, options: RequestOptions) => {
    const json = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
    const query = new URLSearchParams(options.query).toString()
    const separator = path.includes('?') ? '&' : '?'
    return pool.request({
      method,
      path: query === '' ? path : `${path}${separator}${query}`,
      headers: {
        authorization: `Bearer ${token}`,
        accept: options.accept ?? 'application/json',
        'content-type': options.contentType ?? json,
      },
      body: options.body === undefined ? null : JSON.stringify(options.body),
      signal: options.signal ?? null,
    })
  }
  return {
    async request(method, path, options = {}) {
      const response = await send(method, path, options)
      const text = await response.body.text()
      const status = response.statusCode
      const body = parsed(text)
      const error = () => new Error(`${method} ${path}: ${status} ${messageOf(body)}`)
      return { status, body, error }
    },
    async *watch(path, options) {
      const response = await send('GET', path, options)
      if (response.statusCode !== 200) {
        const body = parsed(await response.body.text())
        throw new Error(`GET ${path}: ${response.statusCode} ${messageOf(body)}`)
      }
      for await (const line of createInterface({ input: response.body })) yield JSON.parse(line)
    },
    close: () => pool.destroy(),
  }
}

/** The sentence in a Kubernetes Status, or what else there is. */
export function messageOf(body: unknown): string {
  if (typeof body === 'object' && body !== null && 'message' in body) return String(body.message)
  return typeof body === 'string' ? body : JSON.stringify(body)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
