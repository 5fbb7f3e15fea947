import assert from 'node:assert/strict'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { test } from 'node:test'
import { unwrapContentType } from './content-type.ts'

test('a content type that is a list of one is a text; other headers stay lists', () => {
  class Own extends ServerResponse {}
  unwrapContentType(Own.prototype)
  unwrapContentType(Own.prototype)
  const response = new Own(new IncomingMessage(new Socket()))
  response.setHeader('content-type', ['application/json; charset=utf-8'])
  response.setHeader('Vary', ['Cookie'])
  response.setHeader('X-Number', 1)
  assert.equal(response.getHeader('Content-Type'), 'application/json; charset=utf-8')
  assert.deepEqual(response.getHeader('vary'), ['Cookie'])
  assert.equal(response.getHeader('x-number'), 1)
})
