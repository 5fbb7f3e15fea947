import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { atOnce, type Derived } from '#lib/changes/derive.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { CORE_KINDS } from '#lib/resources/core-kinds.ts'
import { kindId } from '#lib/resources/kind.ts'
import { objectsOf } from '#lib/snapshot/read.ts'
import type { KindState, SnapshotEvent } from '#lib/snapshot/snapshot.ts'
import type { Cluster, KubernetesApi } from '#server/services.ts'
import { openCluster } from './cluster.ts'
import type { ClusterListener, ClusterSource, ConfigurationListener } from './source.ts'

const PODS = 'core/pods'
const KINDS = CORE_KINDS.filter(({ plural }) => plural === 'pods' || plural === 'services')

/** One connection as the configuration describes it at its time. */
class Connection implements ClusterSource {
  readonly server: string
  readonly context: string
  readonly isInsecure: boolean
  isClosed = false
  named: readonly string[] | undefined
  #listener: ClusterListener | undefined

  constructor(server: string, context: string, isInsecure = false) {
    this.server = server
    this.context = context
    this.isInsecure = isInsecure
  }
  watch(listener: ClusterListener) {
    this.#listener = listener
  }
  as = () => ({}) as KubernetesApi
  retry = () => {}
  readNamespaces(names: readonly string[]) {
    this.named = names
  }
  async close() {
    this.isClosed = true
  }
  tell(event: SnapshotEvent) {
    this.#listener?.event(event)
  }
  fail(error: AppError | undefined) {
    this.#listener?.failure(error)
  }
  say(kind: string, status: KindState) {
    this.tell({ type: 'status', kind, status })
  }
  list(...names: string[]) {
    const objects = names.map((name) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'shop' },
    }))
    this.tell({ type: 'replace', kind: PODS, objects })
    this.say(PODS, { state: 'synced' })
  }
  live(...pods: string[]) {
    this.fail(undefined)
    this.list(...pods)
    for (const kind of KINDS) this.say(kindId(kind), { state: 'synced' })
  }
}

let next: Connection | AppError
let configuration: ConfigurationListener
let following = 0
let cluster: Cluster

beforeEach(async () => {
  const first = new Connection('https://a.test', 'a')
  next = first
  cluster = openCluster({
    id: 'c',
    name: 'configured',
    source: 'kubeconfig',
    server: '',
    kinds: KINDS,
    derive: atOnce((snapshot) => ({ snapshot }) as Derived),
    connect: async () => {
      if (next instanceof AppError) throw next
      return next
    },
    follow: (listener) => {
      configuration = listener
      following += 1
      return () => {
        following -= 1
      }
    },
  })
  await sleep(1)
  first.live('one', 'two')
})
afterEach(async () => {
  await cluster.close()
  assert.equal(following, 0)
})
const change = async <T extends Connection | AppError>(to: T): Promise<T> => {
  next = to
  configuration.changed()
  await sleep(1)
  return to
}
const pods = () => [...objectsOf(cluster.view().snapshot, PODS)].map((o) => o.metadata.name)

test('other credentials for the same server: what is known stays until it is read again', async () => {
  const before = next as Connection
  const after = await change(new Connection('https://a.test', 'a'))
  assert.equal(before.isClosed, true)
  assert.deepEqual(pods(), ['one', 'two'])
  assert.equal(cluster.state().state, 'live')
  before.list('ghost')
  assert.deepEqual(pods(), ['one', 'two'], 'a closed connection says nothing any more')
  after.live('two', 'three')
  assert.deepEqual(pods(), ['two', 'three'])
})

const firsts: { name: string; tell: (one: Connection) => void; pods: string[]; state: string }[] = [
  {
    name: 'may not read them',
    tell: (one) => one.say(PODS, { state: 'not-permitted', message: 'no' }),
    pods: [],
    state: 'not-permitted',
  },
  {
    name: 'may read one namespace',
    tell: (one) =>
      one.tell({
        type: 'put',
        kind: PODS,
        object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'mine', namespace: 'shop' } },
      }),
    pods: ['mine'],
    state: 'synced',
  },
  {
    name: 'cannot read them for now',
    tell: (one) => one.say(PODS, { state: 'failed', message: '500' }),
    pods: ['one', 'two'],
    state: 'stale',
  },
]
for (const row of firsts) {
  test(`other credentials for the same server: who has them ${row.name}`, async () => {
    const after = await change(new Connection('https://a.test', 'a'))
    after.fail(undefined)
    row.tell(after)
    assert.deepEqual(pods(), row.pods)
    assert.equal(cluster.view().snapshot.kinds.get(PODS)?.status.state, row.state)
  })
}

test('another server: nothing of the one before is shown, and the name is the new one', async () => {
  assert.deepEqual([cluster.name, cluster.server, cluster.insecure], ['a', 'https://a.test', false])
  const { revision } = cluster.view()
  const after = await change(new Connection('https://b.test', 'b', true))
  assert.deepEqual([cluster.name, cluster.server, cluster.insecure], ['b', 'https://b.test', true])
  assert.deepEqual(pods(), [])
  assert.equal(cluster.state().state, 'connecting')
  after.live('three')
  assert.deepEqual(pods(), ['three'])
  assert.notEqual(cluster.view().revision, revision)
})

test('an edit that cannot be used is told, and what runs goes on', async () => {
  const running = next as Connection
  const error = new AppError('config/kubeconfig', { file: '/k', reason: 'no YAML at line 3' })
  configuration.broken(error)
  const { state, message, fix } = cluster.state()
  assert.equal(state, 'live')
  assert.match(message ?? '', /\/k: no YAML at line 3 The connection of before goes on\./)
  assert.match(fix ?? '', /Correct \/k/)
  running.list('three')
  assert.deepEqual(pods(), ['three'])
  assert.equal(running.isClosed, false)
  configuration.broken(undefined)
  assert.equal(cluster.state().message, undefined)
  await change(error)
  assert.match(cluster.state().message ?? '', /line 3/)
  assert.equal(running.isClosed, false)
  await change(new Connection('https://a.test', 'a'))
  assert.equal(cluster.state().message, undefined)
})

test('listeners hear of all of it', async () => {
  const heard: (string | undefined)[] = []
  cluster.subscribe(() => heard.push(cluster.state().message ?? cluster.name))
  await sleep(70)
  configuration.broken(new AppError('config/kubeconfig', { file: '/k', reason: 'no' }))
  await sleep(70)
  configuration.broken(undefined)
  const after = await change(new Connection('https://b.test', 'b'))
  after.live()
  await sleep(70)
  assert.deepEqual(heard, ['a', '/k: no The connection of before goes on.', 'b'])
})

test('expired credentials keep the picture, say so, and pass', async () => {
  const running = next as Connection
  running.fail(
    new AppError('cluster/unauthorized', { server: 'https://a.test', reason: 'expired' }),
  )
  const { state, message, fix } = cluster.state()
  assert.deepEqual([state, cluster.view().freshness.state], ['stale', 'stale'])
  assert.match(message ?? '', /https:\/\/a\.test answered 401: expired/)
  assert.match(fix ?? '', /Sign in to the cluster again/)
  assert.deepEqual(pods(), ['one', 'two'])
  running.fail(undefined)
  assert.equal(cluster.state().state, 'live')
})

test('namespaces that a person named outlive a change of the configuration', async () => {
  const running = next as Connection
  cluster.readNamespaces?.(['shop'])
  assert.deepEqual(running.named, ['shop'])
  const after = await change(new Connection('https://b.test', 'b'))
  assert.deepEqual(after.named, ['shop'])
})

test('namespaces that are refused are gaps with their names, where others are read', async () => {
  const running = next as Connection
  const gaps = () => cluster.view().partial.map(({ reason, namespace }) => [reason, namespace])
  const status = { state: 'not-permitted' as const, message: 'no', refused: ['bank'] }
  running.say(PODS, status)
  assert.deepEqual(gaps(), [['not-permitted', undefined]])
  running.say(PODS, { ...status, namespaces: ['shop'] })
  assert.deepEqual(gaps(), [
    ['not-permitted', undefined],
    ['not-permitted', 'bank'],
  ])
})
