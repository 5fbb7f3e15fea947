import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { endpoints } from '#lib/api/endpoints.ts'
import { type GraphDelta, merged } from '#lib/graph/delta.ts'
import type { Graph } from '#lib/graph/graph.ts'
import { services } from '#server/services.ts'
import { ask, openHouse } from './contract.fixture.ts'

/** What became of an earlier answer, asked for instead of the whole. */
let close: () => Promise<void>
before(async () => {
  close = await openHouse('1')
})
after(() => close())

type Answer = Graph & Partial<GraphDelta> & { readonly revision: string; readonly since?: string }
const topology = async (query = '') => (await ask(endpoints.topology, { query })) as Answer

test('nothing became of the answer of now', async () => {
  const { revision, nodes } = await topology()
  assert.ok(nodes.length > 0)
  const now = await topology(`?since=${revision}`)
  assert.equal(now.since, revision)
  assert.deepEqual([now.nodes, now.edges], [[], []])
  assert.deepEqual(now.gone, { nodes: [], edges: [] })
})

test('a revision that nobody was answered is none to go on from', async () => {
  const whole = await topology('?since=of-another-process')
  assert.equal(whole.since, undefined)
  assert.ok(whole.nodes.length > 0)
})

test('a part of the graph is always answered whole', async () => {
  const { revision } = await topology()
  const part = await topology(`?since=${revision}&namespace=bookinfo`)
  assert.equal(part.since, undefined)
  assert.ok(part.nodes.length > 0)
})

test('what a change brought, on top of the answer before, is the answer after', async () => {
  const first = await topology()
  const cluster = (await services()).clusters.current()
  const writer = cluster.as({ name: 'admin', groups: ['system:masters'] })
  const changed = new Promise<void>((resolve) => {
    const stop = cluster.subscribe(({ revision }) => {
      if (revision === first.revision) return
      stop()
      resolve()
    })
  })
  await writer.create({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'newcomer', namespace: 'bookinfo' },
    spec: { ports: [{ port: 80 }] },
  })
  await changed
  const delta = await topology(`?since=${first.revision}`)
  assert.equal(delta.since, first.revision)
  assert.ok(delta.gone)
  assert.ok(delta.nodes.some(({ id }) => id === 'service:bookinfo/newcomer'))
  assert.ok(delta.nodes.length < first.nodes.length / 2)
  const { nodes, edges } = await topology()
  assert.deepEqual(merged(first, { ...delta, gone: delta.gone }), { nodes, edges })
})
