import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { cacheFolder, produceOnce } from './cache-folder.ts'

let base = ''
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'meshwright-cache-'))
})
afterEach(() => rm(base, { recursive: true, force: true }))

const rows = [
  { name: 'XDG_CACHE_HOME', env: { XDG_CACHE_HOME: '/x', HOME: '/h' }, starts: '/x/meshwright/k/' },
  {
    name: 'a relative one is ignored',
    env: { XDG_CACHE_HOME: 'x', HOME: '/h' },
    starts: '/h/.cache/',
  },
  {
    name: 'an empty one is ignored',
    env: { XDG_CACHE_HOME: '', HOME: '/h' },
    starts: '/h/.cache/',
  },
  { name: 'the home folder', env: { HOME: '/h' }, starts: '/h/.cache/meshwright/k/' },
]
for (const row of rows) {
  test(`cache folder: ${row.name}`, () => {
    assert.ok(cacheFolder('k', 'source', row.env).startsWith(row.starts))
  })
}

test('the folder changes with the source', () => {
  assert.notEqual(cacheFolder('k', 'one'), cacheFolder('k', 'two'))
  assert.match(cacheFolder('k', 'one'), /\/k\/[0-9a-f]{16}$/)
})

test('many ask at once, one produces, and nothing else is left', async () => {
  const folder = join(base, 'a', 'b')
  let runs = 0
  const produce = async (temporary: string) => {
    runs += 1
    await writeFile(join(temporary, 'file'), 'made')
  }
  await Promise.all([1, 2, 3].map(() => produceOnce(folder, produce)))
  assert.equal(runs, 1)
  assert.equal(await readFile(join(folder, 'file'), 'utf8'), 'made')
  assert.deepEqual(await readdir(dirname(folder)), ['b'])
})

test('a failure leaves nothing, and the next one tries again', async () => {
  const folder = join(base, 'b')
  const failing = produceOnce(folder, async (temporary) => {
    await writeFile(join(temporary, 'half'), '')
    throw new Error('no network')
  })
  await assert.rejects(failing, /no network/)
  assert.deepEqual(await readdir(base), [])
  await produceOnce(folder, async () => {})
  assert.deepEqual(await readdir(base), ['b'])
})

test('the lock of one that was killed does not hold others', async () => {
  const folder = join(base, 'b')
  await writeFile(`${folder}.lock`, '')
  const longAgo = new Date(Date.now() - 60_000)
  await utimes(`${folder}.lock`, longAgo, longAgo)
  await produceOnce(folder, async () => {})
  assert.deepEqual(await readdir(base), ['b'])
})
