import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pagePolicy, SECURITY_HEADERS } from './security-headers.ts'

const directives = (policy: string) =>
  new Map(
    policy.split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ')
      return [name, values] as const
    }),
  )

test('scripts run by nonce only, and text never becomes code or markup', () => {
  const policy = directives(pagePolicy('N', { development: false }))
  assert.deepEqual(policy.get('default-src'), ["'none'"])
  assert.deepEqual(policy.get('script-src'), ["'nonce-N'", "'strict-dynamic'"])
  assert.deepEqual(policy.get('style-src-elem'), ["'self'", "'nonce-N'"])
  assert.deepEqual(policy.get('require-trusted-types-for'), ["'script'"])
  for (const closed of ['base-uri', 'frame-ancestors', 'object-src']) {
    assert.deepEqual(policy.get(closed), ["'none'"], closed)
  }
  const open = [...policy.values()].flat()
  assert.equal(open.filter((value) => value === "'unsafe-inline'").length, 1)
  assert.deepEqual(policy.get('style-src-attr'), ["'unsafe-inline'"])
  assert.ok(!open.includes("'unsafe-eval'"))
  assert.ok(!open.some((value) => /^\*$|^https?:|^blob:$/.test(value)))
  assert.ok(!policy.get('trusted-types')?.includes("'allow-duplicates'"))
})

test('only development may run code from text', () => {
  const policy = directives(pagePolicy('N', { development: true }))
  assert.ok(policy.get('script-src')?.includes("'unsafe-eval'"))
})

test('no answer is framed, sniffed or named to others', () => {
  const headers = new Headers(SECURITY_HEADERS.map(([name, value]) => [name, value]))
  assert.equal(headers.get('x-frame-options'), 'DENY')
  assert.equal(headers.get('x-content-type-options'), 'nosniff')
  assert.equal(headers.get('referrer-policy'), 'no-referrer')
  assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin')
})
