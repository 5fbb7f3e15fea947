import { once } from 'node:events'
import { createServer, type IncomingMessage, request } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net'
import type { Certified } from './certificate.fixture.ts'

export type TestProxy = {
  readonly url: string
  /** What was asked for: `CONNECT host:port`, `GET http://…` or `SOCKS host:port`. */
  readonly asked: string[]
  readonly close: () => Promise<void>
}

/** A small HTTP proxy: tunnels by CONNECT and passes plain requests on. With a certificate it speaks TLS itself. */
export async function httpProxy(
  options: { tls?: Certified; credentials?: string } = {},
): Promise<TestProxy> {
  const asked: string[] = []
  const wanted =
    options.credentials && `Basic ${Buffer.from(options.credentials).toString('base64')}`
  const isAllowed = (from: IncomingMessage) =>
    !wanted || from.headers['proxy-authorization'] === wanted
  const server = options.tls ? createTlsServer(options.tls) : createServer()
  server.on('connect', (from: IncomingMessage, client: Socket, head: Buffer) => {
    asked.push(`CONNECT ${from.url}`)
    client.on('error', () => {})
    if (!isAllowed(from)) return client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    const [host, port] = (from.url ?? '').split(':')
    const target = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      target.write(head)
      target.pipe(client).pipe(target)
    })
    target.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'))
  })
  server.on('request', (from: IncomingMessage, to) => {
    asked.push(`${from.method} ${from.url}`)
    const passed = request(
      from.url ?? '',
      { method: from.method, headers: from.headers },
      (answer) => {
        to.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(to)
      },
    )
    passed.on('error', () => to.writeHead(502).end())
    from.pipe(passed)
  })
  return listening(server, options.tls ? 'https' : 'http', asked)
}

/** A small SOCKS5 proxy without authentication. @see RFC 1928 */
export async function socksProxy(): Promise<TestProxy> {
  const asked: string[] = []
  const server = createTcpServer((client) => {
    client.on('error', () => {})
    client.once('data', () => {
      client.write(Buffer.from([5, 0]))
      client.once('data', (wanted: Buffer) => {
        const isName = wanted[3] === 3
        const end = isName ? 5 + (wanted[4] ?? 0) : 8
        const host = isName
          ? wanted.toString('latin1', 5, end)
          : [...wanted.subarray(4, 8)].join('.')
        const port = wanted.readUInt16BE(end)
        asked.push(`SOCKS ${host}:${port}`)
        const target = connect(port, host, () => {
          client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]))
          target.pipe(client).pipe(target)
        })
        target.on('error', () => client.destroy())
      })
    })
  })
  return listening(server, 'socks5', asked)
}

async function listening(server: Server, scheme: string, asked: string[]): Promise<TestProxy> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
