import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PartialKind } from '#components/query/answers.ts'
import { mayNotListNamespaces, namesIn } from './named-namespaces.ts'

const rows: readonly { typed: string; names?: readonly string[]; trouble?: RegExp }[] = [
  { typed: '', names: [] },
  { typed: ' shop,payments;shop\n web-2 ', names: ['shop', 'payments', 'web-2'] },
  { typed: 'shop Pay', trouble: /"Pay"/ },
  { typed: 'a/../b', trouble: /"a\/..\/b"/ },
  { typed: '-a', trouble: /"-a"/ },
  { typed: 'a'.repeat(64), trouble: /"a{64}"/ },
  { typed: Array.from({ length: 101 }, (_, i) => `n${i}`).join(' '), trouble: /^101 .* 100 / },
]
for (const { typed, names, trouble } of rows)
  test(`names in ${JSON.stringify(typed.slice(0, 30))}`, () => {
    const answer = namesIn(typed)
    if (trouble) assert.match(answer.trouble ?? '', trouble)
    else assert.deepEqual(answer, { names })
  })

test('only the list of namespaces itself asks for names', () => {
  const kind = (differing: Partial<PartialKind>): PartialKind => ({
    group: '',
    version: 'v1',
    plural: 'namespaces',
    reason: 'not-permitted',
    message: '',
    ...differing,
  })
  assert.equal(mayNotListNamespaces([kind({})]), true)
  for (const other of [
    kind({ plural: 'pods' }),
    kind({ group: 'example.io' }),
    kind({ reason: 'failed' }),
    kind({ namespace: 'shop' }),
  ])
    assert.equal(mayNotListNamespaces([other]), false)
  assert.equal(mayNotListNamespaces(undefined), false)
})
