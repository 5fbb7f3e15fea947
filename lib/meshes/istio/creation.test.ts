import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { byCreation, reader } from './creation.ts'

const object = (name: string, day: number): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Thing',
  metadata: { name, namespace: 'shop', creationTimestamp: `2026-01-0${day}T00:00:00Z` },
})

test('a list that differs a little from one in use comes in the order that sorting gives', () => {
  const read = reader((one) => ({ object: one }))
  let seed = 7
  const below = (n: number) => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31
    return seed % n
  }
  let objects = Array.from({ length: 300 }, (_, i) => object(`thing-${i}`, 1 + below(9)))
  const inUse: unknown[] = [read(objects)]
  for (let step = 0; step < 200; step++) {
    const changed = [...objects]
    for (let n = below(4); n >= 0; n--) {
      const at = below(changed.length)
      const what = below(3)
      if (what === 0) changed.splice(at, 1)
      else changed.splice(at, what - 1, object(`thing-${below(400)}-${step}`, 1 + below(9)))
    }
    objects = changed
    // As two control planes do that see different parts.
    const half = objects.filter((_, i) => i % 2 === 0)
    for (const given of [objects, half, objects]) {
      const found = read(given)
      assert.deepEqual(found, [...given.map((one) => ({ object: one }))].sort(byCreation))
      inUse.push(found)
    }
  }
})

test('the same list gives the same answer', () => {
  const read = reader((one) => ({ object: one }))
  const objects = [object('b', 2), object('a', 1)]
  const first = read(objects)
  assert.deepEqual(
    first.map((one) => one.object.metadata.name),
    ['a', 'b'],
  )
  assert.equal(read([...objects]), first)
})
