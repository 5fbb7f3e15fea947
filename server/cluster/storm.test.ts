import assert from 'node:assert/strict'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { atOnce, type Derived } from '#lib/changes/derive.ts'
import { CORE_KINDS } from '#lib/resources/core-kinds.ts'
import { at } from '#lib/resources/field.ts'
import { get } from '#lib/snapshot/read.ts'
import type { SnapshotEvent } from '#lib/snapshot/snapshot.ts'
import { startReflector } from '#server/kubernetes/reflector.ts'
import type { OpenAnswer, Requester } from '#server/kubernetes/request.ts'
import type { KubernetesApi } from '#server/services.ts'
import { openCluster } from './cluster.ts'

const PODS = CORE_KINDS.filter(({ plural }) => plural === 'pods')
const [POD_COUNT, ROUNDS] = [2000, 10]
const EVENTS = POD_COUNT * ROUNDS
/** As long as a model of some size takes: longer than what may be derived for each batch. */
const DERIVE_MS = 20

const field = { 'f:spec': { 'f:containers': { 'f:image': {}, 'f:name': {}, 'f:env': {} } } }
const pod = (index: number, round: number) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: `app-${index}`,
    namespace: `team-${index % 20}`,
    uid: `uid-${index}`,
    resourceVersion: `${1 + round * POD_COUNT + index}`,
    labels: { app: `app-${index % 500}`, round: `${round}` },
    managedFields: Array.from({ length: 20 }, () => ({ manager: 'kubelet', fieldsV1: field })),
  },
  spec: {
    containers: ['app', 'istio-proxy'].map((name) => ({
      name,
      image: `${name}:1`,
      env: Array.from({ length: 20 }, (_, i) => ({ name: `VARIABLE_${i}`, value: 'x'.repeat(40) })),
    })),
  },
  status: {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: round % 2 ? 'True' : 'False' }],
  },
})
const line = (type: string, object: object) => `${JSON.stringify({ type, object })}\n`

/** The bytes of one watch: the list, then the storm, in pieces as a socket hands them over. */
async function* watch(
  whenListed: Promise<void>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  let listed = ''
  for (let index = 0; index < POD_COUNT; index += 1) listed += line('ADDED', pod(index, 0))
  const annotations = { 'k8s.io/initial-events-end': 'true' }
  listed += line('BOOKMARK', { metadata: { resourceVersion: `${POD_COUNT}`, annotations } })
  const rounds: Buffer[] = []
  for (let round = 1; round <= ROUNDS; round += 1) {
    let text = ''
    for (let index = 0; index < POD_COUNT; index += 1) text += line('MODIFIED', pod(index, round))
    rounds.push(Buffer.from(text))
  }
  for (const [index, bytes] of [Buffer.from(listed), ...rounds].entries()) {
    if (index === 1) await whenListed
    for (let from = 0; from < bytes.length; from += 65_536)
      yield bytes.subarray(from, from + 65_536)
  }
  await new Promise((_, reject) => signal?.addEventListener('abort', reject))
}

test('20,000 events as fast as they can be read: the loop stays free and little is derived', async (context) => {
  let emit: (event: SnapshotEvent) => void = () => {}
  let begin = () => {}
  const whenListed = new Promise<void>((resolve) => {
    begin = resolve
  })
  const requester: Requester = {
    server: 'https://example.test',
    json: () => Promise.reject(new Error('not asked for')),
    stream: async (_, { signal }) =>
      ({ status: 200, headers: {}, body: watch(whenListed, signal) }) as unknown as OpenAnswer,
  }
  let derived: number[] = []
  const cluster = openCluster({
    id: 'c',
    name: 'c',
    source: 'sandbox',
    server: '',
    kinds: PODS,
    derive: atOnce((snapshot) => {
      derived.push(performance.now())
      for (const end = performance.now() + DERIVE_MS; performance.now() < end; );
      return { snapshot } as Derived
    }),
    connect: async () => ({
      server: 'https://example.test',
      watch: (listener) => {
        emit = listener.event
        listener.failure(undefined)
      },
      as: () => ({}) as KubernetesApi,
      retry: () => {},
      close: async () => {},
    }),
  })
  const told: number[] = []
  await sleep(1)
  const [kind] = PODS
  assert.ok(kind)
  let events = 0
  const reflector = startReflector({
    requester,
    kind,
    version: () => 'v1',
    emit: (event) => {
      events += 1
      emit(event)
    },
  })
  try {
    while (cluster.state().state !== 'live') await sleep(5)
    cluster.view()
    cluster.subscribe(() => told.push(performance.now()))
    await sleep(400)
    events = 0
    derived = []
    told.length = 0
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const started = performance.now()
    begin()
    while (events < EVENTS) await sleep(5)
    const tookMs = performance.now() - started
    delay.disable()
    await sleep(600)

    const { snapshot } = cluster.view()
    for (const index of [0, 999, POD_COUNT - 1]) {
      const last = get(snapshot, 'core/pods', `team-${index % 20}`, `app-${index}`)
      assert.equal(at(last, 'metadata', 'labels', 'round'), `${ROUNDS}`)
    }
    const block = delay.max / 1e6
    context.diagnostic(
      `${Math.round(EVENTS / (tookMs / 1000))} events/s, longest block ${block.toFixed(0)} ms, ` +
        `told ${told.length} times, derived ${derived.length} times in ${tookMs.toFixed(0)} ms`,
    )
    assert.ok(derived.length >= 1 && derived.length <= 2 + (4 * (tookMs + 600)) / 1000)
    const gaps = told.slice(1).map((time, index) => time - (told[index] ?? 0))
    assert.ok(
      gaps.every((gap) => gap >= 45),
      `told after ${gaps.map(Math.round)} ms`,
    )
  } finally {
    reflector.stop()
    await cluster.close()
  }
})
