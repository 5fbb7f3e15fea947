import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '#lib/errors/app-error.ts'
import { listPages } from './list-pages.ts'
import type { Answer, Requester } from './request.ts'

const read = async (body: unknown, headers: Answer['headers'] = {}) => {
  const items: unknown[] = []
  const requester: Requester = {
    server: 'https://example.test',
    json: async () => ({ status: 200, headers, body }),
    stream: () => Promise.reject(new Error('not asked for')),
  }
  const { signal } = new AbortController()
  const onPage = (page: readonly unknown[]) => items.push(...page)
  const version = await listPages({ requester, path: '/api/v1/pods', signal, onPage })
  return { items, version }
}
const metadata = { resourceVersion: '7' }

test('a list, and an empty one as Go writes it', async () => {
  assert.deepEqual(await read({ items: [1], metadata }), { items: [1], version: '7' })
  assert.deepEqual(await read({ items: null, metadata }), { items: [], version: '7' })
})

const none: { name: string; body: unknown; type: string; says: RegExp }[] = [
  { name: 'a page', body: '<html>sign in</html>', type: 'text/html', says: /a web page/ },
  { name: 'other JSON', body: { ok: true }, type: 'application/json', says: /something else/ },
]
for (const { name, body, type, says } of none) {
  test(`an answer that is no list is no empty list: ${name}`, async () => {
    await assert.rejects(read(body, { 'content-type': type }), (error) => {
      assert.ok(error instanceof AppError && error.code === 'cluster/unreachable')
      assert.match(error.message, /https:\/\/example\.test: What answers is no Kubernetes API/)
      assert.match(error.message, says)
      return true
    })
  })
}
