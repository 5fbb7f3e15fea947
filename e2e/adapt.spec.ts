import type { Page } from '@playwright/test'
import { pages } from '#lib/paths.ts'
import { faultsOf } from './support/axe.ts'
import { watchRest } from './support/settled.ts'
import { expect, test } from './support/test.ts'

/** Pages as people have them who enlarge, who choose their own colours, and whom motion makes ill. */
const ROUTE = {
  group: 'networking.istio.io',
  version: 'v1',
  plural: 'virtualservices',
  namespace: 'bookinfo',
  name: 'reviews',
}
const PAGES: readonly (readonly [string, (cluster: string) => string])[] = [
  ['Topology', (c) => pages.topology(c)],
  ['Topology, table', (c) => pages.topology(c, { view: 'table' })],
  ['Topology, drawer', (c) => pages.topology(c, { sel: 'service:bookinfo/reviews' })],
  ['mTLS', pages.mtls],
  ['Findings', pages.findings],
  ['Routing', (c) => pages.routing(c)],
  ['Policies', (c) => pages.policies(c)],
  ['Gateways', (c) => pages.gateways(c)],
  ['Namespaces', (c) => pages.namespaces(c)],
  ['Control planes', pages.controlPlanes],
  ['Resources', (c) => pages.resources(c)],
  ['a list', (c) => pages.resources(c, ROUTE)],
  ['an object', (c) => pages.resource(c, ROUTE)],
  ['Changes', pages.changes],
  ['the editor', (c) => pages.edit(c, ROUTE)],
]

/** What a page of this size gets wrong, in words. */
const layoutFaults = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const faults: string[] = []
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth > clientWidth + 1)
      faults.push(`the page scrolls sideways: ${scrollWidth} > ${clientWidth}`)
    const marks = ['nav[aria-label="Main"]', 'header', 'main', 'footer']
      .map((selector) => [selector, document.querySelector(selector)] as const)
      .flatMap(([name, element]) =>
        element ? [{ name, box: element.getBoundingClientRect() }] : [],
      )
    for (const [at, one] of marks.entries()) {
      if (one.box.width < 1 || one.box.height < 1) faults.push(`${one.name} has no room`)
      if (one.box.right > innerWidth + 1 || one.box.left < -1) faults.push(`${one.name} is cut off`)
      for (const other of marks.slice(at + 1)) {
        const wide =
          Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left)
        const high =
          Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top)
        if (wide > 1 && high > 1) faults.push(`${one.name} lies over ${other.name}`)
      }
    }
    const main = document.querySelector('main')?.getBoundingClientRect()
    if (main && main.height < innerHeight / 3)
      faults.push(`main is left ${Math.round(main.height)} of ${innerHeight}`)
    return faults
  })

/** Tab stops from the top that do not show that they have the focus. */
async function hiddenFocus(page: Page, stops: number): Promise<string[]> {
  const hidden: string[] = []
  for (let n = 0; n < stops; n += 1) {
    await page.keyboard.press('Tab')
    const said = await page.evaluate(() => {
      const element = document.activeElement
      if (!element || element === document.body || element.closest('.monaco-editor')) return ''
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      return outlineStyle !== 'none' && outlineWidth !== '0px'
        ? ''
        : element.outerHTML.slice(0, 120)
    })
    if (said) hidden.push(said)
  }
  return hidden
}

async function eachPage(page: Page, look: (name: string) => Promise<readonly string[]>) {
  const { origin, pathname } = new URL(page.url())
  const cluster = decodeURIComponent(pathname.split('/')[1] ?? '')
  const rest = watchRest(page)
  const faults: string[] = []
  for (const [name, path] of PAGES) {
    await page.goto(origin + path(cluster))
    await page.getByRole('heading', { level: 1 }).waitFor()
    await rest()
    for (const fault of await look(name)) faults.push(`${name}: ${fault}`)
  }
  expect(faults).toEqual([])
}

test('at 200 % every page keeps its places, its focus and its names', async ({ app: page }) => {
  test.setTimeout(240_000)
  // 1280 × 800 enlarged twice.
  await page.setViewportSize({ width: 640, height: 400 })
  await eachPage(page, async () => [
    ...(await layoutFaults(page)),
    ...(await hiddenFocus(page, 14)),
    ...(await faultsOf(page)),
  ])
})

test('in colours of the reader every page keeps its lines, its focus and its names', async ({
  app: page,
}) => {
  test.setTimeout(240_000)
  await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' })
  await eachPage(page, async () => [
    ...(await layoutFaults(page)),
    ...(await hiddenFocus(page, 14)),
    // Contrast is the reader's own choice here.
    ...(await faultsOf(page, ['color-contrast'])),
  ])
})

test('for who wants no motion nothing moves by itself', async ({ app: page }) => {
  test.setTimeout(240_000)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await eachPage(page, () =>
    page.evaluate(() => {
      const slow = (style: CSSStyleDeclaration) =>
        [style.transitionDuration, style.animationDuration].some((list) =>
          list.split(',').some((time) => Number.parseFloat(time) > 0.05),
        )
      return [...document.querySelectorAll('body *')]
        .filter((element) => !element.closest('.monaco-editor') && slow(getComputedStyle(element)))
        .slice(0, 3)
        .map((element) => `moves: ${element.outerHTML.slice(0, 140)}`)
    }),
  )
})
