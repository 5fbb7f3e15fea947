import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Kind } from '#lib/resources/kind.ts'
import { objectsOf, stateOf } from '#lib/snapshot/read.ts'
import { emptySnapshot, reduce } from '#lib/snapshot/reduce.ts'
import type { SnapshotEvent } from '#lib/snapshot/snapshot.ts'
import { FakeApiServer } from './api-server.fixture.ts'
import { type Connection, connectUrl } from './connection.ts'
import type { Pace } from './pace.ts'
import { type Reflector, type ReflectorOptions, startReflector } from './reflector.ts'
import { openRequester } from './request.ts'

const PODS: Kind = {
  group: '',
  kind: 'Pod',
  plural: 'pods',
  versions: ['v1'],
  scope: 'Namespaced',
  watch: true,
  editable: false,
}
/** The real waits, a hundred times shorter. */
const PACE: Pace = {
  backOffMs: 5,
  longestBackOffMs: 100,
  openMs: 300,
  silenceMs: 400,
  initialSilenceMs: 200,
  deniedMs: 60,
  notServedMs: 60,
  shortWatchMs: 10,
}

let server: FakeApiServer
let connection: Connection
let reflector: Reflector
let snapshot = emptySnapshot([PODS])
let events: SnapshotEvent[] = []
let states: string[] = []

beforeEach(async () => {
  server = await new FakeApiServer().start()
  connection = connectUrl(server.url)
  snapshot = emptySnapshot([PODS])
  events = []
  states = []
})
afterEach(async () => {
  reflector.stop()
  await connection.close()
  await server.stop()
})

function start(options: Partial<ReflectorOptions> = {}) {
  reflector = startReflector({
    requester: openRequester(connection),
    kind: PODS,
    version: () => 'v1',
    pace: PACE,
    emit(event) {
      events.push(event)
      if (event.type === 'status' && states.at(-1) !== event.status.state)
        states.push(event.status.state)
      snapshot = reduce(snapshot, [event])
    },
    ...options,
  })
}
const pod = (name: string, spec: unknown = {}) => ({ metadata: { name, namespace: 'shop' }, spec })
const names = () => [...objectsOf(snapshot, 'core/pods')].map((o) => o.metadata.name).sort()
const state = () => stateOf(snapshot, 'core/pods').state
const isSynced = () => state() === 'synced'
/** How often each object was told, a list counting once for each in it. */
const told = (name: string) =>
  events.filter((e) => e.type === 'put' && e.object.metadata.name === name).length

async function until(what: string, is: () => boolean, withinMs = 5000) {
  const end = performance.now() + withinMs
  while (!is()) {
    if (performance.now() > end) assert.fail(`never: ${what}; states ${states}, names ${names()}`)
    await sleep(2)
  }
}
const has = (...expected: string[]) => until(`${expected}`, () => `${names()}` === `${expected}`)

test('lists by watch, then follows', async () => {
  server.put('pods', pod('a'))
  start()
  await has('a')
  server.put('pods', pod('b'))
  server.put('pods', pod('c'))
  server.remove('pods', 'shop', 'a')
  await has('b', 'c')
  assert.deepEqual(states, ['synced'])
  assert.equal(server.requests.length, 1, 'one request does it all')
})

test('pages where the server streams no lists', async () => {
  server.streams = false
  for (let i = 0; i < 1203; i += 1) server.put('pods', pod(`p${i}`))
  start()
  await until('synced', isSynced)
  assert.equal(names().length, 1203)
  server.put('pods', pod('later'))
  await until('later', () => names().includes('later'))
  assert.equal(
    server.requests.filter(({ url }) => url.searchParams.get('limit') === '500').length,
    3,
  )
})

test('a list that expires between two pages begins anew, in one piece', async () => {
  server.streams = false
  for (let i = 0; i < 700; i += 1) server.put('pods', pod(`p${i}`))
  server.fault = ({ url }) => (url.searchParams.get('continue') ? { status: 410 } : undefined)
  start()
  await until('synced', isSynced)
  assert.equal(names().length, 700)
  assert.equal(snapshot.kinds.get('core/pods')?.size, 700)
})

const MUTE_TO_STREAMS = ({ url }: { url: URL }) =>
  url.searchParams.has('sendInitialEvents') ? ('mute' as const) : undefined

test('pages where a streamed list never comes', async () => {
  server.put('pods', pod('a'))
  server.fault = MUTE_TO_STREAMS
  start()
  await has('a')
  assert.deepEqual(states, ['synced'])
})

const interruptions: { name: string; interrupt: () => void | Promise<void>; lists: number }[] = [
  { name: 'the server ends the watch', interrupt: () => server.endWatches(), lists: 1 },
  { name: 'the connection is reset', interrupt: () => server.cutAll(), lists: 1 },
  {
    name: 'the version is too old',
    interrupt: () => {
      server.cutAll()
      server.put('pods', pod('gone-meanwhile'))
      server.remove('pods', 'shop', 'gone-meanwhile')
      server.remove('pods', 'shop', 'old')
      server.put('pods', pod('old'))
      server.compact()
    },
    lists: 2,
  },
  {
    name: 'an error of the watch says that it expired',
    interrupt: () => {
      server.send('pods', {
        type: 'ERROR',
        object: { kind: 'Status', code: 410, message: 'expired' },
      })
    },
    lists: 2,
  },
  {
    name: 'a line is no JSON',
    interrupt: async () => {
      server.send('pods', '{"type":"ADD')
      await until('the watch to be given up', () => server.lists('pods') === 2)
    },
    lists: 2,
  },
  {
    name: 'the server restarts',
    interrupt: async () => {
      await server.stop()
      await until('stale', () => state() === 'stale')
      await server.start()
    },
    lists: 2,
  },
  {
    name: 'another server with another history takes over',
    interrupt: async () => {
      await server.stop()
      await until('stale', () => state() === 'stale')
      server.forgetEverything()
      server.put('pods', pod('old'))
      await server.start()
    },
    lists: 2,
  },
]
for (const { name, interrupt, lists } of interruptions) {
  test(`no gap and no duplicate when ${name}`, async () => {
    server.put('pods', pod('old'))
    start()
    await has('old')
    await interrupt()
    server.put('pods', pod('new'))
    await has('new', 'old')
    await until('synced', isSynced)
    await until('one watch', () => server.watches('pods') === 1)
    server.put('pods', pod('newer'))
    await has('new', 'newer', 'old')
    assert.ok(told('new') <= 1, `"new" was told ${told('new')} times`)
    assert.equal(told('newer'), 1)
    assert.equal(server.lists('pods'), lists)
  })
}

test('a server that counts anew behind the same address is noticed without ever having been away', async () => {
  for (const name of ['a', 'b', 'c']) server.put('pods', pod(name))
  start()
  await has('a', 'b', 'c')
  server.forgetEverything()
  server.put('pods', pod('d'))
  await has('d')
  assert.equal(server.lists('pods'), 2)
})

test('a watch that is cut again and again loses nothing and never counts as old', async () => {
  start()
  await until('synced', isSynced)
  for (let i = 0; i < 15; i += 1) {
    server.put('pods', pod(`p${i}`))
    await until('a watch', () => server.watches('pods') === 1)
    if (i % 2) server.cutAll()
    else server.endWatches()
  }
  await until('all', () => names().length === 15)
  for (let i = 0; i < 15; i += 1) assert.ok(told(`p${i}`) <= 1, `p${i} was told twice`)
  assert.deepEqual(states, ['synced'])
  assert.equal(server.lists('pods'), 1)
})

test('after the list silence is normal', async () => {
  start({ pace: { ...PACE, initialSilenceMs: 30, silenceMs: 5000 } })
  await until('synced', isSynced)
  await sleep(150)
  assert.equal(server.requests.length, 1)
})

test('a silent connection is given up and resumed', async () => {
  start({ pace: { ...PACE, silenceMs: 60 } })
  await until('synced', isSynced)
  let silenced = 0
  server.fault = ({ url }) =>
    url.searchParams.has('resourceVersion') && silenced++ === 0 ? 'silent' : undefined
  server.endWatches()
  await until('silenced', () => silenced === 1)
  server.put('pods', pod('a'))
  await has('a')
})

test('what cannot be reached again is old, and says so until it is back', async () => {
  server.put('pods', pod('a'))
  start()
  await has('a')
  await server.stop()
  await until('stale', () => state() === 'stale')
  assert.deepEqual(names(), ['a'], 'the last that was read stays')
  const status = stateOf(snapshot, 'core/pods')
  assert.match('message' in status ? status.message : '', /refused|cut/)
  await server.start()
  await until('synced', isSynced)
})

test('a kind that may not be read holds nothing, and is read once it may be', async () => {
  server.put('pods', pod('a'))
  start()
  await has('a')
  server.fault = () => ({ status: 403, message: 'pods is forbidden' })
  server.endWatches()
  await until('not permitted', () => state() === 'not-permitted')
  assert.deepEqual(names(), [])
  const status = stateOf(snapshot, 'core/pods')
  assert.match(
    'message' in status ? status.message : '',
    /may not list core\/pods.*pods is forbidden/,
  )
  server.fault = () => undefined
  await has('a')
})

test('the right to list without the right to watch is enough', async () => {
  server.put('pods', pod('a'))
  server.fault = ({ url }) => (url.searchParams.get('watch') ? { status: 403 } : undefined)
  start()
  await has('a')
  server.put('pods', pod('b'))
  await has('a', 'b')
  assert.deepEqual(states, ['synced'])
})

test('a kind that is not served is no failure; when it comes it is read', async () => {
  let version: string | undefined
  start({ version: () => version, pace: { ...PACE, notServedMs: 60_000 } })
  await until('not served', () => state() === 'not-served')
  assert.equal(server.requests.length, 0)
  server.put('pods', pod('a'))
  version = 'v1'
  reflector.recheck()
  await has('a')
  assert.equal(snapshot.kinds.get('core/pods')?.version, 'v1')
  version = undefined
  reflector.recheck()
  await until('not served', () => state() === 'not-served')
  assert.deepEqual(names(), [])
})

test('Retry-After is kept to', async () => {
  let asked = 0
  let answeredAt = 0
  server.fault = () => {
    asked += 1
    if (asked > 1) return undefined
    answeredAt = performance.now()
    return { status: 429, retryAfter: 1 }
  }
  start()
  await until('synced', isSynced)
  assert.ok(performance.now() - answeredAt >= 1000)
  assert.equal(asked, 2)
  assert.deepEqual(states, ['synced'])
})

test('a server that fails from the start settles as failed and is tried on', async () => {
  server.fault = () => ({ status: 500, message: 'etcd is gone' })
  start()
  await until('failed', () => state() === 'failed')
  server.fault = () => undefined
  await until('synced', isSynced)
})

test('objects that are none are passed over', async () => {
  start()
  await until('synced', isSynced)
  server.send('pods', { type: 'ADDED', object: { metadata: null } })
  server.send('pods', { type: 'ADDED', object: null })
  server.send('pods', { type: 'ADDED', object: { metadata: { name: 'x' }, spec: null, status: 7 } })
  server.send('pods', { type: 'SURPRISE', object: { metadata: { name: 'y' } } })
  await has('x')
  assert.equal(server.requests.length, 1)
})
