import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isCidr, isIpAddress, parsePorts, parseRanges } from './bypass.ts'

// @see istio/istio pkg/kube/inject/validate.go
const ranges = [
  { value: '10.0.0.0/8', is: true },
  { value: '35.238.214.241/32', is: true },
  { value: '35.238.214.241', is: false },
  { value: '10.0.0.0/33', is: false },
  { value: '300.0.0.0/8', is: false },
  { value: 'fd00::/8', is: true },
  { value: 'fd00::/129', is: false },
  { value: '1:2:3:4:5:6:7:8:9/64', is: false },
  { value: '*', is: false },
]
for (const { value, is } of ranges)
  test(`${value} is ${is ? 'a' : 'no'} range`, () => assert.equal(isCidr(value), is))

test('addresses', () => {
  assert.deepEqual(['127.0.0.1', '::1', 'localhost', '1.2.3', '::ffff:1.2.3.4'].map(isIpAddress), [
    true,
    true,
    false,
    false,
    true,
  ])
})

test('one bad entry spoils a list, an empty one is empty', () => {
  assert.deepEqual(parsePorts('80, 443'), [80, 443])
  assert.equal(parsePorts('80,https'), undefined)
  assert.equal(parsePorts('80,70000'), undefined)
  assert.deepEqual(parsePorts(''), [])
  assert.deepEqual(parseRanges('10.0.0.0/8,192.168.0.0/16'), ['10.0.0.0/8', '192.168.0.0/16'])
  assert.equal(parseRanges('10.0.0.0/8,1.2.3.4'), undefined)
})
