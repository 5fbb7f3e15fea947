import { ServerResponse } from 'node:http'

const DONE = Symbol.for('meshwright.content-type')

/**
 * Lets the server compress answers of route handlers. Next hands their headers on as lists of one, and its own
 * compression takes a Content-Type that is a list for none; encoding here is no way round, since Next drops a
 * handler's Content-Encoding. Streams of events say `no-transform` and stay as they are.
 * @see vercel/next.js packages/next/src/server/base-http/node.ts NodeNextResponse.appendHeader
 */
export function unwrapContentType(
  prototype: ServerResponse & { [DONE]?: true } = ServerResponse.prototype,
): void {
  if (prototype[DONE]) return
  prototype[DONE] = true
  const setHeader = prototype.setHeader
  prototype.setHeader = function (name, value) {
    const single = Array.isArray(value) && value.length === 1 && /^content-type$/i.test(name)
    return setHeader.call(this, name, single ? (value[0] ?? '') : value)
  }
}
