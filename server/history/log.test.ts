import assert from 'node:assert/strict'
import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { firstBrokenLine, openLog } from './log.ts'

async function inFolder(work: (folder: string, file: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'history-'))
  try {
    await work(folder, join(folder, 'history', 'kind-one.jsonl'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

test('lines are appended in order, numbered, sealed, and read back', () =>
  inFolder(async (folder, file) => {
    const log = await openLog(folder, 'kind-one')
    await Promise.all(['a', 'b', 'c'].map((id) => log.append({ type: 'intent', id })))
    assert.equal((await readFile(file, 'utf8')).trimEnd().split('\n').length, 3)
    const again = await openLog(folder, 'kind-one')
    assert.deepEqual(
      again.lines.map((line) => [line.seq, line.id]),
      [
        [1, 'a'],
        [2, 'b'],
        [3, 'c'],
      ],
    )
    assert.equal(await firstBrokenLine(folder, 'kind-one'), undefined)
    assert.equal((await stat(file)).mode & 0o777, 0o600)
  }))

test('a torn last line is skipped, and the next one is whole', () =>
  inFolder(async (folder, file) => {
    await (await openLog(folder, 'kind-one')).append({ type: 'intent', id: 'a' })
    await appendFile(file, '{"type":"result","id":"a","se')
    const log = await openLog(folder, 'kind-one')
    assert.deepEqual(
      log.lines.map((line) => line.type),
      ['intent'],
    )
    await log.append({ type: 'intent', id: 'b' })
    assert.deepEqual(
      (await openLog(folder, 'kind-one')).lines.map((line) => line.id),
      ['a', 'b'],
    )
    assert.equal(await firstBrokenLine(folder, 'kind-one'), undefined)
  }))

const changes = [
  {
    name: 'a changed word',
    change: (text: string) => text.replace('"who":"eve"', '"who":"bob"'),
    broken: 2,
  },
  {
    name: 'a line taken out',
    change: (text: string) => text.split('\n').toSpliced(1, 1).join('\n'),
    broken: 2,
  },
  {
    name: 'two lines exchanged',
    change: (text: string) => {
      const [a, b, ...rest] = text.split('\n')
      return [b, a, ...rest].join('\n')
    },
    broken: 1,
  },
]
for (const row of changes)
  test(`the seal shows ${row.name}`, () =>
    inFolder(async (folder, file) => {
      const log = await openLog(folder, 'kind-one')
      for (const who of ['amy', 'eve', 'joe'])
        await log.append({ type: 'intent', id: who, ...{ who } })
      await writeFile(file, row.change(await readFile(file, 'utf8')))
      assert.equal(await firstBrokenLine(folder, 'kind-one'), row.broken)
    }))

test('the name of a cluster cannot leave the folder', () =>
  inFolder(async (folder) => {
    for (const name of ['../../evil', '..', 'a/b', 'x'.repeat(400)]) {
      await (await openLog(folder, name)).append({ type: 'intent', id: name })
      assert.deepEqual(
        (await openLog(folder, name)).lines.map((line) => line.id),
        [name],
      )
    }
    await assert.rejects(stat(join(folder, '..', 'evil.jsonl')))
  }))
