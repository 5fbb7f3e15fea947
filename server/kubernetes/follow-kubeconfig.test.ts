import assert from 'node:assert/strict'
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { followKubeconfig } from './follow-kubeconfig.ts'

const folder = mkdtempSync(join(tmpdir(), 'meshwright-follow-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const config = (token: string, more: object = {}) =>
  JSON.stringify({
    clusters: [{ name: 'c', cluster: { server: 'http://a.test' } }],
    users: [
      { name: 'u', user: { token } },
      { name: 'v', user: { token: 'other' } },
    ],
    contexts: [
      { name: 'x', context: { cluster: 'c', user: 'u' } },
      { name: 'y', context: { cluster: 'c', user: 'v' } },
    ],
    'current-context': 'x',
    ...more,
  })

const EVERY_MS = 10
const rows: {
  name: string
  context?: string
  edits: readonly (string | { replace: string })[]
  told: readonly string[]
}[] = [
  { name: 'another token', edits: [config('two')], told: ['changed'] },
  {
    name: 'an editor that puts a new file in place of the old one',
    edits: [{ replace: config('two') }],
    told: ['changed'],
  },
  { name: 'a comment', edits: [`${config('one')}\n# hello\n`], told: [] },
  {
    name: 'another current context',
    edits: [config('one', { 'current-context': 'y' })],
    told: ['changed'],
  },
  {
    name: 'another current context, while one was asked for',
    context: 'x',
    edits: [config('one', { 'current-context': 'y' })],
    told: [],
  },
  {
    name: 'a broken edit, put right again',
    edits: ['users: [', config('one')],
    told: ['broken line 1', 'whole'],
  },
  {
    name: 'a broken edit, put right with another token',
    edits: ['users: [', config('two')],
    told: ['broken line 1', 'whole', 'changed'],
  },
  {
    name: 'a context that is gone',
    edits: [config('one', { contexts: [] })],
    told: ['broken no usable context "x"'],
  },
]
for (const { name, context, edits, told } of rows) {
  test(`a kubeconfig in use: ${name}`, async () => {
    const file = join(folder, `${Math.random()}`)
    writeFileSync(file, config('one'))
    const heard: string[] = []
    const stop = followKubeconfig(
      { files: [join(folder, 'none'), file], ...(context ? { context } : {}) },
      {
        changed: () => heard.push('changed'),
        broken: (error) => {
          const says = error && /line \d+|no usable context "x"/.exec(error.message)?.[0]
          heard.push(error ? `broken ${says}` : 'whole')
        },
      },
      EVERY_MS,
    )
    for (const edit of edits) {
      await sleep(2 * EVERY_MS)
      if (typeof edit === 'string') writeFileSync(file, edit)
      else {
        writeFileSync(`${file}.new`, edit.replace)
        renameSync(`${file}.new`, file)
      }
      await sleep(12 * EVERY_MS)
    }
    stop()
    assert.deepEqual(heard, told)
    writeFileSync(file, config('three'))
    await sleep(4 * EVERY_MS)
    assert.deepEqual(heard, told, 'who stopped hears nothing more')
  })
}

test('a file that comes later, and one that is half written for a moment', async () => {
  const file = join(folder, 'late')
  const heard: string[] = []
  const stop = followKubeconfig(
    { files: [file] },
    { changed: () => heard.push('changed'), broken: () => heard.push('broken') },
    40,
  )
  await sleep(60)
  writeFileSync(file, config('one').slice(0, 80))
  await sleep(45)
  writeFileSync(file, config('one'))
  for (let i = 0; i < 100 && heard.length === 0; i += 1) await sleep(10)
  stop()
  assert.deepEqual(heard, ['changed'])
})
