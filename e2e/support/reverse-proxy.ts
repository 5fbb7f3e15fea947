import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { freePort } from './backend.ts'

/** A proxy in front of the product, as a team would run one: what it serves below `prefix` is the product's. */
export type ReverseProxy = {
  readonly origin: string
  /** Addresses that were asked for outside the prefix. */
  readonly strays: readonly string[]
  readonly stop: () => Promise<void>
}

/** Passes the prefix and the Host of the browser on, and buffers nothing. */
export async function startReverseProxy(
  prefix: string,
  target: () => { readonly port: number },
): Promise<ReverseProxy> {
  const port = await freePort()
  const strays: string[] = []
  const pass = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const path = incoming.url ?? '/'
    if (path !== prefix && !path.startsWith(`${prefix}/`)) {
      // Browsers ask every origin for this by themselves.
      if (path !== '/favicon.ico') strays.push(path)
      outgoing.writeHead(404).end('another product lives here\n')
      return
    }
    const { method, headers } = incoming
    const passed = request(
      { host: '127.0.0.1', port: target().port, path, method, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
        outgoing.on('close', () => answer.destroy())
      },
    )
    passed.on('error', () =>
      outgoing.headersSent ? outgoing.end() : outgoing.writeHead(502).end(),
    )
    incoming.pipe(passed)
  }
  const server = createServer(pass)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${port}`,
    strays,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
