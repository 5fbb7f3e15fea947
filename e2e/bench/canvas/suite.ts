import { mkdirSync } from 'node:fs'
import { type Browser, chromium } from '@playwright/test'
import { findChromium } from '../../run/chromium.ts'
import { megabytes, percentile, round } from '../statistics.ts'
import type { Aim, Report, Suite } from '../suite.ts'
import { moveBox } from './in-page.ts'
import { measureSize, type SizeMeasures, type StateMeasures } from './measure.ts'
import { distinct, Screencast } from './screencast.ts'

const AIM_SERVICES = 5000
const DEFAULT_SIZES = '200,1000,5000'

/** Issue Screens, evidence 1: the picture of the mesh in a real browser, by what it shows and not by what it calls. */
export const canvasSuite: Suite = {
  name: 'canvas',
  title: 'the picture of 200, 1,000 and 5,000 Services in a browser: frames, changes, layout',
  isCheap: false,
  options:
    '--services 200,1000,5000 --events 20 --pictures <folder> --profile <folder for CPU profiles>',
  async run(options) {
    const sizes = (options.get('services') ?? DEFAULT_SIZES).split(',').map(Number)
    const [pictures, profile] = [options.get('pictures'), options.get('profile')]
    for (const folder of [pictures, profile]) if (folder) mkdirSync(folder, { recursive: true })
    const found = findChromium()
    if ('reason' in found) throw new Error(found.reason)
    const measured: SizeMeasures[] = []
    let ceiling = Number.NaN
    for (const services of sizes) {
      const browser = await chromium.launch({
        executablePath: found.path,
        args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
      })
      try {
        if (Number.isNaN(ceiling)) ceiling = await ceilingOf(browser)
        const events = Number(options.get('events') ?? 20)
        measured.push(await measureSize(browser, services, { events, pictures, profile }))
      } finally {
        await browser.close()
      }
    }
    return reportOf(measured, ceiling)
  },
}

/** What this browser shows at most, counted the same way: a page in which nothing but one box moves. */
async function ceilingOf(browser: Browser): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.setContent(
    '<body style="margin:0"><div style="width:9px;height:900px;background:red">',
  )
  await page.evaluate(moveBox)
  const cast = await Screencast.of(page)
  await cast.start('counting')
  const from = Date.now() + 300
  await page.waitForTimeout(2300)
  const frames = await cast.stop()
  await page.close()
  return distinct(frames, from, from + 2000).length / 2
}

const p95 = (values: readonly number[]) => round(percentile(values, 0.95))
const slowest = ({ wheel, drag }: StateMeasures) => Math.min(wheel.fps, drag.fps)

function reportOf(sizes: readonly SizeMeasures[], ceiling: number): Report {
  return {
    tables: [
      {
        title: `Frames are distinct pictures; this browser shows ${round(ceiling)} a second of a moving box`,
        rows: sizes.flatMap(({ services, states }) =>
          states.map((s) => ({
            services,
            state: s.state,
            'usable ms': round(s.usableMs),
            'wheel fps': round(s.wheel.fps),
            'drag fps': round(s.drag.fps),
            'main ms/s': `${round(s.wheel.mainMs)}, ${round(s.drag.mainMs)}`,
            'edge p50 ms': round(percentile(s.edgeMs, 0.5)),
            'edge p95 ms': p95(s.edgeMs),
            'cards ms': round(s.cardsMs),
            'layout ms': round(s.layoutMs),
            'scene ms': round(s.sceneMs),
            'heap MB': megabytes(s.heap),
            'renderer MB': megabytes(s.resident),
          })),
        ),
      },
      {
        title: 'What is drawn: compared with the graph before anything is measured',
        rows: sizes.flatMap(({ services, nodes, edges, states }) =>
          states.map((s) => ({
            services,
            state: s.state,
            nodes,
            edges,
            cards: s.drawn.cards,
            'edges on lines': s.drawn.edges,
            lines: s.drawn.lines,
            'lines in view': s.drawn.painted.lines,
            'cards painted': s.drawn.painted.things,
            'cards mounted': s.mounted.cards,
            labels: s.mounted.labels,
            zoom: round(s.zoom),
            'inked %': round(100 * s.inked),
          })),
        ),
      },
      {
        title: 'One added Service, everything opened',
        rows: sizes.map(({ services, moved, updateMs }) => ({
          services,
          'moved %': round(100 * Math.max(...moved)),
          'layout ms': round(Math.max(...updateMs)),
        })),
      },
    ],
    aims: sizes.flatMap((size) => (size.services === AIM_SERVICES ? aimsOf(size) : [])),
    measured: { ceiling, sizes },
  }
}

function aimsOf({ services, states, moved, updateMs }: SizeMeasures): Aim[] {
  const aim = (
    name: string,
    state: string,
    value: number,
    unit: string,
    is: '≤' | '≥' | '<',
    limit: number,
  ): Aim => ({
    name: `${name}, ${state}`,
    aim: `${is} ${limit} ${unit}`,
    measured: `${round(value)} ${unit}`,
    isMet: is === '≥' ? value >= limit : is === '<' ? value < limit : value <= limit,
  })
  return [
    ...states.flatMap((s) => [
      aim('usable picture after data', s.state, s.usableMs, 'ms', '≤', 1000),
      aim('frames while wheeling and dragging', s.state, slowest(s), 'fps', '≥', 45),
      aim('a changed edge to its pixels, p95', s.state, p95(s.edgeMs), 'ms', '≤', 250),
      aim('layout', s.state, s.layoutMs, 'ms', '≤', 100),
    ]),
    aim('layout after one more Service', 'opened', Math.max(...updateMs), 'ms', '≤', 100),
    aim(
      `moved by one more Service of ${services}`,
      'opened',
      100 * Math.max(...moved),
      '%',
      '<',
      1,
    ),
  ]
}
