import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '#lib/errors/app-error.ts'
import { objectEvents } from './object-events.ts'
import type { Requester } from './request.ts'

let answer: { status: number; body: unknown } = { status: 200, body: {} }
const asked: URL[] = []
const requester = {
  server: 'https://api.test',
  json: async (path: string) => {
    asked.push(new URL(path, 'https://api.test'))
    return { ...answer, headers: {} }
  },
} as unknown as Requester

test('events of one object come newest first, whichever field says when', async () => {
  answer = {
    status: 200,
    body: {
      kind: 'EventList',
      items: [
        {
          reason: 'Old',
          lastTimestamp: '2026-01-01T00:00:00Z',
          count: 3,
          source: { component: 'kubelet' },
        },
        {
          reason: 'New',
          series: { count: 7, lastObservedTime: '2026-01-03T00:00:00.000000Z' },
          type: 'Warning',
        },
        {
          reason: 'Between',
          eventTime: '2026-01-02T00:00:00.000000Z',
          reportingComponent: 'istiod',
        },
        null,
      ],
    },
  }
  const found = await objectEvents(requester, { kind: 'Pod', namespace: 'shop', name: 'a=b' })
  assert.deepEqual(
    found.map(({ reason, count, type, from }) => [reason, count, type, from]),
    [
      ['New', 7, 'Warning', ''],
      ['Between', 1, 'Normal', 'istiod'],
      ['Old', 3, 'Normal', 'kubelet'],
      ['', 1, 'Normal', ''],
    ],
  )
  const url = asked.at(-1)
  assert.equal(url?.pathname, '/api/v1/namespaces/shop/events')
  assert.equal(
    url?.searchParams.get('fieldSelector'),
    'involvedObject.kind=Pod,involvedObject.name=a\\=b',
  )
})

test('those of a cluster-scoped object lie in default', async () => {
  answer = { status: 200, body: { kind: 'EventList', items: null } }
  assert.deepEqual(await objectEvents(requester, { kind: 'Node', name: 'n' }), [])
  assert.equal(asked.at(-1)?.pathname, '/api/v1/namespaces/default/events')
})

test('who may not list them is told so', async () => {
  const body = { kind: 'Status', code: 403, reason: 'Forbidden', message: 'no events for you' }
  answer = { status: 403, body }
  await assert.rejects(
    objectEvents(requester, { kind: 'Pod', namespace: 'shop', name: 'a' }),
    (error) => error instanceof AppError && error.code === 'cluster/forbidden',
  )
})
