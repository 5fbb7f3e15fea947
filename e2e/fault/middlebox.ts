import {
  type ClientRequest,
  createServer,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http'
import { request as tlsRequest } from 'node:https'
import type { AddressInfo } from 'node:net'

export type Asked = {
  readonly method: string
  readonly path: string
  readonly isWatch: boolean
  readonly at: number
}

export type Instead = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/**
 * What stands between the product and an API server and understands HTTP: a gateway, a login portal, priority and
 * fairness. It speaks plainly to the product and with TLS to the server, and hands credentials on as they come.
 */
export class Middlebox {
  url = ''
  /** Answers instead of the API server. */
  rule: (asked: Asked) => Instead | undefined = () => undefined
  /** Cuts each watch after so long. */
  watchMs: number | undefined
  readonly asked: Asked[] = []

  readonly #target: URL
  readonly #watches = new Set<ServerResponse>()
  readonly #server = createServer((from, to) => this.#pass(from, to))

  constructor(target: string) {
    this.#target = new URL(target)
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
    return this
  }

  cutWatches(): void {
    for (const watch of this.#watches) watch.destroy()
  }

  /** The road is good again. */
  calm(): void {
    this.rule = () => undefined
    this.watchMs = undefined
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #pass(from: IncomingMessage, to: ServerResponse): void {
    const url = new URL(from.url ?? '/', this.#target)
    const isWatch = url.searchParams.has('watch')
    const asked = { method: from.method ?? '', path: url.pathname, isWatch, at: performance.now() }
    this.asked.push(asked)
    const instead = this.rule(asked)
    if (instead) {
      const isText = typeof instead.body === 'string'
      to.writeHead(instead.status, {
        'content-type': isText ? 'text/html' : 'application/json',
        ...instead.headers,
      })
      to.end(isText ? instead.body : JSON.stringify(instead.body ?? {}))
      return
    }
    const options = { method: from.method, headers: { ...from.headers, host: url.host } }
    // The server's certificate is not what is tested here.
    const passed: ClientRequest =
      url.protocol === 'https:'
        ? tlsRequest(url, { ...options, rejectUnauthorized: false })
        : request(url, options)
    passed.on('response', (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers)
      to.flushHeaders()
      answer.on('error', () => to.destroy())
      answer.pipe(to)
      if (!isWatch) return
      this.#watches.add(to)
      if (this.watchMs !== undefined) setTimeout(() => to.destroy(), this.watchMs)
    })
    passed.on('error', () => to.destroy())
    to.on('error', () => {})
    to.on('close', () => {
      this.#watches.delete(to)
      passed.destroy()
    })
    from.pipe(passed)
  }
}
