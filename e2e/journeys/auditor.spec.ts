import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test } from '../support/test.ts'

/** Presses Tab until what has the focus is called so; each stop on the way must show that it has the focus. */
async function tabTo(page: Page, role: string, name: RegExp, most = 60): Promise<void> {
  for (let n = 0; n < most; n += 1) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null
      if (!element || element === document.body) return undefined
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
      const { width, height, top, left } = element.getBoundingClientRect()
      return {
        html: element.outerHTML.slice(0, 160),
        isShown: (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none',
        isInView: width > 0 && height > 0 && top < innerHeight && left < innerWidth,
      }
    })
    if (stop) {
      expect(stop.isShown, `the focus cannot be seen on ${stop.html}`).toBe(true)
      expect(stop.isInView, `the focus is out of sight on ${stop.html}`).toBe(true)
    }
    const focused = page.locator(':focus')
    const snapshot = (await focused.count()) ? await focused.ariaSnapshot() : ''
    const [, its, called] =
      /^- (\w+)(?: "([^"]*)")?/.exec(snapshot.replace(/^- '(.*)'/, '- $1')) ?? []
    if (its === role && name.test(called ?? '')) return
  }
  throw new Error(`no ${role} ${name} within ${most} presses of Tab`)
}

test('an auditor: by keyboard alone to what is plaintext, why, who decided it, and a file of it', async ({
  app: page,
}) => {
  // From the top: the way past the navigation comes first.
  await tabTo(page, 'link', /^Skip to content$/)
  await tabTo(page, 'link', /^mTLS$/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'mTLS', level: 1 })).toBeVisible()

  await page.keyboard.press('/')
  await page.keyboard.type('plaintext only')
  const rows = page.getByRole('table', { name: 'Ports and what they accept' }).getByRole('row')
  await expect(rows.filter({ hasText: 'bookinfo/ratings-v1' }).first()).toBeVisible()
  await expect(rows.filter({ hasText: 'STRICT' })).toHaveCount(0)
  await expect(page).toHaveURL(/find=plaintext/)

  // Rows as a file, with where they come from.
  await tabTo(page, 'button', /^Export$/)
  await page.keyboard.press('Enter')
  const menu = page.getByRole('menu', { name: 'Export' })
  await expect(menu).toBeVisible()
  const download = page.waitForEvent('download')
  await expect(menu.getByRole('menuitem', { name: 'CSV' })).toBeFocused()
  await page.keyboard.press('Enter')
  const csv = readFileSync(await (await download).path(), 'utf8')
  expect(csv).toContain('# Filter: plaintext only')
  expect(csv).toMatch(/# Revision: \S+/)
  expect(csv).toMatch(/bookinfo\/ratings-v1,9080,.*plaintext only/)
  expect(csv).not.toContain('details-v1')

  // The evidence, and from it the object that decided.
  await tabTo(page, 'button', /^bookinfo\/ratings-v1$/)
  await page.keyboard.press('Enter')
  await expect(page.getByText(/^The pods have no proxy/)).toBeVisible()
  await tabTo(page, 'link', /^Pod bookinfo\/ratings-v1-/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Pod')
  await tabTo(page, 'tab', /^Overview$/)
  const text = page.getByRole('tab', { name: 'YAML' })
  for (let n = 0; n < 8 && (await text.getAttribute('aria-selected')) !== 'true'; n += 1) {
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
  }
  await expect(page.getByRole('region', { name: /^Text of Pod/ })).toContainText('kind: Pod')

  // And the way back, to the same rows.
  await expect(async () => {
    if (!page.url().includes('/mtls')) await page.goBack()
    expect(page.url()).toContain('/mtls')
  }).toPass()
  await expect(page).toHaveURL(/\/mtls\?.*find=plaintext/)
  await expect(rows.filter({ hasText: 'bookinfo/ratings-v1' }).first()).toBeVisible()
})

test('an auditor: the table of the map holds every hop, by keyboard, with who states it', async ({
  app: page,
}) => {
  // Keys are heard once the page's own code runs.
  await expect(async () => {
    if (!page.url().includes('view=table')) await page.keyboard.press('t')
    expect(page.url()).toContain('view=table')
  }).toPass()
  const hops = page.getByRole('table', { name: 'Hops' })
  await expect(hops.getByRole('row').filter({ hasText: 'plaintext' }).first()).toBeVisible()
  await tabTo(page, 'button', /outside/, 80)
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('complementary', { name: /^Hop outside/ })
  await expect(drawer).toBeVisible()
  await tabTo(page, 'link', /^Gateway bookinfo\/bookinfo-gateway$/, 120)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('bookinfo/bookinfo-gateway')
})
