import { longest } from '../block-probe.ts'
import { mean, median, megabytes, percentile, round } from '../statistics.ts'
import type { Aim, Report, Suite, Table } from '../suite.ts'
import { EVENT_KINDS } from './events.ts'
import { measureProduct, type ProductMeasures } from './measure-product.ts'
import { measureStore, type StoreMeasures } from './measure-store.ts'

type Size = {
  readonly store: StoreMeasures
  readonly product: ProductMeasures | { readonly failed: string } | undefined
}

const DEFAULT_SIZES = '2000,20000'
const AIM_PODS = 20_000
/** CPU of one event at the larger size over that at the smaller: what counts as flat. */
const FLAT = 1.5

/** Issue Model, evidence 4: the store at two sizes against the least that any reader has to do. */
export const store: Suite = {
  name: 'store',
  title: 'from the API server to the view, at 2,000 and 20,000 Pods: time, CPU, memory, blocks',
  isCheap: false,
  options:
    '--pods 2000,20000 --runs 3 --events 200 --product yes|no --profile <folder for CPU profiles>',
  async run(options) {
    const sizes = (options.get('pods') ?? DEFAULT_SIZES).split(',').map(Number)
    const runs = Number(options.get('runs') ?? 3)
    const events = Number(options.get('events') ?? 200)
    const withProduct = (options.get('product') ?? 'yes') !== 'no'
    const measured: Size[] = []
    for (const pods of sizes) {
      const { store, other } = await measureStore(
        pods,
        { runs, events, profile: options.get('profile') },
        ({ url }) => (withProduct ? productOf(url, pods) : Promise.resolve(undefined)),
      )
      measured.push({ store, product: other })
    }
    return reportOf(measured)
  },
}

/** A product that cannot be built or started is a row of its own: what was measured before stays. */
async function productOf(url: string, pods: number): Promise<Size['product']> {
  try {
    return await measureProduct(url, pods)
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) }
  }
}

const storeMs = ({ store }: Size) => median(store.loads.map(({ ms }) => ms))
const floorMs = ({ store }: Size) => median(store.floors.map(({ ms }) => ms))
const ratio = (size: Size) => storeMs(size) / floorMs(size)
const cpuRatio = ({ store }: Size) =>
  median(store.loads.map(({ cpuMs }) => cpuMs)) / median(store.floors.map(({ cpuMs }) => cpuMs))
const loadBlock = ({ store }: Size) => median(store.loads.map(({ blocks }) => longest(blocks)))
const blockOf = (size: Size) =>
  Math.max(loadBlock(size), size.store.eventBlock, size.store.storm?.block ?? 0)
const storeResident = ({ store }: Size) => Math.max(store.residentAfterLoad, store.residentAtEnd)
const eventCpu = ({ store }: Size) => mean(store.events.map(({ cpuMs }) => cpuMs))

function inAll({ product }: Size): number {
  if (!product || 'failed' in product) return Number.NaN
  const { server, serverAtEnd, launcher } = product.resident
  return Math.max(server, serverAtEnd) + launcher
}

function reportOf(sizes: readonly Size[]): Report {
  const tables: Table[] = [
    {
      title: 'The cluster',
      rows: sizes.map(({ store: { pods, cluster, sandboxResident, floors } }) => ({
        Pods: pods,
        objects: cluster.objects,
        'bytes per Pod': cluster.podBytes,
        'MB read': megabytes(floors[0]?.bytes ?? Number.NaN),
        'loading the server ms': round(cluster.loadMs),
        'server resident MB': megabytes(sandboxResident),
      })),
    },
    {
      title: 'From start to complete model (median of the runs)',
      rows: sizes.map((size) => {
        const { loads, floors, pods } = size.store
        const last = loads.at(-1)
        return {
          Pods: pods,
          'floor ms': round(floorMs(size)),
          'store ms': round(storeMs(size)),
          ratio: round(ratio(size)),
          'read ms': round(median(loads.map(({ readMs }) => readMs))),
          'derive ms': round(median(loads.map(({ deriveMs }) => deriveMs))),
          'floor CPU ms': round(median(floors.map(({ cpuMs }) => cpuMs))),
          'store CPU ms': round(median(loads.map(({ cpuMs }) => cpuMs))),
          'CPU ratio': round(cpuRatio(size)),
          'longest block ms': round(loadBlock(size)),
          nodes: last?.nodes ?? 0,
          edges: last?.edges ?? 0,
          findings: last?.findings ?? 0,
        }
      }),
    },
    {
      title: 'One event, from the write to the view that shows it',
      rows: sizes.flatMap(eventRows),
    },
    {
      title: 'A storm: 20 events a second for 5 s',
      rows: sizes.flatMap(({ store: { pods, storm } }) =>
        storm
          ? [
              {
                Pods: pods,
                'CPU ms per event': round(storm.cpuMsPerEvent),
                'behind at the end ms': round(storm.behindMs),
                'longest block ms': round(storm.block),
              },
            ]
          : [],
      ),
    },
    {
      title: 'Resident memory, MB',
      rows: sizes.map((size) => {
        const { store, product } = size
        const resident = product && !('failed' in product) ? product.resident : undefined
        return {
          Pods: store.pods,
          'store after load': megabytes(store.residentAfterLoad),
          'store after events': megabytes(store.residentAtEnd),
          'store peak while loading': megabytes(Math.max(...store.loads.map(({ peak }) => peak))),
          'store heap, collected': megabytes(store.heap),
          ...(resident
            ? {
                'product after load': megabytes(resident.server),
                'product after events': megabytes(resident.serverAtEnd),
                'product peak': megabytes(resident.serverPeak),
                'start command': megabytes(resident.launcher),
              }
            : {}),
        }
      }),
    },
    { title: 'The whole product', rows: sizes.flatMap(productRows) },
  ]
  return { tables, aims: aimsOf(sizes), measured: sizes }
}

function eventRows({ store }: Size): Table['rows'] {
  const row = (name: string, samples: StoreMeasures['events']) => {
    const cpu = samples.map(({ cpuMs }) => cpuMs)
    const latency = samples.map(({ latencyMs }) => latencyMs)
    return {
      Pods: store.pods,
      event: name,
      samples: samples.length,
      'CPU ms mean': round(mean(cpu)),
      'CPU ms p50': round(median(cpu)),
      'CPU ms p95': round(percentile(cpu, 0.95)),
      'latency ms p50': round(median(latency)),
      'latency ms p95': round(percentile(latency, 0.95)),
      'derive ms p50': round(median(samples.map(({ deriveMs }) => deriveMs))),
    }
  }
  return [
    ...EVENT_KINDS.map((kind) =>
      row(
        kind,
        store.events.filter((event) => event.kind === kind),
      ),
    ),
    row('all', store.events),
  ].filter(({ samples }) => samples > 0)
}

function productRows({ store, product }: Size): Table['rows'] {
  if (!product) return []
  if ('failed' in product) return [{ Pods: store.pods, failed: product.failed }]
  const { topology } = product
  return [
    {
      Pods: store.pods,
      'ready after ms': round(product.readyMs),
      'first topology after ms': round(product.firstTopologyMs),
      'CPU ms until then': round(product.cpuMs),
      'health waited at most ms': round(product.longestWaitMs),
      'topology bytes': topology.bytes,
      compressed: topology.compressedBytes,
      'ms p50': round(median(topology.ms)),
      'ms p95': round(percentile(topology.ms, 0.95)),
      'compressed ms p50': round(median(topology.compressedMs)),
      '304 ms p50': round(median(topology.unchangedMs)),
    },
  ]
}

function aimsOf(sizes: readonly Size[]): readonly Aim[] {
  const large = sizes.find(({ store }) => store.pods === AIM_PODS)
  if (!large) return []
  const small = sizes.toSorted((a, b) => a.store.pods - b.store.pods)[0]
  const aim = (name: string, value: number, most: number, unit: string): Aim => ({
    name,
    aim: `≤ ${most}${unit}`,
    measured: Number.isNaN(value) ? 'not measured' : `${round(value)}${unit}`,
    isMet: Number.isNaN(value) ? undefined : value <= most,
  })
  const growth =
    small && small !== large ? Math.max(0, eventCpu(large) / eventCpu(small)) : Number.NaN
  return [
    aim('start to complete model, against the floor', ratio(large), 0.6, ' ×'),
    aim('longest block of the event loop', blockOf(large), 100, ' ms'),
    aim('resident memory of the store', storeResident(large) / 1024 / 1024, 300, ' MB'),
    aim('resident memory in all', inAll(large) / 1024 / 1024, 500, ' MB'),
    aim('CPU of one event', eventCpu(large), 30, ' ms'),
    aim(`CPU of one event, ${AIM_PODS} Pods over ${small?.store.pods}`, growth, FLAT, ' ×'),
  ]
}
