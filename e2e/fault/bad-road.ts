import { connect, createServer, type Server, type Socket } from 'node:net'

/**
 * What lies between the product and an API server: a plain TCP relay with the habits of load balancers, proxies
 * and lost networks. It understands nothing of what passes, so it works with TLS as without.
 */
export class BadRoad {
  port = 0
  /** Ends connections that were silent for so long. */
  idleMs: number | undefined
  /** Takes connections and lets nothing through. */
  isBlackHole = false

  readonly #target: { host: string; port: number }
  #server: Server
  readonly #pairs = new Set<readonly [Socket, Socket]>()

  constructor(url: string) {
    const { hostname, port } = new URL(url)
    this.#target = { host: hostname, port: Number(port) }
    this.#server = createServer((socket) => this.#relay(socket))
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(this.port, '127.0.0.1', resolve)
    })
    const address = this.#server.address()
    this.port = typeof address === 'object' && address ? address.port : this.port
    return this
  }

  /** Nobody listens any more, and what was open is reset. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.cut()
    await closed
    this.#server = createServer((socket) => this.#relay(socket))
  }

  /** Resets everything that is open. */
  cut(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.resetAndDestroy()
  }

  /** Ends everything that is open, politely. */
  end(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.end()
  }

  #relay(client: Socket): void {
    const server = connect(this.#target)
    const pair = [client, server] as const
    this.#pairs.add(pair)
    for (const [from, to] of [pair, [server, client]] as const) {
      from.on('data', (chunk) => {
        if (!this.isBlackHole) to.write(chunk)
      })
      from.on('end', () => to.end())
      from.on('error', () => to.destroy())
      from.on('close', () => {
        to.destroy()
        this.#pairs.delete(pair)
      })
      if (this.idleMs) from.setTimeout(this.idleMs, () => from.end())
    }
  }
}
