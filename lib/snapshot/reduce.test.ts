import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Kind } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { get, inNamespace, isKnown, objectsOf, stateOf } from './read.ts'
import { emptySnapshot, reduce } from './reduce.ts'
import type { KindState, Snapshot, SnapshotEvent } from './snapshot.ts'

const kind = (group: string, plural: string, editable = false): Kind => ({
  group,
  kind: plural,
  plural,
  versions: ['v1'],
  scope: 'Namespaced',
  watch: true,
  editable,
})
const KINDS = [
  kind('', 'pods'),
  kind('', 'services'),
  kind('networking.istio.io', 'gateways', true),
  { ...kind('', 'secrets'), watch: false },
]
const PODS = 'core/pods'
const GATEWAYS = 'networking.istio.io/gateways'

const object = (namespace: string, name: string, version: string, spec: unknown = {}) =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      ...(namespace ? { namespace } : {}),
      uid: `${namespace}/${name}`,
      resourceVersion: version,
    },
    spec,
  }) satisfies KubernetesObject

const put = (object: KubernetesObject, kind = PODS): SnapshotEvent => ({
  type: 'put',
  kind,
  object,
})
const remove = (namespace: string, name: string): SnapshotEvent => ({
  type: 'delete',
  kind: PODS,
  namespace,
  name,
})
const replace = (...objects: KubernetesObject[]): SnapshotEvent => ({
  type: 'replace',
  kind: PODS,
  objects,
})
const names = (snapshot: Snapshot, kind = PODS) =>
  [...objectsOf(snapshot, kind)]
    .map((o) => `${o.metadata.namespace}/${o.metadata.name}@${o.metadata.resourceVersion}`)
    .sort()

const base = reduce(emptySnapshot(KINDS), [
  put(object('shop', 'web', '1')),
  put(object('shop', 'cart', '2')),
  put(object('bank', 'web', '3')),
])

const rows: { name: string; events: SnapshotEvent[]; expect: string[] }[] = [
  { name: 'nothing', events: [], expect: ['bank/web@3', 'shop/cart@2', 'shop/web@1'] },
  {
    name: 'a newer version takes the place of the older',
    events: [put(object('shop', 'web', '9', { a: 1 }))],
    expect: ['bank/web@3', 'shop/cart@2', 'shop/web@9'],
  },
  {
    name: 'the same name in another namespace is another object',
    events: [remove('shop', 'web')],
    expect: ['bank/web@3', 'shop/cart@2'],
  },
  {
    name: 'deleting what is not there changes nothing',
    events: [remove('shop', 'nobody'), remove('nowhere', 'web')],
    expect: ['bank/web@3', 'shop/cart@2', 'shop/web@1'],
  },
  {
    name: 'deleted and created again in one batch',
    events: [remove('bank', 'web'), put(object('bank', 'web', '7'))],
    expect: ['bank/web@7', 'shop/cart@2', 'shop/web@1'],
  },
  {
    name: 'a whole list removes what it does not name',
    events: [replace(object('shop', 'cart', '2'), object('new', 'web', '8'))],
    expect: ['new/web@8', 'shop/cart@2'],
  },
  {
    name: 'events after a whole list build on it',
    events: [replace(object('a', 'x', '4')), put(object('a', 'y', '5')), remove('a', 'x')],
    expect: ['a/y@5'],
  },
  {
    name: 'names out of a prototype are only names',
    events: [replace(object('__proto__', 'constructor', '1'))],
    expect: ['__proto__/constructor@1'],
  },
  {
    name: 'kinds that are not watched are ignored',
    events: [put(object('shop', 'key', '1'), 'core/secrets')],
    expect: ['bank/web@3', 'shop/cart@2', 'shop/web@1'],
  },
]

for (const row of rows) {
  test(`reduce: ${row.name}`, () => {
    const after = reduce(base, row.events)
    assert.deepEqual(names(after), row.expect)
    assert.equal(after.kinds.get(PODS)?.size, row.expect.length)
    assert.deepEqual(
      names(base),
      ['bank/web@3', 'shop/cart@2', 'shop/web@1'],
      'the old one is as it was',
    )
  })
}

test('an unchanged namespace, kind and object keep their identity', () => {
  const after = reduce(base, [put(object('shop', 'web', '9', { changed: true }))])
  assert.notEqual(after, base)
  assert.equal(after.kinds.get('core/services'), base.kinds.get('core/services'))
  const [now, before] = [after.kinds.get(PODS), base.kinds.get(PODS)]
  assert.equal(now?.namespaces.get('bank'), before?.namespaces.get('bank'))
  assert.notEqual(now?.namespaces.get('shop'), before?.namespaces.get('shop'))
  assert.equal(get(after, PODS, 'shop', 'cart'), get(base, PODS, 'shop', 'cart'))
})

const silent: { name: string; event: SnapshotEvent }[] = [
  { name: 'an object seen twice', event: put(object('shop', 'web', '1')) },
  { name: 'a heartbeat that counts up the version only', event: put(object('shop', 'web', '77')) },
  {
    name: 'a fresh list of the same objects in another order',
    event: replace(
      object('bank', 'web', '3'),
      object('shop', 'cart', '2'),
      object('shop', 'web', '1'),
    ),
  },
  { name: 'deleting a stranger', event: remove('shop', 'nobody') },
  {
    name: 'the same status again',
    event: { type: 'status', kind: PODS, status: { state: 'syncing' } },
  },
]
for (const { name, event } of silent) {
  test(`the very same snapshot after ${name}`, () => assert.equal(reduce(base, [event]), base))
}

test('a version of an editable object is never swallowed', () => {
  const before = reduce(base, [put(object('shop', 'gw', '1'), GATEWAYS)])
  const after = reduce(before, [put(object('shop', 'gw', '2'), GATEWAYS)])
  assert.deepEqual(names(after, GATEWAYS), ['shop/gw@2'])
})

test('another content under a known version is news: a server may begin to count anew', () => {
  for (const [kind, name] of [
    [PODS, 'web'],
    [GATEWAYS, 'gw'],
  ] as const) {
    const before = reduce(base, [put(object('shop', name, '1'), kind)])
    const after = reduce(before, [
      { type: 'replace', kind, objects: [object('shop', name, '1', { a: 2 })] },
    ])
    assert.deepEqual(get(after, kind, 'shop', name)?.spec, { a: 2 })
  }
})

test('an object that was deleted and made again is news, whatever it holds', () => {
  const again = object('shop', 'web', '50')
  const after = reduce(base, [put({ ...again, metadata: { ...again.metadata, uid: 'other' } })])
  assert.equal(get(after, PODS, 'shop', 'web')?.metadata.uid, 'other')
})

test('a status says what is known and which version is read', () => {
  const status: KindState = { state: 'not-permitted', message: 'no' }
  const after = reduce(base, [{ type: 'status', kind: PODS, status, version: 'v1' }])
  assert.deepEqual(stateOf(after, PODS), status)
  assert.equal(after.kinds.get(PODS)?.version, 'v1')
  assert.equal(isKnown(after, PODS), false)
  assert.equal(isKnown(after, 'no.such/kind'), true)
  assert.equal(after.kinds.get(PODS)?.namespaces, base.kinds.get(PODS)?.namespaces)
})

test('one namespace is read alone', () => {
  assert.deepEqual([...inNamespace(base, PODS, 'shop')].map((o) => o.metadata.name).sort(), [
    'cart',
    'web',
  ])
  assert.deepEqual([...inNamespace(base, PODS, 'nowhere')], [])
})

test('random events in random batches give what the same events give one by one', () => {
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % below
  }
  const truth = new Map<string, string>()
  let batched = emptySnapshot(KINDS)
  let single = emptySnapshot(KINDS)
  let batch: SnapshotEvent[] = []
  for (let version = 1; version < 3000; version += 1) {
    const [ns, name] = [`n${random(5)}`, `p${random(20)}`]
    const isDelete = random(3) === 0
    const event = isDelete ? remove(ns, name) : put(object(ns, name, `${version}`, { version }))
    if (isDelete) truth.delete(`${ns}/${name}`)
    else truth.set(`${ns}/${name}`, `${version}`)
    batch.push(event)
    single = reduce(single, [event])
    if (random(10) === 0) {
      batched = reduce(batched, batch)
      batch = []
    }
  }
  batched = reduce(batched, batch)
  const expected = [...truth].map(([key, version]) => `${key}@${version}`).sort()
  assert.deepEqual(names(batched), expected)
  assert.deepEqual(names(single), expected)
  assert.equal(batched.kinds.get(PODS)?.size, truth.size)
})
