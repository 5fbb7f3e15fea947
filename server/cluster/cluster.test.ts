import assert from 'node:assert/strict'
import { afterEach, beforeEach, mock, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { atOnce, type Derived } from '#lib/changes/derive.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { CORE_KINDS } from '#lib/resources/core-kinds.ts'
import { kindId } from '#lib/resources/kind.ts'
import { objectsOf } from '#lib/snapshot/read.ts'
import type { KindState, Snapshot, SnapshotEvent } from '#lib/snapshot/snapshot.ts'
import type { Cluster, KubernetesApi } from '#server/services.ts'
import { type ClusterOptions, openCluster } from './cluster.ts'
import type { ClusterListener, ClusterSource } from './source.ts'

const PODS = 'core/pods'
const ROUTES = 'networking.istio.io/virtualservices'
const KINDS = [
  ...CORE_KINDS.filter(({ plural }) => plural === 'pods' || plural === 'services'),
  {
    group: 'networking.istio.io',
    kind: 'VirtualService',
    plural: 'virtualservices',
    versions: ['v1'],
    scope: 'Namespaced' as const,
    watch: true,
    editable: true,
  },
]

/** Takes over what does not change, as the real one does: findings follow pods, the rest follows everything. */
function derive(snapshot: Snapshot, previous?: Derived): Derived {
  derived += 1
  if (slow) for (const end = performance.now() + slow; performance.now() < end; );
  if (broken) throw new Error('broken')
  const names = [...objectsOf(snapshot, PODS)].map((o) => o.metadata.name).sort()
  const arePodsSame = previous?.snapshot.kinds.get(PODS) === snapshot.kinds.get(PODS)
  return {
    snapshot,
    model: {},
    graph: { names },
    findings: arePodsSame && previous ? previous.findings : [],
    mtls: previous?.mtls ?? {},
  } as unknown as Derived
}

let derived = 0
let slow = 0
let broken = false
let listener: ClusterListener
let retries = 0
let closed = 0
let cluster: Cluster
let told: { revision: string; stale: readonly string[] }[] = []

const source: ClusterSource & { server: string } = {
  server: 'https://example.test',
  watch: (given) => {
    listener = given
  },
  as: () => ({}) as KubernetesApi,
  retry: () => {
    retries += 1
  },
  close: async () => {
    closed += 1
  },
}

beforeEach(() => {
  derived = 0
  slow = 0
  broken = false
  retries = 0
  closed = 0
  told = []
})
afterEach(() => cluster.close())

async function open(options: Partial<ClusterOptions> = {}) {
  cluster = openCluster({
    id: 'c',
    name: 'c',
    source: 'sandbox',
    server: 'https://configured.test',
    kinds: KINDS,
    connect: async () => source,
    derive: atOnce(derive),
    ...options,
  })
  await sleep(1)
}
const status = (kind: string, status: KindState): SnapshotEvent => ({
  type: 'status',
  kind,
  status,
})
const synced = (kind: string) => listener.event(status(kind, { state: 'synced' }))
const put = (name: string, version = '1', kind = PODS) =>
  listener.event({
    type: 'put',
    kind,
    object: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'shop', uid: name, resourceVersion: version },
      spec: { version },
    },
  })
async function openLive() {
  await open()
  listener.failure(undefined)
  for (const kind of KINDS) synced(kindId(kind))
}
const listen = () => cluster.subscribe((event) => told.push(event))
const tick = () => sleep(70)
const names = () => (cluster.view().graph as unknown as { names: string[] }).names

test('connecting, syncing, live', async () => {
  await open()
  assert.deepEqual(cluster.state(), {
    state: 'connecting',
    since: cluster.state().since,
    synced: 0,
    of: 3,
  })
  assert.equal(cluster.view().freshness.state, 'syncing')
  listener.failure(undefined)
  synced(PODS)
  assert.partialDeepStrictEqual(cluster.state(), { state: 'syncing', synced: 1, of: 3 })
  synced('core/services')
  listener.event(status(ROUTES, { state: 'not-served', message: 'no such CRD' }))
  assert.partialDeepStrictEqual(cluster.state(), { state: 'live', synced: 3, of: 3 })
  const { freshness, partial } = cluster.view()
  assert.equal(freshness.state, 'live')
  assert.deepEqual(partial, [
    {
      group: 'networking.istio.io',
      version: 'v1',
      plural: 'virtualservices',
      reason: 'not-served',
      message: 'no such CRD',
    },
  ])
  assert.equal(cluster.server, 'https://example.test')
})

const conditions: {
  name: string
  events: SnapshotEvent[]
  state: string
  freshness: string
  partial: string[]
}[] = [
  {
    name: 'one kind denied: live, and a gap',
    events: [status(PODS, { state: 'not-permitted', message: 'no' })],
    state: 'live',
    freshness: 'live',
    partial: ['pods not-permitted'],
  },
  {
    name: 'all kinds denied',
    events: KINDS.map((kind) => status(kindId(kind), { state: 'not-permitted', message: 'no' })),
    state: 'denied',
    freshness: 'live',
    partial: ['pods not-permitted', 'services not-permitted', 'virtualservices not-permitted'],
  },
  {
    name: 'all kinds denied, but some namespaces are read',
    events: KINDS.map((kind) =>
      status(kindId(kind), { state: 'not-permitted', message: 'no', namespaces: ['shop'] }),
    ),
    state: 'live',
    freshness: 'live',
    partial: ['pods not-permitted', 'services not-permitted', 'virtualservices not-permitted'],
  },
  {
    name: 'a core kind old: all is old, and that is no gap',
    events: [status(PODS, { state: 'stale', message: 'cut' })],
    state: 'stale',
    freshness: 'stale',
    partial: [],
  },
  {
    name: 'a kind of a mesh old: a gap',
    events: [status(ROUTES, { state: 'stale', message: 'its webhook fails' })],
    state: 'live',
    freshness: 'live',
    partial: ['virtualservices failed'],
  },
  {
    name: 'nothing can be read',
    events: KINDS.map((kind) => status(kindId(kind), { state: 'failed', message: '500' })),
    state: 'failed',
    freshness: 'stale',
    partial: ['pods failed', 'services failed', 'virtualservices failed'],
  },
]
for (const row of conditions) {
  test(`condition: ${row.name}`, async () => {
    await openLive()
    for (const event of row.events) listener.event(event)
    const state = cluster.state()
    assert.equal(state.state, row.state)
    assert.equal(state.state === 'live', state.message === undefined)
    const { freshness, partial } = cluster.view()
    assert.equal(freshness.state, row.freshness)
    assert.deepEqual(partial.map(({ plural, reason }) => `${plural} ${reason}`).sort(), row.partial)
  })
}

test('an unreachable cluster settles as failed, with the way out', async () => {
  await open()
  listener.failure(new AppError('cluster/unreachable', { server: 's', reason: 'refused' }))
  const { state, message, fix } = cluster.state()
  assert.deepEqual([state, message], ['failed', 's: refused'])
  assert.match(fix ?? '', /API server runs/)
  assert.equal(cluster.view().freshness.state, 'stale')
  cluster.retry()
  assert.equal(retries, 1)
  listener.failure(undefined)
  for (const kind of KINDS) synced(kindId(kind))
  assert.equal(cluster.state().state, 'live')
})

test('refused credentials settle as denied', async () => {
  await open()
  listener.failure(new AppError('cluster/unauthorized', { server: 's', reason: 'expired' }))
  assert.equal(cluster.state().state, 'denied')
})

test('a kubeconfig that cannot be read is shown, and read again on retry', async () => {
  let isBroken = true
  const connect = async () => {
    if (isBroken) throw new AppError('config/kubeconfig', { file: '/k', reason: 'line 3' })
    return source
  }
  await open({ connect })
  assert.partialDeepStrictEqual(cluster.state(), { state: 'failed', message: '/k: line 3' })
  assert.throws(() => cluster.as({ name: 'a', groups: [] }), /line 3/)
  assert.equal(cluster.server, 'https://configured.test')
  isBroken = false
  cluster.retry()
  await sleep(1)
  listener.failure(undefined)
  assert.equal(cluster.state().state, 'syncing')
})

test('a revision is derived once, and only when somebody looks', async () => {
  await openLive()
  put('a')
  await tick()
  assert.equal(derived, 0)
  const view = cluster.view()
  assert.equal(cluster.view(), view)
  assert.equal(derived, 1)
  put('a')
  await tick()
  assert.equal(cluster.view(), view, 'an event without news is no new revision')
  put('b')
  assert.notEqual(cluster.view().revision, view.revision)
  assert.deepEqual(names(), ['a', 'b'])
  assert.equal(derived, 2)
})

test('events that come together are one step', async () => {
  await openLive()
  listen()
  await tick()
  told = []
  derived = 0
  for (let i = 0; i < 200; i += 1) put(`p${i}`)
  await tick()
  assert.equal(told.length, 1)
  assert.equal(derived, 1)
  assert.equal(told[0]?.revision, cluster.view().revision)
  assert.equal(names().length, 200)
})

test('only what changed is stale', async () => {
  await openLive()
  listen()
  await tick()
  assert.deepEqual(told.at(-1)?.stale, ['topology', 'mtls', 'findings', 'status', 'resources'])
  put('a', '1', ROUTES)
  await tick()
  assert.deepEqual(told.at(-1)?.stale, ['topology', 'status', 'resources'])
  put('a')
  await tick()
  assert.deepEqual(told.at(-1)?.stale, ['topology', 'findings', 'status', 'resources'])
  listener.event(status(PODS, { state: 'stale', message: 'cut' }))
  await tick()
  assert.deepEqual(told.at(-1)?.stale, ['topology', 'mtls', 'findings', 'status', 'resources'])
})

test('while it syncs only the progress is told and nothing is derived', async () => {
  await open()
  listen()
  listener.failure(undefined)
  for (const kind of [PODS, 'core/services']) {
    put('a')
    synced(kind)
    await tick()
    assert.deepEqual(told.at(-1)?.stale, ['status'])
  }
  assert.equal(derived, 0)
})

test('what somebody looked at between is still told', async () => {
  await openLive()
  listen()
  await tick()
  put('a')
  const { revision } = cluster.view()
  await tick()
  assert.deepEqual(told.at(-1)?.revision, revision)
  assert.ok(told.at(-1)?.stale.includes('topology'))
})

test('a storm is derived at most four times a second when deriving is heavy', async () => {
  await openLive()
  listen()
  await tick()
  slow = 15
  put('first')
  await tick()
  derived = 0
  const end = performance.now() + 1000
  for (let i = 0; performance.now() < end; i += 1) {
    put(`p${i}`)
    cluster.view()
    await sleep(5)
  }
  assert.ok(derived >= 2 && derived <= 5, `${derived} times`)
  put('last')
  await sleep(600)
  assert.ok(names().includes('last'))
})

test('a listener that fails harms nobody else', async () => {
  await openLive()
  const error = mock.method(console, 'error', () => {})
  cluster.subscribe(() => {
    throw new Error('mine')
  })
  const stop = listen()
  await tick()
  assert.equal(told.length, 1)
  stop()
  put('a')
  await tick()
  assert.equal(told.length, 1, 'who left hears nothing more')
  assert.equal(error.mock.callCount(), 2)
  error.mock.restore()
})

test('a model that cannot be derived is an error, never an old answer, and passes', async () => {
  await openLive()
  listen()
  await tick()
  const error = mock.method(console, 'error', () => {})
  broken = true
  put('a')
  assert.throws(() => cluster.view(), /broken/)
  assert.throws(() => cluster.view(), /broken/)
  assert.equal(derived, 2, 'the same snapshot is not tried twice')
  await tick()
  assert.equal(told.at(-1)?.stale.length, 5)
  broken = false
  put('b')
  assert.deepEqual(names(), ['a', 'b'])
  error.mock.restore()
})

test('closing ends everything', async () => {
  await openLive()
  listen()
  await tick()
  told = []
  await cluster.close()
  put('a')
  await tick()
  assert.deepEqual(told, [])
  assert.equal(closed, 1)
})

/** Takes some turns, in each of which others may do something. */
const inTurns = (turns: number) => (snapshot: Snapshot, previous?: Derived) => {
  let left = turns
  return { proceed: () => (left-- > 0 ? undefined : derive(snapshot, previous)) }
}

test('what takes longer than a slice is made between the turns of others, and told when it is there', async () => {
  await open({ derive: inTurns(3) })
  cluster.subscribe((event) => told.push(event))
  listener.failure(undefined)
  put('a')
  for (const kind of KINDS) synced(kindId(kind))
  await cluster.ready()
  assert.deepEqual(names(), ['a'])
  assert.equal(cluster.state().state, 'live')
  await sleep(80)
  told = []
  put('b')
  const before = cluster.view()
  assert.deepEqual(
    (before.graph as unknown as { names: string[] }).names,
    ['a'],
    'the view of before',
  )
  await sleep(5)
  assert.deepEqual(names(), ['a', 'b'])
  await sleep(120)
  assert.equal(told.length, 1)
  assert.equal(told[0]?.revision, cluster.view().revision)
})

test('until the first view is made the cluster is being read, and there is nothing of it', async () => {
  let isFirst = true
  await open({
    derive: (snapshot, previous) => {
      const turns = isFirst ? 2 : 0
      isFirst = false
      return inTurns(turns)(snapshot, previous)
    },
  })
  listener.failure(undefined)
  put('a')
  for (const kind of KINDS) synced(kindId(kind))
  const view = cluster.view()
  assert.deepEqual((view.graph as unknown as { names: string[] }).names, [])
  assert.equal(cluster.state().state, 'syncing')
  await cluster.ready()
  assert.equal(cluster.state().state, 'live')
  assert.deepEqual(names(), ['a'])
})
