import type { IncomingHttpHeaders } from 'node:http'
import { type Dispatcher, request } from 'undici'
import type { Connection } from './connection.ts'
import { isCut, networkFailure } from './failure.ts'

export type Answer = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Parsed when it is JSON, else the text. */
  readonly body: unknown
}

export type OpenAnswer = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Dispatcher.ResponseData['body']
}

export type RequestOptions = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly accept?: string
  readonly body?: unknown
  readonly signal?: AbortSignal
  readonly timeoutMs?: number
  readonly maxBytes?: number
}

export type Requester = {
  readonly server: string
  /** One whole answer, whatever its status. @throws AppError when there is none */
  json(path: string, options?: RequestOptions): Promise<Answer>
  /** An answer whose body is still to come; the caller reads or destroys it. @throws AppError */
  stream(path: string, options: RequestOptions): Promise<OpenAnswer>
}

const ANSWER_TIMEOUT_MS = 30_000
// Half a gigabyte is the longest text that the engine can hold at all.
const MOST_BYTES = 256 * 1024 * 1024

/**
 * HTTP to one API server. Headers are built from nothing for each request, redirects are not followed, and
 * credentials that were refused once are fetched again before the refusal counts. A read over a connection that
 * turns out to be dead is sent again over a new one.
 */
export function openRequester(connection: Connection): Requester {
  const { server } = connection

  async function send(path: string, options: RequestOptions): Promise<OpenAnswer> {
    const answer = await sendOnce(path, options, false).catch((error: unknown) => {
      const isRead = (options.method ?? 'GET') === 'GET'
      // A write is never sent twice: the first one may have arrived.
      if (isRead && isCut(error) && !options.signal?.aborted) return sendOnce(path, options, false)
      throw error
    })
    if (answer.status !== 401) return answer
    await answer.body.dump()
    return sendOnce(path, options, true)
  }

  async function sendOnce(path: string, options: RequestOptions, refresh: boolean) {
    try {
      const { dispatcher, headers } = await connection.credentials(refresh)
      const {
        statusCode,
        headers: received,
        body,
      } = await request(`${server}${path}`, {
        dispatcher,
        method: options.method ?? 'GET',
        headers: {
          accept: options.accept ?? 'application/json',
          'user-agent': 'meshwright',
          ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: options.body === undefined ? null : JSON.stringify(options.body),
        signal: options.signal,
        headersTimeout: options.timeoutMs ?? ANSWER_TIMEOUT_MS,
      })
      return { status: statusCode, headers: received, body }
    } catch (error) {
      throw networkFailure(server, error, connection.proxy)
    }
  }

  return {
    server,
    stream: send,
    async json(path, options = {}) {
      const deadline = AbortSignal.timeout(options.timeoutMs ?? ANSWER_TIMEOUT_MS)
      const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline
      const answer = await send(path, { ...options, signal })
      const text = await readText(answer, options.maxBytes ?? MOST_BYTES).catch((error) => {
        throw networkFailure(server, error)
      })
      return { status: answer.status, headers: answer.headers, body: parsed(text) }
    },
  }
}

export async function readText(answer: OpenAnswer, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of answer.body) {
    bytes += chunk.length
    if (bytes > maxBytes) {
      answer.body.destroy()
      throw new Error(`the answer is larger than ${maxBytes} bytes`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Seconds that the server asks to wait; it may say so in a header or in the body's details. */
export function retryAfterSeconds(headers: IncomingHttpHeaders): number | undefined {
  const seconds = Number(headers['retry-after'])
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined
}
