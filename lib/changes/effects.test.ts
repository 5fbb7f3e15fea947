import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Graph, GraphDiff, GraphEdge, GraphNode } from '#lib/graph/graph.ts'
import type { MtlsReport, PostureRow } from '#lib/model/mtls-report.ts'
import { changeFindings } from './change-findings.ts'
import { effectsOf } from './effects.ts'

const node = (id: string, more: Partial<GraphNode> = {}): GraphNode => ({
  id,
  kind: id.startsWith('gateway') ? 'gateway' : 'service',
  name: id.slice(id.lastIndexOf('/') + 1),
  findings: { error: 0, warning: 0, info: 0 },
  resources: [],
  ...more,
})
const edge = (id: string, more: Partial<GraphEdge> = {}): GraphEdge => ({
  id,
  from: 'gateway:i/gw',
  to: `service:s/${id}`,
  via: ['VirtualService/s/r'],
  share: 100,
  ...more,
})
const graph = (edges: readonly GraphEdge[], gateway: Partial<GraphNode> = {}): Graph => ({
  nodes: [node('gateway:i/gw', gateway), node('service:s/v1'), node('service:s/v2')],
  edges,
})
/** By identity of ids: enough for these tables. */
const diff = (before: Graph, after: Graph): GraphDiff => {
  const part = <T extends { id: string }>(old: readonly T[], now: readonly T[]) => ({
    added: now.filter((x) => !old.some((y) => y.id === x.id)),
    removed: old.filter((x) => !now.some((y) => y.id === x.id)).map((x) => x.id),
    changed: now.flatMap((after) => {
      const was = old.find((y) => y.id === after.id)
      return was && JSON.stringify(was) !== JSON.stringify(after)
        ? [{ id: after.id, before: was, after }]
        : []
    }),
  })
  return { nodes: part(before.nodes, after.nodes), edges: part(before.edges, after.edges) }
}
const mtls = (inbound: PostureRow['inbound'] = 'PERMISSIVE'): MtlsReport => ({
  posture: [
    {
      on: 'Service/s/v1',
      inbound,
      decidedBy: [],
      because: '',
      clients: { state: 'mtls', decidedBy: [] },
    },
  ],
  rows: [],
  summary: [],
  edge: [],
  trust: [],
})
const listener = { port: 80, protocol: 'HTTP', hosts: ['*'], from: 'Gateway/s/g' }
const lock = (enforced: boolean) => ({
  state: 'mtls' as const,
  enforced,
  because: '',
  decidedBy: [],
})

const rows: {
  name: string
  before: Graph
  after: Graph
  posture?: PostureRow['inbound']
  wanted: readonly string[]
}[] = [
  {
    name: 'shares before and after',
    before: graph([edge('v1', { share: 80 }), edge('v2', { share: 20 })]),
    after: graph([edge('v1', { share: 50 }), edge('v2', { share: 50 })]),
    wanted: ['route gw to v1: 80 % becomes 50 %.', 'route gw to v2: 20 % becomes 50 %.'],
  },
  {
    name: 'a call that is gone',
    before: graph([edge('v1'), edge('v2')]),
    after: graph([edge('v1')]),
    wanted: ['route No longer: gw to v2 (was 100 %).'],
  },
  {
    name: 'a new call',
    before: graph([edge('v1')]),
    after: graph([edge('v1'), edge('v2', { when: 'path is /x' })]),
    wanted: ['route New: gw to v2, 100 % when path is /x.'],
  },
  {
    name: 'the lock',
    before: graph([edge('v1', { mtls: lock(true) })]),
    after: graph([edge('v1', { mtls: lock(false) })]),
    wanted: [
      'mtls gw to v1: mutual TLS, enforced becomes mutual TLS, not enforced, which is less.',
    ],
  },
  {
    name: 'access',
    before: graph([edge('v1', { verdict: 'deny' })]),
    after: graph([edge('v1', { verdict: 'conditional' })]),
    wanted: ['access gw to v1: denied becomes allowed under conditions.'],
  },
  {
    name: 'posture',
    before: graph([]),
    after: graph([]),
    posture: 'STRICT',
    wanted: ['mtls Service/s/v1 accepts: PERMISSIVE becomes STRICT.'],
  },
  {
    name: 'listeners',
    before: graph([], { listeners: [listener] }),
    after: graph([], { listeners: [{ ...listener, tls: 'SIMPLE' }] }),
    wanted: [
      'gateway gw no longer listens on 80 HTTP for *. gw listens on 80 HTTP for * (TLS SIMPLE).',
    ],
  },
  {
    name: 'selecting pods is no call',
    before: graph([edge('v1', { kind: 'selects' })]),
    after: graph([]),
    wanted: [],
  },
]
for (const row of rows)
  test(`effects: ${row.name}`, () => {
    const effects = effectsOf(
      { graph: row.before, mtls: mtls() },
      { graph: row.after, mtls: mtls(row.posture) },
      diff(row.before, row.after),
    )
    assert.deepEqual(
      effects.map((effect) => `${effect.kind} ${effect.summary}`),
      row.wanted,
    )
    for (const effect of effects) assert.ok(effect.affected.length > 0)
  })

test('a change of thousands of calls is told in a bounded list', () => {
  const edges = (share: number) => Array.from({ length: 900 }, (_, i) => edge(`x${i}`, { share }))
  const [before, after] = [graph(edges(1)), graph(edges(2))]
  const effects = effectsOf(
    { graph: before, mtls: mtls() },
    { graph: after, mtls: mtls() },
    diff(before, after),
  )
  assert.equal(effects.length, 201)
  assert.equal(effects.at(-1)?.summary, 'And 700 more effects.')
  assert.ok((effects.at(-1)?.affected.length ?? 0) > 700)
})

const gateway = (tls?: string) => ({ listeners: [{ ...listener, ...(tls ? { tls } : {}) }] })
const found: { name: string; before: Graph; after: Graph; codes: readonly string[] }[] = [
  {
    name: 'a listener goes and leaves routes',
    before: graph([edge('v1')], gateway()),
    after: graph([]),
    codes: ['diff.routes-orphaned'],
  },
  {
    name: 'a listener goes, another keeps the route',
    before: graph([edge('v1')], gateway()),
    after: graph([edge('v1')]),
    codes: [],
  },
  {
    name: 'TLS is no longer ended',
    before: graph([], gateway('SIMPLE')),
    after: graph([], gateway('PASSTHROUGH')),
    codes: ['diff.tls-termination-removed'],
  },
  {
    name: 'TLS is ended in another way',
    before: graph([], gateway('SIMPLE')),
    after: graph([], gateway('MUTUAL')),
    codes: [],
  },
  {
    name: 'there was none',
    before: graph([], gateway()),
    after: graph([], gateway('PASSTHROUGH')),
    codes: [],
  },
]
for (const row of found)
  test(`findings of the change: ${row.name}`, () =>
    assert.deepEqual(
      changeFindings(row.before, row.after, diff(row.before, row.after), ['Gateway/s/g']).map(
        (f) => f.code,
      ),
      row.codes,
    ))
