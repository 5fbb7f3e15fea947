import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { CORE_KINDS } from '#lib/resources/core-kinds.ts'
import { emptySnapshot, reduce } from '#lib/snapshot/reduce.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import { connectUrl } from '#server/kubernetes/connection.ts'
import { openKubernetes } from '#server/kubernetes/source.ts'

/**
 * Time, memory and longest block of the event loop for reading N Pods out of another process:
 * `node e2e/bench/reflector.ts [count]`. The floor is one fetch and JSON.parse of the same bytes.
 */
const count = Number(process.argv.find((argument) => /^\d+$/.test(argument)) ?? 20_000)
const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024)

if (process.argv.includes('--floor')) await floor(process.argv.at(-1) ?? '')
else await main()

async function main() {
  const server = spawn(
    process.execPath,
    [join(import.meta.dirname, 'pods-server.ts'), `${count}`],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const [port] = (await once(server.stdout, 'data')) as [Buffer]
  const url = `http://127.0.0.1:${String(port).trim()}`
  try {
    const child = spawn(process.execPath, [import.meta.filename, '--floor', url], {
      stdio: 'inherit',
    })
    await once(child, 'exit')
    await measure(url)
  } finally {
    server.kill()
  }
}

async function floor(url: string) {
  const started = performance.now()
  const response = await fetch(`${url}/api/v1/pods`)
  JSON.parse(await response.text())
  report('floor: one fetch, JSON.parse', started)
}

async function measure(url: string) {
  const kinds = CORE_KINDS.filter(({ plural }) => plural === 'pods')
  const kubernetes = openKubernetes({ connection: connectUrl(url), kinds })
  let snapshot: Snapshot = emptySnapshot(kinds)
  let peak = 0
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const sampler = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 20)
  const started = performance.now()
  await new Promise<void>((resolve, reject) => {
    kubernetes.watch({
      event(event) {
        snapshot = reduce(snapshot, [event])
        if (event.type === 'status' && event.status.state === 'synced') resolve()
      },
      failure: (error) => error && reject(error),
    })
  })
  const size = snapshot.kinds.get('core/pods')?.size
  delay.disable()
  clearInterval(sampler)
  report(`reflector: ${size} Pods`, started)
  console.log(`  longest block ${(delay.max / 1e6).toFixed(0)} ms, peak ${megabytes(peak)} MB`)
  await sleep(100)
  globalThis.gc?.()
  console.log(`  heap kept ${megabytes(process.memoryUsage().heapUsed)} MB`)
  await kubernetes.close()
}

function report(what: string, started: number) {
  const seconds = ((performance.now() - started) / 1000).toFixed(2)
  console.log(`${what}: ${seconds} s, resident ${megabytes(process.memoryUsage.rss())} MB`)
}
