import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startProcess } from './server-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'meshwright-process-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const logFile = join(folder, 'log')

/** A server that starts another one, says both process ids, and stays. */
const SERVER = ['-c', 'sleep 300 & echo "$$ $!"; wait']

async function pidsIn(log: () => string): Promise<number[]> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const found = /^(\d+) (\d+)$/m.exec(log())
    if (found !== null) return [Number(found[1]), Number(found[2])]
    await sleep(20)
  }
  throw new Error(`no process ids in ${log()}`)
}

/** What has ended but was not yet waited for by its new parent counts as gone. */
function isAlive(pid: number): boolean {
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
  const text = state.stdout.trim()
  return text !== '' && !text.startsWith('Z')
}

async function untilGone(pids: readonly number[]): Promise<void> {
  for (let attempt = 0; attempt < 100 && pids.some(isAlive); attempt += 1) await sleep(20)
  assert.deepEqual(pids.filter(isAlive), [])
}

for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
  test(`stop by ${signal} ends a server and what it started`, async () => {
    const server = startProcess('/bin/sh', SERVER, join(folder, signal))
    const pids = await pidsIn(server.log)
    assert.ok(server.isRunning() && pids.every(isAlive))
    await server.stop(signal)
    assert.equal(server.isRunning(), false)
    await untilGone(pids)
    await server.stop(signal) // a second time does nothing
  })
}

test('a server that does not heed SIGTERM is killed', async () => {
  const stubborn = ['-c', 'trap "" TERM; sleep 300 & echo "$$ $!"; wait; wait; wait']
  const server = startProcess('/bin/sh', stubborn, join(folder, 'stubborn'))
  const pids = await pidsIn(server.log)
  await server.stop('SIGTERM')
  await untilGone(pids)
})

test('a server that ends by itself is noticed, and its words are kept', async () => {
  const server = startProcess('/bin/sh', ['-c', 'echo no such port >&2; exit 3'], logFile)
  while (server.isRunning()) await sleep(20)
  assert.match(server.log(), /no such port/)
})

const ENDS = [
  { name: 'is killed outright', end: 'SIGKILL' },
  { name: 'is asked to end', end: 'SIGTERM' },
  { name: 'is interrupted', end: 'SIGINT' },
  { name: 'has nothing left to do', end: undefined },
] as const
for (const { name, end } of ENDS) {
  test(`servers end with the process that started them when it ${name}`, async () => {
    const log = join(folder, `parent-${end}`)
    const stay = end === undefined ? '' : 'setInterval(() => {}, 1000)'
    const program = `
      import { startProcess } from ${JSON.stringify(join(import.meta.dirname, 'server-process.ts'))}
      const server = startProcess('/bin/sh', ${JSON.stringify(SERVER)}, ${JSON.stringify(log)})
      while (!/\\d+ \\d+/.test(server.log())) await new Promise((done) => setTimeout(done, 20))
      console.log(server.log())
      ${stay}`
    const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = new Promise<string | number | null>((resolve) => {
      parent.once('exit', (code, signal) => resolve(signal ?? code))
    })
    const line = await new Promise<string>((resolve) => {
      createInterface({ input: parent.stdout }).once('line', resolve)
    })
    const pids = line.split(' ').map(Number)
    assert.equal(pids.length, 2)
    if (end !== undefined) parent.kill(end)
    assert.equal(await ended, end ?? 0)
    await untilGone(pids)
  })
}
