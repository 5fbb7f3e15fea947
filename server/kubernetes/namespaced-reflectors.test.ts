import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { CORE_KINDS } from '#lib/resources/core-kinds.ts'
import { objectsOf, stateOf } from '#lib/snapshot/read.ts'
import { emptySnapshot, reduce } from '#lib/snapshot/reduce.ts'
import { FakeApiServer } from './api-server.fixture.ts'
import { connectUrl } from './connection.ts'
import { startNamespacedReflectors } from './namespaced-reflectors.ts'
import { PACE } from './pace.ts'
import { openRequester } from './request.ts'

const [PODS] = CORE_KINDS.filter(({ plural }) => plural === 'pods')

test('where all may not be listed, the namespaces that may are read, and all once it may be', async () => {
  assert.ok(PODS)
  const server = await new FakeApiServer().start()
  const connection = connectUrl(server.url)
  let snapshot = emptySnapshot([PODS])
  const states: string[] = []
  for (const namespace of ['mine', 'other', 'closed']) {
    server.put('pods', { metadata: { name: 'a', namespace } })
  }
  const mayRead = new Set(['mine', 'other'])
  let mayReadAll = false
  server.fault = ({ url }) => {
    const namespace = /namespaces\/([^/]+)\/pods/.exec(url.pathname)?.[1]
    const isAllowed = mayReadAll || (namespace !== undefined && mayRead.has(namespace))
    return isAllowed ? undefined : { status: 403, message: 'no' }
  }
  const reflector = startNamespacedReflectors({
    requester: openRequester(connection),
    kind: PODS,
    version: () => 'v1',
    namespaces: ['mine', 'other', 'closed'],
    pace: { ...PACE, deniedMs: 40, backOffMs: 5 },
    emit(event) {
      snapshot = reduce(snapshot, [event])
      const { state } = stateOf(snapshot, 'core/pods')
      if (states.at(-1) !== state) states.push(state)
    },
  })
  const seen = () =>
    [...objectsOf(snapshot, 'core/pods')]
      .map((o) => `${o.metadata.namespace}/${o.metadata.name}`)
      .sort()
  const until = async (...expected: string[]) => {
    for (let i = 0; i < 500 && `${seen()}` !== `${expected}`; i += 1) await sleep(10)
    assert.deepEqual(seen(), expected)
  }
  const settled = async (state: string) => {
    for (let i = 0; i < 500 && stateOf(snapshot, 'core/pods').state !== state; i += 1)
      await sleep(10)
    return stateOf(snapshot, 'core/pods')
  }
  try {
    await until('mine/a', 'other/a')
    const status = await settled('not-permitted')
    assert.deepEqual('namespaces' in status && status.namespaces, ['mine', 'other'])
    assert.deepEqual(states, ['syncing', 'not-permitted'], 'not settled before all of them are')
    // Without its version nobody could list or open what is read.
    assert.equal(snapshot.kinds.get('core/pods')?.version, 'v1')

    server.put('pods', { metadata: { name: 'b', namespace: 'mine' } })
    await until('mine/a', 'mine/b', 'other/a')
    server.remove('pods', 'mine', 'a')
    await until('mine/b', 'other/a')

    mayReadAll = true
    await until('closed/a', 'mine/b', 'other/a')
    assert.equal((await settled('synced')).state, 'synced')
    server.remove('pods', 'other', 'a')
    await until('closed/a', 'mine/b')
  } finally {
    reflector.stop()
    await connection.close()
    await server.stop()
  }
})
