import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Blocks, longest } from '../block-probe.ts'
import { memoryOf } from '../process-memory.ts'
import { clusterEvents, type EventKind } from './events.ts'
import { type Loaded, wallClock } from './messages.ts'
import { type ServedCluster, serveCluster } from './served-cluster.ts'
import { StoreClient } from './store-client.ts'

export type Floor = {
  readonly ms: number
  readonly cpuMs: number
  readonly bytes: number
  readonly rss: number
}

export type EventSample = {
  readonly kind: EventKind
  readonly cpuMs: number
  readonly latencyMs: number
  readonly deriveMs: number
}

export type Storm = {
  readonly events: number
  readonly seconds: number
  readonly cpuMsPerEvent: number
  /** From the last write to a view that shows it. */
  readonly behindMs: number
  readonly block: number
}

export type StoreMeasures = {
  readonly pods: number
  readonly cluster: Pick<ServedCluster, 'objects' | 'podBytes' | 'loadMs'>
  readonly sandboxResident: number
  readonly floors: readonly Floor[]
  readonly loads: readonly Loaded[]
  /** CPU of a second in which nothing happens, the probes' own included; taken off each event. */
  readonly idleCpuMs: number
  readonly events: readonly EventSample[]
  readonly eventBlock: number
  readonly storm: Storm | undefined
  readonly residentAfterLoad: number
  readonly residentAtEnd: number
  readonly heap: number
}

export type StoreOptions = {
  readonly runs: number
  readonly events: number
  readonly profile: string | undefined
}

/** No more of one size's events than fit into this: a slow store is measured with fewer. */
const MOST_EVENT_MS = 120_000
/** Longer than a heavy model is held back, so that every event begins from rest. */
const REST_MS = 400
const STORM_SECONDS = 5
const STORM_PER_SECOND = 20

/** @param also what else is to be measured on the same cluster while it is served */
export async function measureStore<T>(
  pods: number,
  options: StoreOptions,
  also: (cluster: ServedCluster) => Promise<T>,
): Promise<{ readonly store: StoreMeasures; readonly other: T }> {
  const note = (line: string) => console.error(`  ${pods} Pods: ${line}`)
  note('making and loading')
  const cluster = await serveCluster(pods)
  try {
    const { objects, podBytes, loadMs } = cluster
    note(`${objects} objects served after ${Math.round(loadMs)} ms`)
    const floors: Floor[] = []
    const loads: Loaded[] = []
    let store: StoreClient | undefined
    // One after the other, so that what slows the machine down slows both.
    for (let run = 0; run < options.runs; run++) {
      await store?.stop()
      floors.push(await floorOf(cluster))
      store = new StoreClient(run === options.runs - 1 ? options.profile : undefined)
      await store.next('ready')
      const loaded = await store.ask({ do: 'load', url: cluster.url }, 'loaded')
      loads.push(loaded)
      note(`run ${run + 1}: floor ${f(floors.at(-1)?.ms)} ms, store ${f(loaded.ms)} ms`)
    }
    if (!store) throw new Error('At least one run is needed.')
    await sleep(2000)
    const residentAfterLoad = memoryOf(store.child.pid ?? 0)?.now ?? Number.NaN
    const { idleCpuMs, events, block } = await oneByOne(store, cluster.url, pods, options.events)
    note(`${events.length} events measured`)
    const storm = options.events > 0 ? await stormOf(store, cluster.url, pods) : undefined
    await sleep(2000)
    const { resident, heap } = await store.ask({ do: 'memory' }, 'memory')
    await store.stop()
    const measured: StoreMeasures = {
      pods,
      cluster: { objects, podBytes, loadMs },
      sandboxResident: memoryOf(cluster.pid)?.now ?? Number.NaN,
      floors,
      loads,
      idleCpuMs,
      events,
      eventBlock: longest(block),
      storm,
      residentAfterLoad,
      residentAtEnd: resident,
      heap,
    }
    return { store: measured, other: await also(cluster) }
  } finally {
    await cluster.stop()
  }
}

const f = (ms: number | undefined): string => `${Math.round(ms ?? Number.NaN)}`

function floorOf({ url, paths }: ServedCluster): Promise<Floor> {
  const file = join(import.meta.dirname, 'floor.ts')
  return new Promise((resolve, reject) => {
    let said = ''
    const child = spawn(process.execPath, [file, url, ...paths], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    child.stdout.on('data', (data: Buffer) => {
      said += data
    })
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve(JSON.parse(said)) : reject(new Error(`The floor ended with ${code}.`)),
    )
  })
}

/** Each event by itself, from rest to rest. */
async function oneByOne(store: StoreClient, url: string, pods: number, count: number) {
  const next = clusterEvents(url, pods)
  await store.ask({ do: 'start' }, 'started')
  await sleep(2000)
  const idle = (await store.ask({ do: 'stop' }, 'stopped')).cpuMs / 2
  const events: EventSample[] = []
  let block: Blocks = { monitor: 0, probe: 0 }
  const began = performance.now()
  for (let at = 0; at < count && performance.now() - began < MOST_EVENT_MS; at++) {
    const event = next(at)
    await store.ask({ do: 'await', place: event.place }, 'awaiting')
    await store.ask({ do: 'start' }, 'started')
    const started = performance.now()
    const seen = store.next('seen')
    await event.write()
    const written = wallClock()
    const { at: shownAt } = await seen
    await sleep(REST_MS)
    const { cpuMs, deriveMs, blocks } = await store.ask({ do: 'stop' }, 'stopped')
    const seconds = (performance.now() - started) / 1000
    events.push({
      kind: event.kind,
      cpuMs: Math.max(0, cpuMs - idle * seconds),
      latencyMs: shownAt - written,
      deriveMs: deriveMs.reduce((sum, ms) => sum + ms, 0),
    })
    block = {
      monitor: Math.max(block.monitor, blocks.monitor),
      probe: Math.max(block.probe, blocks.probe),
    }
  }
  return { idleCpuMs: idle, events, block }
}

/** Many at once, as while something is rolled out: what one costs when its work is shared. */
async function stormOf(store: StoreClient, url: string, pods: number): Promise<Storm> {
  const next = clusterEvents(url, pods)
  await store.ask({ do: 'start' }, 'started')
  const total = STORM_SECONDS * STORM_PER_SECOND
  const began = performance.now()
  for (let at = 0; at < total; at++) {
    const event = next(at)
    const isLast = at === total - 1
    if (isLast) await store.ask({ do: 'await', place: event.place }, 'awaiting')
    const seen = isLast ? store.next('seen') : undefined
    await event.write()
    if (seen) {
      const written = wallClock()
      const behindMs = (await seen).at - written
      const seconds = (performance.now() - began) / 1000
      const { cpuMs, blocks } = await store.ask({ do: 'stop' }, 'stopped')
      return {
        events: total,
        seconds,
        cpuMsPerEvent: cpuMs / total,
        behindMs,
        block: longest(blocks),
      }
    }
    const due = began + ((at + 1) * 1000) / STORM_PER_SECOND
    await sleep(Math.max(0, due - performance.now()))
  }
  throw new Error('A storm needs events.')
}
