import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { openNamedNamespaces } from './named-namespaces.ts'

let data: string
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'named-'))
})
afterEach(() => rmSync(data, { recursive: true, force: true }))

test('names are kept for each cluster, and read by the next process', async () => {
  const named = openNamedNamespaces(data)
  assert.deepEqual(named.of('prod'), [])
  await named.keep('prod', ['shop', 'pay'])
  await named.keep('../evil/..', ['own'])
  const later = openNamedNamespaces(data)
  assert.deepEqual(
    [later.of('prod'), later.of('../evil/..'), later.of('other')],
    [['shop', 'pay'], ['own'], []],
  )
  assert.deepEqual(readdirSync(data), ['namespaces'])
  assert.equal(readdirSync(join(data, 'namespaces')).length, 2, 'no draft is left')
})

test('the last one counts, however fast they come', async () => {
  const named = openNamedNamespaces(data)
  await Promise.all([['a'], ['b', 'c'], []].map((names) => named.keep('c', names)))
  assert.deepEqual(openNamedNamespaces(data).of('c'), [])
  assert.equal(readFileSync(join(data, 'namespaces', 'c.json'), 'utf8'), '[]\n')
})

const rows: readonly { name: string; text: string; holds: readonly string[] }[] = [
  { name: 'no JSON', text: '["a"', holds: [] },
  { name: 'no list', text: '{"0":"a","length":1}', holds: [] },
  { name: 'what is no name', text: '["a","../b","C",3,null,"d-1"]', holds: ['a', 'd-1'] },
]
for (const row of rows)
  test(`a file that holds ${row.name}`, () => {
    mkdirSync(join(data, 'namespaces'))
    writeFileSync(join(data, 'namespaces', 'c.json'), row.text)
    assert.deepEqual(openNamedNamespaces(data).of('c'), row.holds)
  })

test('a folder that cannot be written is told, and the names hold until the end', async () => {
  writeFileSync(join(data, 'file'), '')
  const named = openNamedNamespaces(join(data, 'file'))
  await assert.rejects(named.keep('c', ['a']))
  assert.deepEqual(named.of('c'), ['a'])
})
