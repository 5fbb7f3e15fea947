import assert from 'node:assert/strict'
import { createServer, get, type RequestListener, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { unwrapContentType } from './content-type.ts'

type Middleware = (...to: [...Parameters<RequestListener>, next: () => void]) => void

/** Next's own compression, as its server puts it before every answer. */
const compression = createRequire(import.meta.url)(
  'next/dist/compiled/compression',
) as () => Middleware

const BODY = JSON.stringify({ items: Array.from({ length: 500 }, (_, index) => index) })
const JSON_TYPE = 'application/json; charset=utf-8'

/** The headers of one answer whose handler set these, as lists of one as Next hands them on. */
async function answered(headers: Readonly<Record<string, string>>, accept: string) {
  class Own extends ServerResponse {}
  unwrapContentType(Own.prototype)
  const compress = compression()
  const server = createServer({ ServerResponse: Own }, (request, response) =>
    compress(request, response, () => {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, [value])
      response.end(BODY)
    }),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = server.address() as AddressInfo
    return await new Promise<{ encoding: string | undefined; bytes: number }>((resolve, reject) => {
      get({ host: '127.0.0.1', port, headers: { 'accept-encoding': accept } }, (response) => {
        let bytes = 0
        response.on('data', (part: Buffer) => {
          bytes += part.length
        })
        response.on('end', () => resolve({ encoding: response.headers['content-encoding'], bytes }))
      }).on('error', reject)
    })
  } finally {
    server.close()
  }
}

test('an answer in JSON is compressed for whoever takes that', async () => {
  const { encoding, bytes } = await answered({ 'content-type': JSON_TYPE }, 'gzip')
  assert.equal(encoding, 'gzip')
  assert.ok(bytes < BODY.length, `${bytes} of ${BODY.length}`)
})

const plain = [
  { name: 'to whoever takes no encoding', type: JSON_TYPE, cache: 'no-store', accept: 'identity' },
  {
    name: 'as a stream of events',
    type: 'text/event-stream',
    cache: 'no-transform',
    accept: 'gzip',
  },
]
for (const { name, type, cache, accept } of plain)
  test(`an answer ${name} stays as it is`, async () => {
    const { encoding, bytes } = await answered(
      { 'content-type': type, 'cache-control': cache },
      accept,
    )
    assert.deepEqual([encoding, bytes], [undefined, BODY.length])
  })
