import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openKubeconfig } from '../../support/open-kubeconfig.ts'
import { childrenOf, cpuOf, memoryOf } from '../process-memory.ts'
import { clusterEvents } from './events.ts'

export type Topology = {
  readonly bytes: number
  readonly compressedBytes: number
  /** Asked again without a tag, each a whole answer. */
  readonly ms: readonly number[]
  readonly compressedMs: readonly number[]
  /** With the tag of the answer before: 304. */
  readonly unchangedMs: readonly number[]
}

export type ProductMeasures = {
  /** From the start of the server, with everything built, to a settled cluster. */
  readonly readyMs: number
  /** As long, to the first whole topology, derived and answered: what a person waits for. */
  readonly firstTopologyMs: number
  readonly cpuMs: number
  /** The longest that the health check had to wait while the cluster was read: what a person would feel. */
  readonly longestWaitMs: number
  /** Bytes of each process that the start command leaves running. */
  readonly resident: {
    readonly server: number
    readonly launcher: number
    readonly serverPeak: number
    /** After the answers below and a page of events with somebody listening. */
    readonly serverAtEnd: number
  }
  readonly events: number
  readonly topology: Topology
}

const REPEATS = 10
const EVENTS = 20
const READY_MS = 180_000

/**
 * The whole product as `npm start -- --kubeconfig <file>` runs it, on a cluster that is served at `url`. Builds it
 * first when its sources changed, as the start command does.
 */
export async function measureProduct(url: string, pods: number): Promise<ProductMeasures> {
  const root = join(import.meta.dirname, '../../..')
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-bench-'))
  const token = randomBytes(32).toString('base64url')
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const launch = join(root, 'cli/launch/main.mjs')
  await finished(spawn(process.execPath, [launch, 'build'], { cwd: root, stdio: 'inherit' }))
  const kubeconfig = join(folder, 'kubeconfig')
  writeFileSync(kubeconfig, openKubeconfig(url, 'bench'))
  const child = spawn(
    process.execPath,
    [launch, 'start', '--kubeconfig', kubeconfig, '--port', `${port}`, '--no-open'],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, MESHWRIGHT_TOKEN: token, MESHWRIGHT_DATA: join(folder, 'data') },
    },
  )
  // Should a source have changed since, the start builds anew: that is not what is measured.
  let started = performance.now()
  child.stdout.on('data', (data: Buffer) => {
    if (String(data).includes('Starting')) started = performance.now()
  })
  const headers = { authorization: `Bearer ${token}` }
  const stream = new AbortController()
  try {
    const first = await firstTopology(base, headers, child)
    const { readyAt, shownAt, longestWaitMs } = first
    const [readyMs, firstTopologyMs] = [readyAt - started, shownAt - started]
    const launcher = child.pid ?? 0
    const [server = 0] = childrenOf(launcher)
    const cpuMs = cpuOf(server)
    await sleep(2000)
    const afterLoad = memoryOf(server)
    const own = `${base}/api/clusters/${first.cluster}`
    const topology = await topologyOf(`${own}/topology`, headers)
    const listening = await fetch(`${own}/events`, { headers, signal: stream.signal })
    void listening.text().catch(() => {})
    const next = clusterEvents(url, pods)
    for (let at = 0; at < EVENTS; at++) {
      await next(at).write()
      await sleep(200)
      await (await fetch(`${own}/topology`, { headers })).arrayBuffer()
    }
    await sleep(2000)
    const atEnd = memoryOf(server)
    return {
      readyMs,
      firstTopologyMs,
      cpuMs,
      longestWaitMs,
      resident: {
        server: afterLoad?.now ?? Number.NaN,
        launcher: memoryOf(launcher)?.now ?? Number.NaN,
        serverPeak: atEnd?.peak ?? Number.NaN,
        serverAtEnd: atEnd?.now ?? Number.NaN,
      },
      events: EVENTS,
      topology,
    }
  } finally {
    stream.abort()
    if (child.exitCode === null) {
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
    }
    rmSync(folder, { recursive: true, force: true })
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

async function finished(child: ChildProcess): Promise<void> {
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`The build ended with ${code}.`)
}

/**
 * Waits until the cluster is read and its topology is answered, and asks for the health all the while: how long
 * that had to wait at most is how long the event loop was blocked, as seen from outside.
 */
async function firstTopology(
  base: string,
  headers: Readonly<Record<string, string>>,
  child: ChildProcess,
) {
  const deadline = performance.now() + READY_MS
  let longestWaitMs = 0
  let isUp = false
  let shown: { cluster: string; readyAt: number; shownAt: number } | undefined
  async function show() {
    while (!(await answers(`${base}/api/ready`))) await sleep(20)
    const readyAt = performance.now()
    const { clusters } = (await (await fetch(`${base}/api/clusters`, { headers })).json()) as {
      clusters: { id: string }[]
    }
    const cluster = clusters[0]?.id ?? ''
    const answer = await fetch(`${base}/api/clusters/${cluster}/topology`, { headers })
    await answer.arrayBuffer()
    if (!answer.ok) throw new Error(`The topology answered ${answer.status}.`)
    shown = { cluster, readyAt, shownAt: performance.now() }
  }
  let failed: unknown
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The product ended with ${child.exitCode}.`)
    if (failed) throw failed
    if (shown) return { ...shown, longestWaitMs }
    if (performance.now() > deadline) throw new Error('The product did not become ready in time.')
    const asked = performance.now()
    if (await answers(`${base}/api/health`)) {
      // The very first answer also loads the route.
      if (isUp) longestWaitMs = Math.max(longestWaitMs, performance.now() - asked)
      else
        show().catch((error: unknown) => {
          failed = error
        })
      isUp = true
    }
    await sleep(20)
  }
}

async function answers(address: string): Promise<boolean> {
  try {
    const answer = await fetch(address)
    await answer.text()
    return answer.ok
  } catch {
    return false // not listening yet
  }
}

async function topologyOf(
  address: string,
  headers: Readonly<Record<string, string>>,
): Promise<Topology> {
  // fetch takes compression apart by itself, so sizes come from asking for none and from the length as sent.
  const plain = { ...headers, 'accept-encoding': 'identity' }
  const ask = async (given: Readonly<Record<string, string>>) => {
    const started = performance.now()
    const { request } = await import('undici')
    const answer = await request(address, { headers: given })
    const bytes = (await answer.body.arrayBuffer()).byteLength
    const { statusCode } = answer
    return { bytes, statusCode, etag: answer.headers.etag, ms: performance.now() - started }
  }
  const first = await ask(plain)
  if (first.statusCode !== 200) throw new Error(`${address} answered ${first.statusCode}.`)
  const ms: number[] = []
  const compressedMs: number[] = []
  const unchangedMs: number[] = []
  let compressedBytes = Number.NaN
  for (let at = 0; at < REPEATS; at++) {
    ms.push((await ask(plain)).ms)
    const compressed = await ask({ ...headers, 'accept-encoding': 'gzip' })
    compressedMs.push(compressed.ms)
    compressedBytes = compressed.bytes
    const unchanged = await ask({ ...plain, 'if-none-match': String(first.etag) })
    if (unchanged.statusCode === 304) unchangedMs.push(unchanged.ms)
  }
  return { bytes: first.bytes, compressedBytes, ms, compressedMs, unchangedMs }
}
