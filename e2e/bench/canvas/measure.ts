import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test'
import type { Graph } from '#lib/graph/graph.ts'
import { api, pages } from '#lib/paths.ts'
import { openKubeconfig } from '../../support/open-kubeconfig.ts'
import { type Product, startProduct } from '../../support/product.ts'
import { memoryOf } from '../process-memory.ts'
import { serveCluster } from '../store/served-cluster.ts'
import { addRoute, addService, weightsOf } from './changes.ts'
import { type Expected, expectedCollapsed, expectedOpened } from './graph-facts.ts'
import { isDrawn, readTimings } from './in-page.ts'
import { dragPan, type Spell, wheelZoom } from './input.ts'
import { type Area, changedPixels, drawnPixels, pixelsOf } from './png.ts'
import { distinct, type Frame, Screencast } from './screencast.ts'
import { groundOf, onScreen, type Picture, pictureOf, settled } from './stage.ts'

export const STATES = ['collapsed', 'opened, fit', 'opened, zoom 1'] as const
export type State = (typeof STATES)[number]

/** What is shown while somebody moves, and what that costs. */
export type Movement = {
  readonly fps: number
  /** CPU of the page's main thread for each second of input: near 1,000 it is what holds frames up. */
  readonly mainMs: number
}

export type StateMeasures = {
  readonly state: State
  /** As the page says, which was compared with the graph. */
  readonly drawn: { cards: number; lines: number; edges: number; painted: Picture['painted'] }
  readonly mounted: Picture['mounted']
  readonly zoom: number
  /** Share of the picture's pixels that are not its ground. */
  readonly inked: number
  /** From the last byte of the graph to the first picture that is nearly the one at rest. */
  readonly usableMs: number
  readonly wheel: Movement
  readonly drag: Movement
  readonly edgeMs: readonly number[]
  /** As the page timed itself, for its first picture. */
  readonly cardsMs: number
  readonly layoutMs: number
  readonly sceneMs: number
  readonly heap: number
  readonly resident: number
}

export type SizeMeasures = {
  readonly services: number
  readonly nodes: number
  readonly edges: number
  readonly states: readonly StateMeasures[]
  /** Of the cards there were, how many stood elsewhere after one Service was added; one for each that was. */
  readonly moved: readonly number[]
  readonly updateMs: readonly number[]
}

export type Options = {
  readonly events: number
  /** Where to leave a picture of each state. */
  readonly pictures?: string | undefined
  readonly profile?: string | undefined
}

const INPUT_MS = 3000
const ADDED = 3
/** A picture counts as usable once this much of what it shows at rest is there. */
const NEARLY = 0.9

type House = {
  readonly context: BrowserContext
  readonly product: Product
  readonly cluster: string
  readonly url: string
  readonly graph: Graph
}

/** One size of cluster behind an API server of its own, the product on it, and a browser that looks at it. */
export async function measureSize(
  browser: Browser,
  services: number,
  options: Options,
): Promise<SizeMeasures> {
  const served = await serveCluster(services * 4, true)
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-canvas-'))
  const kubeconfig = join(folder, 'kubeconfig')
  writeFileSync(kubeconfig, openKubeconfig(served.url, 'bench'))
  let product: Product | undefined
  try {
    product = await startProduct(['--kubeconfig', kubeconfig])
    const { clusters } = (await product.ask(api.clusters)) as { clusters: { id: string }[] }
    const cluster = clusters[0]?.id ?? ''
    const graph = (await product.ask(api.topology(cluster))) as Graph
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    await context.request.post(product.url + api.session, {
      data: { token: product.token },
      headers: { origin: product.url },
    })
    const house = { context, product, cluster, url: served.url, graph }
    const states: StateMeasures[] = []
    for (const state of STATES) states.push(await measureState(house, state, services, options))
    const grown = await measureGrowth(house)
    await context.close()
    return { services, nodes: graph.nodes.length, edges: graph.edges.length, states, ...grown }
  } finally {
    await product?.stop()
    await served.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measureState(
  house: House,
  state: State,
  services: number,
  options: Options,
): Promise<StateMeasures> {
  const page = await house.context.newPage()
  try {
    const cast = await Screencast.of(page)
    const session = await house.context.newCDPSession(page)
    const usable = await open(house, page, cast, state)
    const expected = expectedOf(house.graph, state)
    assertDrawn(usable.picture, expected, `${services} services, ${state}`)
    const target = targetOf(house.graph, usable.picture)
    if (state === 'opened, zoom 1') await approach(page, session, target.to, usable.picture)
    await settled(page, () => cast.frames.length)
    const picture = await pictureOf(page)
    const inked = await inkOf(page, picture.area, options.pictures, `${services} ${state}`)
    if (inked < 0.002) throw new Error(`${services} services, ${state}: the picture is empty.`)

    const edgeMs = await edgeTimes(house, page, cast, state, picture, target, options.events)
    const stopProfile = await profiled(session, options.profile, `${services} ${state}`)
    const middle = { x: picture.area.x + picture.area.width / 2, y: picture.area.y + 380 }
    const wheel = await movement(cast, session, () => wheelZoom(session, middle, INPUT_MS))
    const ground = await groundOf(page)
    const drag = await movement(cast, session, () => dragPan(session, ground, INPUT_MS))
    await stopProfile()
    return {
      state,
      drawn: {
        cards: usable.picture.cards.size,
        lines: usable.picture.lines,
        edges: usable.picture.edges,
        painted: picture.painted,
      },
      mounted: picture.mounted,
      zoom: picture.view.zoom,
      inked,
      usableMs: usable.ms,
      wheel,
      drag,
      edgeMs,
      ...usable.timed,
      ...(await memory(page, session)),
    }
  } finally {
    await page.close()
  }
}

const expectedOf = (whole: Graph, state: State): Expected => {
  // What is only allowed is shown when somebody asks for it.
  const graph = { ...whole, edges: whole.edges.filter((edge) => edge.kind !== 'allowed') }
  const opened = expectedOpened(graph)
  // Few things open by themselves.
  const isSmall = graph.nodes.filter(({ kind }) => kind !== 'workload').length <= 300
  return state === 'collapsed' && !isSmall ? expectedCollapsed(graph) : opened
}

function assertDrawn(picture: Picture, expected: Expected, what: string): void {
  const drawn = { nodes: picture.nodes, cards: picture.cards.size, edges: picture.edges }
  if (JSON.stringify(drawn) !== JSON.stringify({ ...expected }))
    throw new Error(
      `${what}: the page draws ${JSON.stringify(drawn)}, the graph has ${JSON.stringify(expected)}.`,
    )
}

/** Opens the page and answers how long after its data it could be used. */
async function open(house: House, page: Page, cast: Screencast, state: State) {
  await cast.start('pixels')
  const query = state === 'collapsed' ? undefined : { open: ['*'] }
  await page.goto(house.product.url + pages.topology(house.cluster, query))
  await page.waitForFunction(isDrawn, undefined)
  await settled(page, () => cast.frames.length)
  const picture = await pictureOf(page)
  const frames = await cast.stop()
  const timings = await page.evaluate(readTimings, api.topology(house.cluster))
  const last = frames.at(-1)
  if (!last) throw new Error('The browser showed nothing.')
  const whole = drawnPixels(pixelsOf(last.data), picture.area, 3)
  const first = frames.find(
    ({ at, data }) =>
      at >= timings.dataAt && drawnPixels(pixelsOf(data), picture.area, 3) >= whole * NEARLY,
  )
  return { picture, ms: (first?.at ?? Number.NaN) - timings.dataAt, timed: timings.timed }
}

type Target = {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly via: string
}

/** A weighted hop between two Services that stand close to each other. */
function targetsOf(graph: Graph, picture: Picture): readonly Target[] {
  const near: { target: Target; distance: number }[] = []
  for (const { id, from, to, kind, share, via } of graph.edges) {
    if (kind !== 'route' || share === undefined || share >= 100 || !from.startsWith('service:'))
      continue
    const rule = via.find((ref) => ref.startsWith('VirtualService/'))
    const [a, b] = [picture.cards.get(from), picture.cards.get(to)]
    if (rule === undefined) continue
    const distance = a && b ? Math.abs(a.x + a.width - b.x) + Math.abs(a.y - b.y) : 0
    if (a && b && b.x < a.x + a.width) continue
    near.push({ target: { id, from, to, via: rule }, distance })
  }
  // One of a rule: both of its hops change together. And one of a namespace that shows its changes on its card.
  const rules = new Set<string>()
  const placeOf = ({ from, via }: Target) => {
    const card = namespaceCard(from)
    return picture.cards.has(card) ? card : via
  }
  return near
    .toSorted((a, b) => a.distance - b.distance)
    .flatMap(({ target }) => {
      const place = placeOf(target)
      if (rules.has(place)) return []
      rules.add(place)
      return [target]
    })
}

function targetOf(graph: Graph, picture: Picture): Target {
  const [first] = targetsOf(graph, picture)
  if (!first) throw new Error('The graph has no weighted hop between Services.')
  return first
}

/** Wheels in over a thing, as a person would, and then takes its size as it is. */
async function approach(page: Page, session: CDPSession, id: string, first: Picture) {
  const box = first.cards.get(id)
  if (!box) throw new Error(`${id} is not in the picture.`)
  for (let turn = 0; turn < 200; turn++) {
    const picture = await pictureOf(page)
    if (picture.view.zoom > 0.96) break
    const { x, y, height } = onScreen(picture, box)
    await session.send('Input.dispatchMouseEvent', {
      type: 'mouseWheel',
      x: x - 2,
      y: y + height / 2,
      deltaX: 0,
      deltaY: -80,
    })
    await sleep(20)
  }
  await page.locator('.react-flow').focus()
  await page.keyboard.press('1')
  await sleep(400)
}

async function inkOf(page: Page, area: Area, folder: string | undefined, name: string) {
  const png = await page.screenshot()
  if (folder) writeFileSync(join(folder, `${name.replaceAll(/[ ,]+/g, '-')}.png`), png)
  return drawnPixels(pixelsOf(png), area) / (area.width * area.height)
}

/** From the write of a weight until the pixels of its hop are others. */
async function edgeTimes(
  house: House,
  page: Page,
  cast: Screencast,
  state: State,
  picture: Picture,
  close: Target,
  events: number,
): Promise<readonly number[]> {
  // A mark stays for some seconds: the next write is to one that has none.
  const targets = state === 'opened, zoom 1' ? [close] : targetsOf(house.graph, picture).slice(0, 9)
  const writers = await Promise.all(targets.map(({ via }) => weightsOf(house.url, via)))
  const found: number[] = []
  await cast.start('pixels')
  await settled(page, () => cast.frames.length)
  for (let at = 0; at < events; at++) {
    const target = targets[at % targets.length]
    const write = writers[at % targets.length]
    if (!target || !write) break
    const area = await areaOf(page, state, picture, target)
    // Marks of the writes before may still fade; where this one will be seen nothing does.
    await sleep(Math.max(PAUSE_MS, state === 'opened, zoom 1' ? 0 : MARKED_MS / targets.length))
    const before = pixelsOf(await page.screenshot())
    const earlier = cast.frames.length
    const started = Date.now()
    await write()
    const shownAt = await firstChange(cast, earlier, started, before, area)
    found.push(shownAt - started)
    if (shownAt === Number.POSITIVE_INFINITY) break
  }
  await cast.stop()
  return found
}

/** Which pixels must become others when this hop does. */
async function areaOf(page: Page, state: State, picture: Picture, { id, from, to }: Target) {
  if (state === 'opened, zoom 1') {
    const box = await page
      .locator(`[data-edge="${CSS_ESCAPE(id)}"]`)
      .first()
      .boundingBox()
    if (!box) throw new Error(`The label of ${id} is not in view.`)
    return box
  }
  const [a, b] = [picture.cards.get(from), picture.cards.get(to)]
  const group = picture.cards.get(namespaceCard(from))
  const rect = a && b ? around(a, b) : group
  if (!rect) throw new Error(`${from} is not in the picture.`)
  return onScreen(picture, rect, 6)
}

const namespaceCard = (service: string) =>
  `namespace:${service.slice('service:'.length).split('/')[0]}`

const CSS_ESCAPE = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')

function around(a: Area, b: Area): Area {
  const x = Math.min(a.x, b.x)
  const y = Math.min(a.y, b.y)
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  }
}

const PATIENCE_MS = 10_000
const PAUSE_MS = 700
/** A mark has left by then. */
const MARKED_MS = 5000

async function firstChange(
  cast: Screencast,
  earlier: number,
  started: number,
  before: ReturnType<typeof pixelsOf>,
  area: Area,
): Promise<number> {
  for (let at = earlier; Date.now() < started + PATIENCE_MS; ) {
    const frame: Frame | undefined = cast.frames[at]
    if (!frame) {
      await sleep(15)
      continue
    }
    at += 1
    if (frame.at >= started && changedPixels(before, pixelsOf(frame.data), area) > 3)
      return frame.at
  }
  return Number.POSITIVE_INFINITY // it never did
}

async function movement(
  cast: Screencast,
  session: CDPSession,
  input: () => Promise<Spell>,
): Promise<Movement> {
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const busy = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN)
  }
  await cast.start('counting')
  await sleep(200)
  const before = await busy()
  const { from, to } = await input()
  const mainMs = (1000 * ((await busy()) - before)) / (to - from)
  await sleep(200)
  const frames = await cast.stop()
  await session.send('Performance.disable')
  return { fps: (1000 * distinct(frames, from, to).length) / (to - from), mainMs }
}

async function profiled(session: CDPSession, folder: string | undefined, name: string) {
  if (!folder) return async () => {}
  await session.send('Profiler.enable')
  await session.send('Profiler.start')
  return async () => {
    const { profile } = await session.send('Profiler.stop')
    writeFileSync(
      join(folder, `${name.replaceAll(/[ ,]+/g, '-')}.cpuprofile`),
      JSON.stringify(profile),
    )
  }
}

async function memory(page: Page, session: CDPSession) {
  await session.send('HeapProfiler.enable')
  await session.send('HeapProfiler.collectGarbage')
  await session.send('Performance.enable')
  const { metrics } = await session.send('Performance.getMetrics')
  const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN
  const browser = await page.context().browser()?.newBrowserCDPSession()
  const processes = await browser?.send('SystemInfo.getProcessInfo')
  const renderers = (processes?.processInfo ?? []).filter(({ type }) => type === 'renderer')
  const resident = Math.max(...renderers.map(({ id }) => memoryOf(id)?.now ?? 0))
  return { heap, resident }
}

/** Adds Services one by one while everything is opened, and compares where the others stand. */
async function measureGrowth(house: House) {
  const page = await house.context.newPage()
  const moved: number[] = []
  const updateMs: number[] = []
  try {
    const cast = await Screencast.of(page)
    await open(house, page, cast, 'opened, fit')
    const namespaces = [...new Set(house.graph.nodes.flatMap(({ namespace }) => namespace ?? []))]
      .filter((name) => name.startsWith('team-'))
      .toSorted()
    for (let at = 0; at < ADDED; at++) {
      const { cards: before, edges } = await pictureOf(page)
      const namespace = namespaces[Math.floor((at * namespaces.length) / ADDED)] ?? ''
      const name = `added-${at}`
      await addService(house.url, namespace, name)
      const id = `service:${namespace}/${name}`
      await page.waitForFunction(isDrawn, id)
      // Alone it would only be put beside the others: it also calls one of them.
      const other = house.graph.nodes.find((n) => n.kind === 'service' && n.namespace === namespace)
      await addRoute(house.url, namespace, name, other?.name ?? '')
      while ((await pictureOf(page)).edges === edges) await sleep(50)
      const after = (await pictureOf(page)).cards
      let elsewhere = 0
      for (const [card, was] of before) {
        const now = after.get(card)
        if (!now || now.x !== was.x || now.y !== was.y) elsewhere += 1
      }
      moved.push(elsewhere / before.size)
      updateMs.push((await page.evaluate(readTimings, '')).timed.layoutMs)
    }
  } finally {
    await page.close()
  }
  return { moved, updateMs }
}
