import assert from 'node:assert/strict'
import { test } from 'node:test'
import { samePage } from './same-page.ts'

const rows = [
  { path: '/a/mtls', to: 'b', is: '/b/mtls' },
  { path: '/a/resources/core/v1/services/shop/web', to: 'b', is: '/b/resources' },
  { path: '/a/routing/web.example.com', to: 'kind b/1', is: '/kind%20b%2F1/routing' },
  { path: '/settings', to: 'b', is: '/b/topology' },
  { path: '/a/nowhere', to: 'b', is: '/b/topology' },
]
for (const { path, to, is } of rows) {
  test(`${path} in ${to} is ${is}`, () => assert.equal(samePage(path, to), is))
}
