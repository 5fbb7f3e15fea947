import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cutManagedFields } from './cut-managed-fields.ts'
import { share } from './share.ts'
import { readLines } from './watch-lines.ts'

const rows: { name: string; value: unknown; expect?: unknown }[] = [
  {
    name: 'lists within lists and brackets in strings',
    value: {
      metadata: { name: 'x', managedFields: [{ a: [[']"\\'], '\\"['] }, ']'], labels: { a: '[' } },
      spec: 1,
    },
    expect: { metadata: { name: 'x', managedFields: [], labels: { a: '[' } }, spec: 1 },
  },
  {
    name: 'each item of a list',
    value: { items: [1, 2].map((i) => ({ metadata: { managedFields: [i], name: `${i}` } })) },
    expect: { items: ['1', '2'].map((name) => ({ metadata: { managedFields: [], name } })) },
  },
  { name: 'nothing to cut', value: { metadata: { name: 'ä' } } },
  {
    name: 'the key within a string',
    value: { metadata: { annotations: { a: '"managedFields":[1,2]' } } },
  },
  { name: 'an empty one', value: { metadata: { managedFields: [], name: 'x' } } },
]
for (const { name, value, expect = value } of rows) {
  test(`managed fields are cut: ${name}`, () => {
    const text = Buffer.from(JSON.stringify(value))
    assert.deepEqual(JSON.parse(cutManagedFields(text).toString()), expect)
  })
}

test('what is no JSON stays as it is', () => {
  const text = Buffer.from('{"metadata":{"managedFields":[{"a":"b')
  assert.equal(cutManagedFields(text).toString(), text.toString())
})

test('equal parts are one object, different ones are not', () => {
  const one = share({ a: [1, { b: 'x' }] })
  assert.equal(share({ a: [1, { b: 'x' }] }), one)
  assert.notEqual(share({ a: [1, { b: 'y' }] }), one)
  assert.deepEqual(share({ a: [1, { b: 'y' }] }), { a: [1, { b: 'y' }] })
  assert.notEqual(share({ a: 1 }), share({ a: '1' }))
  const big = 'x'.repeat(20_000)
  assert.deepEqual(share({ big }), { big })
})

async function linesOf(...chunks: (string | Buffer)[]) {
  const lines: string[] = []
  const body = (async function* () {
    for (const chunk of chunks) yield Buffer.from(chunk)
  })()
  await readLines(body, (line) => lines.push(line.toString('utf8')))
  return lines
}
const umlaut = Buffer.from('ä')
const cuts: { name: string; chunks: (string | Buffer)[]; expect: string[] }[] = [
  { name: 'several lines in one piece', chunks: ['a\nb\nc\n'], expect: ['a', 'b', 'c'] },
  { name: 'one line in several pieces', chunks: ['a', 'b', 'c\n'], expect: ['abc'] },
  {
    name: 'a character in two pieces',
    chunks: [umlaut.subarray(0, 1), umlaut.subarray(1), '\n'],
    expect: ['ä'],
  },
  { name: 'empty lines', chunks: ['\n\na\n\n', '\n'], expect: ['a'] },
  { name: 'an end that comes alone', chunks: ['a', '\n', 'b\n'], expect: ['a', 'b'] },
  { name: 'a line without its end', chunks: ['a\nb'], expect: ['a'] },
]
for (const { name, chunks, expect } of cuts) {
  test(`lines: ${name}`, async () => assert.deepEqual(await linesOf(...chunks), expect))
}

test('a long list of lines lets others have their turn', async () => {
  let turns = 0
  const timer = setInterval(() => {
    turns += 1
  }, 1)
  const chunk = Buffer.from(`${JSON.stringify({ a: 'x'.repeat(500) })}\n`.repeat(100))
  const body = (async function* () {
    for (let i = 0; i < 500; i += 1) yield chunk
  })()
  await readLines(body, (line) => JSON.parse(line.toString('utf8')))
  clearInterval(timer)
  assert.ok(turns >= 3, `${turns} turns`)
})
