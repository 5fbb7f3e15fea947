import assert from 'node:assert/strict'
import { test } from 'node:test'
import { largeMesh } from '#lib/fixtures/large-mesh.ts'
import { ALL_KINDS } from '#lib/meshes/index.ts'
import { type KindId, kindId, parseApiVersion } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { project } from './projection.ts'
import { readEvent } from './read-object.ts'
import { watchEvent } from './watch-event.ts'

const ENVELOPE = { apiVersion: 'g/v1', kind: 'Kind' }
const FIXED = { uid: 'u-1', resourceVersion: '7', creationTimestamp: '2026-01-01T00:00:00Z' }

/** One of each kind of a large mesh, and more of those of which much is dropped. */
const samples: { readonly kind: KindId; readonly object: KubernetesObject }[] = []
const count = new Map<string, number>()
for (const object of largeMesh({ pods: 8 })) {
  const { group } = parseApiVersion(object.apiVersion)
  const kind = ALL_KINDS.find((one) => one.group === group && one.kind === object.kind)
  if (!kind) continue
  const seen = (count.get(kindId(kind)) ?? 0) + 1
  count.set(kindId(kind), seen)
  if (seen > 4) continue
  const metadata = { ...FIXED, ...object.metadata }
  samples.push({ kind: kindId(kind), object: { ...object, metadata } })
}
const template = {
  metadata: { labels: { app: 'x' }, annotations: { a: '[{"é"}]' }, creationTimestamp: null },
  spec: {
    serviceAccountName: 'x',
    volumes: [{ name: 'certs', secret: { secretName: 's' } }],
    containers: [
      {
        name: 'istio-proxy',
        env: [
          { name: 'PILOT_X', value: 'a' },
          { name: 'KEY', valueFrom: { secretKeyRef: { name: 's', key: 'k' }, fieldRef: {} } },
        ],
        envFrom: [{ secretRef: { name: 's' } }],
        volumeMounts: [{ name: 'certs', mountPath: '/certs', readOnly: true }],
        securityContext: { runAsUser: 0, capabilities: {} },
      },
    ],
  },
}
const more: readonly [KindId, object][] = [
  ['core/secrets', { type: 'Opaque', data: { a: 'SECRET' } }],
  ['core/nodes', { spec: { podCIDR: 'x', taints: [] }, status: { addresses: [], images: [] } }],
  ['core/replicationcontrollers', { spec: { template, replicas: 2 }, status: { replicas: 1 } }],
  ['apps/replicasets', { spec: { template, replicas: 2 }, status: { replicas: 1 } }],
  ['apps/statefulsets', { spec: { template, serviceName: 's' }, status: { readyReplicas: 1 } }],
  ['apps/daemonsets', { spec: { template, selector: {} }, status: { numberReady: 1, x: [] } }],
  ['batch/jobs', { spec: { template, completions: 1 }, status: { active: 1, conditions: [] } }],
  ['batch/cronjobs', { spec: { schedule: '*', jobTemplate: { spec: { template } } } }],
  [
    'discovery.k8s.io/endpointslices',
    {
      addressType: 'IPv4',
      endpoints: [
        {
          addresses: ['10.0.0.1'],
          conditions: { ready: true },
          targetRef: { kind: 'Pod', name: 'p', namespace: 'n', uid: 'u' },
          zone: 'a',
          nodeName: 'n',
        },
      ],
      ports: [{ port: 80 }],
    },
  ],
  [
    'admissionregistration.k8s.io/mutatingwebhookconfigurations',
    { webhooks: [{ name: 'w', rules: [], clientConfig: { caBundle: 'x', service: {} } }] },
  ],
  [
    'apiextensions.k8s.io/customresourcedefinitions',
    { spec: { group: 'g', names: {}, versions: [{ name: 'v1', schema: { a: [1] } }] } },
  ],
]
for (const [kind, body] of more) {
  const metadata = { ...FIXED, name: 'x', namespace: 'n', managedFields: [{ a: { b: {} } }] }
  samples.push({ kind, object: { apiVersion: 'g/v1', kind: 'Kind', metadata, ...body } })
}

const lineOf = (object: unknown): string => JSON.stringify({ type: 'MODIFIED', object })

/** What the line says when all of it is parsed. */
function slow(kind: KindId, line: string): KubernetesObject | undefined {
  const { object } = JSON.parse(line) as { object: unknown }
  return project(kind, object, ENVELOPE)
}

function fast(kind: KindId, line: string): KubernetesObject | undefined {
  const event = watchEvent(kind, Buffer.from(line), ENVELOPE)
  assert.equal(event.type, 'put')
  return event.type === 'put' ? event.object : undefined
}

for (const { kind, object } of samples) {
  test(`without parsing all of it, ${kind} ${object.metadata.name} is what parsing it says`, () => {
    const line = lineOf(object)
    assert.deepEqual(readEvent(kind, Buffer.from(line)).object, slow(kind, line))
  })
}

/** Numbers that look random and are the same each time. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    yield (state >>> 8) / 2 ** 24
  }
}
const random = numbers(42)
const below = (most: number): number => Math.floor(random.next().value * most)
const of = <T>(all: readonly T[]): T => all[below(all.length)] as T

const ABSURD: readonly (() => unknown)[] = [
  () => null,
  () => true,
  () => 0,
  () => -1.5e300,
  () => '',
  () => 'x]},"spec":{"a":[',
  () => '"\\"]}é\u2028\ud83d\ude00',
  () => [],
  () => {},
  () => [null, 7, 'x', {}, [[]]],
  () => ({ name: 7, type: 'Ready', kind: null }),
  () => JSON.parse('{"__proto__":{"name":"y"},"constructor":1}'),
  () => 'B'.repeat(70_000),
  () => ({ labels: { a: 'b' }, template }),
]

/** A place within the value gets something else, or goes, or stands in another order. */
function distorted(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || below(7) === 0) return of(ABSURD)()
  if (Array.isArray(value)) {
    if (value.length === 0) return [of(ABSURD)()]
    const at = below(value.length)
    return value.flatMap((entry, i) =>
      i !== at ? [entry] : below(6) === 0 ? [] : [distorted(entry, depth + 1)],
    )
  }
  const entries = Object.entries(value)
  if (entries.length === 0) return of(ABSURD)()
  if (below(6) === 0) entries.sort(() => below(3) - 1)
  const at = below(entries.length)
  const out = entries.flatMap(([key, entry], i) =>
    i !== at ? [[key, entry]] : below(8) === 0 ? [] : [[key, distorted(entry, depth + 1)]],
  )
  return Object.fromEntries(out)
}

test('whatever stands in an object, it is read as parsing all of it says', () => {
  for (let round = 0; round < 6000; round += 1) {
    const { kind, object } = of(samples)
    let changed: unknown = object
    for (let times = below(3); times >= 0; times -= 1) changed = distorted(changed)
    const line = lineOf(changed)
    assert.deepEqual(fast(kind, line), slow(kind, line), line.slice(0, 2000))
  }
})

/** What other writers do to JSON, or somebody who means harm. */
const SPOIL: readonly ((line: string) => string)[] = [
  (line) => JSON.stringify(JSON.parse(line), undefined, below(3)),
  (line) => line.replaceAll('"name"', '"n\\u0061me"'),
  (line) => line.replaceAll(':"', of([': "', ':\t"'])),
  (line) => line.replace(/"(metadata|spec|status|labels|name)":/, '"$1":[1,{"a":"]"}],"$1":'),
  (line) => line.replace(/}$/, ',"object":{"metadata":{"name":"other"}}}'),
  (line) => line.replace('"object":{', '"object":{"metadata":{"name":"first"},"spec":{"a":1},'),
  (line) => line.replace('"metadata":{', '"metadata":{"managedFields":[{"a":["x"],"b":"]"}],'),
  (line) => line.replace('"metadata":{', '"metadata":{"managedFields":[{"manager":"]},"}],'),
  (line) =>
    line.replace(
      '"metadata":{',
      '"metadata":{"managedFields":[{"manager":"x],","":"","\\":[],\\"":":1,"}],',
    ),
  (line) => line.replace('"metadata":{', '"metadata":{"managedFields":[[{}],[[]]],'),
  (line) => line.replace('"metadata":{', '"metadata":{"managedFields":"[","finalizers":["]"],'),
]

for (const [at, spoil] of SPOIL.entries()) {
  test(`a line that is written otherwise (${at}) is read as parsing all of it says`, () => {
    for (const { kind, object } of samples) {
      const line = spoil(lineOf(object))
      assert.deepEqual(fast(kind, line), slow(kind, line), line.slice(0, 2000))
    }
  })
}

test('a line of which some letters are others is read as parsing all of it says, when it is JSON', () => {
  const letters = ['"', '\\', '[', ']', '{', '}', ',', ':', '0', 'a', ' ']
  let stillJson = 0
  for (let round = 0; round < 8000; round += 1) {
    const { kind, object } = of(samples)
    let line = lineOf(object)
    const at = below(line.length)
    line = line.slice(0, at) + of(letters) + line.slice(at + below(2))
    let expected: KubernetesObject | undefined
    try {
      expected = slow(kind, line)
    } catch {
      continue
    }
    if (!/^\{"type":"MODIFIED","object":/.test(line)) continue
    stillJson += 1
    assert.deepEqual(fast(kind, line), expected, line.slice(0, 2000))
  }
  assert.ok(stillJson > 500, `${stillJson}`)
})

for (const line of [
  '',
  '{',
  'x',
  'null',
  '1',
  '[]',
  '{"object":{"spec":{"containers":[',
  '{"a":[x]}',
]) {
  test(`no event: ${line}`, () => {
    assert.throws(() => watchEvent('core/pods', Buffer.from(line), ENVELOPE), /no JSON/)
  })
}

test('a line that was cut off is no event', () => {
  for (const { kind, object } of samples) {
    const line = lineOf(object)
    const cut = Buffer.from(line.slice(0, below(line.length)))
    assert.throws(() => watchEvent(kind, cut, ENVELOPE), /no JSON/)
  }
})
