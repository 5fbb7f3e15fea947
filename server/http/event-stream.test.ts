import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSessions } from '#server/auth/sessions.ts'
import { eventStream } from './event-stream.ts'
import { asking, fakeCluster, fakeServices, TOKEN } from './house.fixture.ts'
import { createRevisionLog } from './revision-log.ts'
import { createStreams } from './streams.ts'

function open({ lastEventId, heartbeat }: { lastEventId?: string; heartbeat?: number } = {}) {
  const fake = fakeCluster()
  const user = { name: 'ada', groups: [] }
  const sessions = createSessions({ token: TOKEN, user, port: 3000, secure: false })
  const services = fakeServices(fake.cluster, { sessions })
  const { cookie, identity } = services.sessions.signIn(TOKEN)
  const log = createRevisionLog(fake.cluster)
  const start = () => {
    const headers = { cookie, ...(lastEventId ? { 'last-event-id': lastEventId } : {}) }
    const request = asking('/api/clusters/c/events', { headers })
    const response = eventStream({
      cluster: fake.cluster,
      log,
      identity,
      services,
      request,
      heartbeat,
    })
    return { response, reader: (response.body as ReadableStream<Uint8Array>).getReader() }
  }
  return { ...fake, services, identity, start }
}

const text = async (reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> => {
  const { value, done } = await reader.read()
  return done ? '(end)' : new TextDecoder().decode(value)
}
const revision = (id: string, stale: readonly string[]) =>
  `event: revision\nid: ${id}\ndata: ${JSON.stringify({ revision: id, stale })}\n\n`

test('a stream starts with the current revision and tells each one after', async () => {
  const { start, move } = open()
  const { response, reader } = start()
  assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/)
  assert.match(await text(reader), /^retry: [12]\d{3}\n\n$/)
  assert.equal(await text(reader), revision('1', []))
  move({ revision: '2', stale: ['topology'] })
  assert.equal(await text(reader), revision('2', ['topology']))
})

const returns = [
  { name: 'after one event', lastEventId: '2', stale: ['mtls', 'findings'] },
  { name: 'with nothing missed', lastEventId: '4', stale: [] },
  {
    name: 'from before a restart',
    lastEventId: 'other',
    stale: ['topology', 'mtls', 'findings', 'status', 'resources'],
  },
  { name: 'right after loading', stale: ['topology', 'mtls', 'findings'] },
]
for (const { name, lastEventId, stale } of returns) {
  test(`a page that comes back ${name} learns what went stale: ${stale}`, async () => {
    const { start, move } = open({ lastEventId })
    move({ revision: '2', stale: ['topology'] })
    move({ revision: '3', stale: ['mtls'] })
    move({ revision: '4', stale: ['findings', 'mtls'] })
    const { reader } = start()
    await text(reader)
    assert.equal(await text(reader), revision('4', stale))
  })
}

test('a reader that does not read is let go before its backlog grows', async () => {
  const { start, move, listeners } = open()
  const before = listeners.size
  const { reader } = start()
  assert.equal(listeners.size, before + 1)
  for (let i = 2; i < 3000; i++) move({ revision: `${i}`, stale: ['topology', 'mtls'] })
  assert.equal(listeners.size, before)
  let bytes = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.byteLength
  }
  assert.ok(bytes <= 64 * 1024, `${bytes} bytes waited`)
})

test('a stream ends with its session', async () => {
  const { start, services, identity } = open({ heartbeat: 5 })
  const { reader } = start()
  await text(reader)
  await text(reader)
  assert.equal(await text(reader), ':\n\n')
  services.sessions.signOut(identity)
  let last = ':\n\n'
  while (last === ':\n\n') last = await text(reader)
  assert.equal(last, '(end)')
})

test('at shutdown every stream says goodbye and ends; a reader that goes frees its place', async () => {
  const { start, services, listeners } = open()
  const before = listeners.size
  const first = start()
  const second = start()
  await first.reader.cancel()
  assert.equal(listeners.size, before + 1)
  services.streams.closeAll()
  await text(second.reader)
  await text(second.reader)
  assert.equal(await text(second.reader), 'event: bye\ndata: {}\n\n')
  assert.equal(await text(second.reader), '(end)')
  assert.equal(listeners.size, before)
})

test('one session has at most so many streams, and all together too', () => {
  const streams = createStreams({ perSession: 2, most: 3 })
  const tooMany = { code: 'request/too-many-streams' }
  const release = streams.open('a', () => {})
  streams.open('a', () => {})
  assert.throws(() => streams.open('a', () => {}), tooMany)
  streams.open('b', () => {})
  assert.throws(() => streams.open('b', () => {}), tooMany)
  release()
  streams.open('b', () => {})
})
