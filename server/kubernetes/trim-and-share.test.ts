import assert from 'node:assert/strict'
import { test } from 'node:test'
import { share } from './share.ts'
import { readLines } from './watch-lines.ts'

test('equal parts are one object, different ones are not', () => {
  const one = share({ a: [1, { b: 'x' }] })
  assert.equal(share({ a: [1, { b: 'x' }] }), one)
  assert.notEqual(share({ a: [1, { b: 'y' }] }), one)
  assert.deepEqual(share({ a: [1, { b: 'y' }] }), { a: [1, { b: 'y' }] })
  assert.notEqual(share({ a: 1 }), share({ a: '1' }))
  const big = 'x'.repeat(20_000)
  assert.deepEqual(share({ big }), { big })
})

test('parts that are equal are one object within different ones', () => {
  const port = () => ({ name: 'http', port: 80, tls: null, isOpen: true })
  const one = share({ name: 'one', ports: [port(), { ...port(), port: 81 }] })
  const other = share({ name: 'other', ports: [port(), { ...port(), isOpen: false }] })
  assert.notEqual(one, other)
  assert.equal(one.ports[0], other.ports[0])
  assert.notEqual(one.ports[1], other.ports[1])
  assert.deepEqual(other.ports[1], { ...port(), isOpen: false })
})

test('a part that is deeper than any should be, and many of one hash, are shared as well as it goes', () => {
  const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`)
  assert.equal(share(deep), deep)
  for (let at = 0; at < 50_000; at += 1)
    assert.deepEqual(share({ at, name: `${at}` }), { at, name: `${at}` })
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
