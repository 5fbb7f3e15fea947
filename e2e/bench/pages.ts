/**
 * What a first visit costs: per page the scripts that arrive before anybody touches it, the largest contentful paint
 * and the tasks that keep the main thread. On loopback, with the sandbox and Bookinfo.
 * Alone: `node e2e/bench/pages.ts`.
 */
import type { EntryType, PerformanceEntry } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { type Browser, chromium, type Response } from '@playwright/test'
import { api, pages } from '#lib/paths.ts'
import { findChromium } from '../run/chromium.ts'
import { type Product, startProduct } from '../support/product.ts'
import { type Aim, print, type Report, type Suite } from './suite.ts'

const KB = 1000
const ROUTE = {
  group: 'networking.istio.io',
  version: 'v1',
  plural: 'virtualservices',
  namespace: 'bookinfo',
  name: 'reviews',
}
const PODS = { group: '', version: 'v1', plural: 'pods' }
/** The editor is not among the budgeted: it loads with the page that is opened for it. */
const PAGES: readonly {
  name: string
  path: (cluster: string) => string
  budget?: number
  /** Seen by somebody who holds no token yet. */
  isSignedOut?: boolean
}[] = [
  { name: 'Topology', path: (c) => pages.topology(c), budget: 250 },
  { name: 'Topology, table', path: (c) => pages.topology(c, { view: 'table' }), budget: 250 },
  { name: 'mTLS', path: pages.mtls, budget: 180 },
  { name: 'Findings', path: pages.findings, budget: 180 },
  { name: 'Routing', path: (c) => pages.routing(c), budget: 180 },
  { name: 'Policies', path: (c) => pages.policies(c), budget: 180 },
  { name: 'Gateways', path: (c) => pages.gateways(c), budget: 180 },
  { name: 'Namespaces', path: (c) => pages.namespaces(c), budget: 180 },
  { name: 'Control planes', path: pages.controlPlanes, budget: 180 },
  { name: 'Resources', path: (c) => pages.resources(c), budget: 180 },
  { name: 'Kind', path: (c) => pages.resources(c, PODS), budget: 180 },
  { name: 'Object', path: (c) => pages.resource(c, ROUTE), budget: 180 },
  {
    name: 'Object, text',
    path: (c) => pages.resource(c, ROUTE, { tab: 'text' }),
    budget: 180,
  },
  { name: 'Changes', path: pages.changes, budget: 180 },
  { name: 'Settings', path: () => pages.settings, budget: 180 },
  { name: 'Signed out', path: () => pages.home, budget: 180, isSignedOut: true },
  { name: 'Editor', path: (c) => pages.edit(c, ROUTE) },
]

type Visit = {
  readonly scripts: number
  readonly gzip: number
  readonly lcp: number
  readonly longTasks: readonly number[]
  readonly shift: number
}

export const pagesSuite: Suite = {
  name: 'pages',
  title: 'a first visit: initial JS, largest contentful paint, long tasks',
  isCheap: false,
  options: '--visits 3',
  run: async (options) => {
    const found = findChromium()
    if ('reason' in found) throw new Error(found.reason)
    const product = await startProduct(['--sandbox'])
    const browser = await chromium.launch({
      executablePath: found.path,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    })
    try {
      return await measure(browser, product, Number(options.get('visits') ?? 3))
    } finally {
      await browser.close()
      await product.stop()
    }
  },
}

async function measure(browser: Browser, product: Product, visits: number): Promise<Report> {
  const { clusters } = (await product.ask(api.clusters)) as { clusters: { id: string }[] }
  const cluster = clusters[0]?.id ?? ''
  const measured: Record<string, readonly Visit[]> = {}
  for (const { name, path, isSignedOut } of PAGES) {
    const of: Visit[] = []
    for (let i = 0; i < visits; i += 1)
      of.push(await visit(browser, product, path(cluster), isSignedOut ?? false))
    measured[name] = of
  }
  const of = (name: string) => measured[name] ?? []
  return {
    tables: [
      {
        title: `Median of ${visits} visits with an empty cache`,
        rows: PAGES.map(({ name }) => ({
          page: name,
          scripts: of(name)[0]?.scripts ?? 0,
          'JS kB gzip': kilobytes(of(name)),
          'LCP ms': median(of(name).map(({ lcp }) => lcp)),
          'long tasks': median(of(name).map(({ longTasks }) => longTasks.length)),
          'longest ms': median(of(name).map(({ longTasks }) => Math.max(0, ...longTasks))),
          'layout shift': median(of(name).map(({ shift }) => shift * 1000)) / 1000,
        })),
      },
    ],
    aims: PAGES.flatMap(({ name, budget }): Aim[] =>
      budget === undefined
        ? []
        : [
            {
              name: `initial JS of ${name}`,
              aim: `≤${budget} kB gzip`,
              measured: `${kilobytes(of(name))} kB`,
              isMet: kilobytes(of(name)) <= budget,
            },
          ],
    ),
    measured,
  }
}

const kilobytes = (visits: readonly Visit[]): number =>
  Math.round(median(visits.map(({ gzip }) => gzip)) / KB)

const median = (values: readonly number[]): number =>
  Math.round([...values].sort((a, b) => a - b)[values.length >> 1] ?? 0)

/** One visit in a browser that knows nothing but its session, or not even that. */
async function visit(
  browser: Browser,
  product: Product,
  path: string,
  isSignedOut: boolean,
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  try {
    if (!isSignedOut)
      await context.request.post(product.url + api.session, {
        data: { token: product.token },
        headers: { origin: product.url },
      })
    const page = await context.newPage()
    const scripts = new Map<string, Promise<number>>()
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script')
        scripts.set(response.url(), sizeOf(response))
    })
    await page.addInitScript(observe)
    await page.goto(product.url + path)
    if (isSignedOut) await page.getByRole('dialog', { name: 'You are signed out' }).waitFor()
    else await page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' })
    await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' })
    // What loads by itself after the first picture is part of the price.
    await page.waitForTimeout(2500)
    const seen = await page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen)
    const sizes = await Promise.all(scripts.values())
    return {
      scripts: sizes.length,
      gzip: sizes.reduce((sum, size) => sum + size, 0),
      ...seen,
    }
  } finally {
    await context.close()
  }
}

/** A script that a visit ends in the middle of counts nothing; the visit fails by itself then. */
const sizeOf = (response: Response): Promise<number> =>
  response.body().then(
    (body) => gzipSync(body).byteLength,
    () => 0,
  )

type Seen = { lcp: number; longTasks: number[]; shift: number }

/** Runs in the page before its own scripts. */
function observe(): void {
  const seen: Seen = { lcp: 0, longTasks: [], shift: 0 }
  Object.assign(globalThis, { seen })
  const watch = (type: string, on: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(on)).observe({
      type: type as EntryType, // the browser knows more than Node's types name
      buffered: true,
    })
  watch('largest-contentful-paint', (entry) => {
    seen.lcp = Math.round(entry.startTime)
  })
  watch('longtask', (entry) => seen.longTasks.push(Math.round(entry.duration)))
  watch('layout-shift', (entry) => {
    seen.shift += (entry as PerformanceEntry & { value: number }).value
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const at = process.argv.indexOf('--visits')
  print(await pagesSuite.run(new Map(at < 0 ? [] : [['visits', process.argv[at + 1] ?? '3']])))
}
