import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { api, pages } from '#lib/paths.ts'
import { startProduct } from '../support/product.ts'
import { findChromium } from './chromium.ts'
import { root } from './command.ts'

// `npm run screenshots`: the pictures of docs/images, taken from the product as a user starts it.
const out = join(root, 'docs/images')
const REVIEWS = {
  group: 'networking.istio.io',
  version: 'v1',
  plural: 'virtualservices',
  namespace: 'bookinfo',
  name: 'reviews',
}

async function writeWeight(page: Page, line: string, weight: number): Promise<void> {
  await page.locator('.view-line').filter({ hasText: line }).first().click()
  await page.keyboard.press('End')
  await page.keyboard.press('Shift+Home')
  await page.keyboard.type(`weight: ${weight}`)
  await page.keyboard.press('Escape')
}

const found = findChromium()
if ('reason' in found) throw new Error(found.reason)
mkdirSync(out, { recursive: true })
const product = await startProduct(['--sandbox'])
const browser = await chromium.launch({
  executablePath: found.path,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
})
try {
  const { clusters } = (await product.ask(api.clusters)) as { clusters: { id: string }[] }
  const cluster = clusters[0]?.id ?? ''
  for (const theme of ['light', 'dark'] as const) {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      colorScheme: theme,
      reducedMotion: 'reduce',
    })
    const page = await context.newPage()
    const take = (name: string) => page.screenshot({ path: join(out, `${name}-${theme}.png`) })

    await page.goto(`${product.url}/#token=${product.token}`)
    await page.waitForURL(/\/topology/)
    const tree = page.getByRole('tree', { name: 'Things and hops' })
    await tree.getByRole('treeitem', { name: /80\s%/ }).first().waitFor({ state: 'attached' })
    await page.waitForTimeout(1000)
    await take('topology')

    const hop = await tree
      .getByRole('treeitem', { name: /^to productpage/ })
      .first()
      .getAttribute('data-id')
    await page.goto(product.url + pages.topology(cluster, { sel: hop ?? '' }))
    await page.getByRole('complementary').getByRole('heading', { name: 'Stated by' }).waitFor()
    await page.waitForTimeout(500)
    await take('hop')

    for (const [name, path] of [
      ['mtls', pages.mtls(cluster)],
      ['findings', pages.findings(cluster)],
    ] as const) {
      await page.goto(product.url + path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.waitForTimeout(500)
      await take(name)
    }

    await page.goto(product.url + pages.edit(cluster, REVIEWS))
    await page.locator('.view-line').filter({ hasText: 'weight: 80' }).waitFor({ timeout: 30_000 })
    await writeWeight(page, 'weight: 80', 50)
    await writeWeight(page, 'weight: 20', 50)
    const effect = page.getByRole('region', { name: 'What this changes' })
    await effect.getByText(/50\s%/).first().waitFor()
    await page.waitForTimeout(500)
    await take('editor')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { name: 'Ready to apply' }).waitFor()
    await page.waitForTimeout(1500)
    await take('review')
    await context.close()
  }
} finally {
  await browser.close()
  await product.stop()
}
