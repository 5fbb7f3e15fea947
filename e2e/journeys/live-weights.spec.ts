import type { Page } from '@playwright/test'
import type { Graph } from '#lib/graph/graph.ts'
import { api } from '#lib/paths.ts'
import type { Backend } from '../support/backend.ts'
import { type Product, startProduct } from '../support/product.ts'
import { expect, test } from '../support/test.ts'

/** Bookinfo's reviews, whose mesh route splits v1 and v2 by weight. */
const ROUTE = ['virtualservice', 'reviews', '-n', 'bookinfo']

function setWeights(backend: Backend, first: number, second: number): void {
  const patch = [first, second].map((value, at) => ({
    op: 'replace',
    path: `/spec/http/0/route/${at}/weight`,
    value,
  }))
  backend.kubectl('patch', ...ROUTE, '--type=json', '-p', JSON.stringify(patch))
}

/** What the picture's twin in the DOM says of shares, for example "35 % to reviews-v1 …". */
const shares = (page: Page, percent: number) =>
  page
    .getByRole('tree', { name: 'Things and hops' })
    .getByRole('treeitem', { name: new RegExp(`${percent}\\s%`) })

async function graphOf(product: Product): Promise<Graph> {
  const { clusters } = (await product.ask(api.clusters)) as { clusters: { id: string }[] }
  const { nodes, edges } = (await product.ask(api.topology(clusters[0]?.id ?? ''))) as Graph
  return { nodes, edges }
}

test.afterEach(({ backend }) => setWeights(backend, 80, 20))

test('weights that kubectl changes move on the map without a reload', async ({ app, backend }) => {
  await expect(shares(app, 80).first()).toBeAttached()
  await expect(shares(app, 20).first()).toBeAttached()
  setWeights(backend, 35, 65)
  await expect(shares(app, 35).first()).toBeAttached()
  await expect(shares(app, 65).first()).toBeAttached()
  await expect(shares(app, 80)).toHaveCount(0)
  // The picture itself shows what its twin says.
  await expect(app.getByText(/^35\s%/).first()).toBeVisible()
  await expect(app.getByText(/^65\s%/).first()).toBeVisible()
})

test('a server that goes away is said so, and what comes back equals a fresh list', async ({
  app,
  backend,
  product,
}) => {
  const state = app.getByRole('contentinfo').getByRole('status')
  await expect(state).toHaveText('Live')
  await backend.stopServer()
  await expect(state).toHaveText(/^Stale since/, { timeout: 30_000 })
  await expect(app.getByText(/^Connection lost at/)).toBeVisible()
  // The picture stays: how it was then.
  await expect(shares(app, 80).first()).toBeAttached()

  await backend.startServer()
  await expect(state).toHaveText('Live', { timeout: 60_000 })
  await expect(app.getByText(/^Connection lost at/)).toHaveCount(0)
  setWeights(backend, 60, 40)
  await expect(shares(app, 60).first()).toBeAttached()

  const fresh = await startProduct(['--kubeconfig', backend.kubeconfig])
  try {
    await expect(async () => {
      expect(await graphOf(product)).toEqual(await graphOf(fresh))
    }).toPass({ timeout: 10_000 })
  } finally {
    await fresh.stop()
  }
})

test('an edit by hand goes through review and apply, and the map follows the watch', async ({
  app: page,
  backend,
}) => {
  await shares(page, 80).first().waitFor({ state: 'attached' })
  // As a person without a mouse would: the table has every hop.
  await page.keyboard.press('t')
  const hops = page.getByRole('table', { name: 'Hops' })
  await hops
    .getByRole('row')
    .filter({ hasText: 'reviews' })
    .filter({ hasText: /80\s%/ })
    .first()
    .getByRole('button')
    .first()
    .click()
  await page.getByRole('complementary').getByRole('link', { name: 'Edit routing' }).click()

  await expect(page.getByRole('heading', { name: 'VirtualService bookinfo/reviews' })).toBeVisible()
  const line = (text: string) => page.locator('.view-line').filter({ hasText: text }).first()
  for (const weight of ['weight: 80', 'weight: 20']) {
    await line(weight).click()
    await page.keyboard.press('End')
    await page.keyboard.press('Shift+Home')
    await page.keyboard.type('weight: 50')
    await page.keyboard.press('Escape')
  }
  const effect = page.getByRole('region', { name: 'What this changes' })
  await expect(effect.getByText(/50\s%/).first()).toBeVisible()

  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { name: 'Ready to apply' })).toBeVisible()
  await page.getByRole('button', { name: /^Apply 1 change/ }).click()
  await expect(page.getByText(/^applied \(.+\)/)).toBeVisible()
  await expect(page.getByText(/seen live/i).first()).toBeVisible()
  const live = backend.kubectl('get', ...ROUTE, '-o', 'jsonpath={.spec.http[0].route[*].weight}')
  expect(live.trim()).toBe('50 50')

  await page.getByRole('navigation').getByRole('link', { name: 'Topology' }).click()
  await expect(shares(page, 50).first()).toBeAttached()
  await expect(shares(page, 80)).toHaveCount(0)
})
