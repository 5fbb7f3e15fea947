import type { Graph } from '#lib/graph/graph.ts'
import { api } from '#lib/paths.ts'
import { type Product, startProduct } from '../support/product.ts'
import { expect, test } from '../support/test.ts'

async function graphOf(product: Product): Promise<Graph> {
  const { clusters } = (await product.ask(api.clusters)) as { clusters: { id: string }[] }
  const { nodes, edges } = (await product.ask(api.topology(clusters[0]?.id ?? ''))) as Graph
  return { nodes, edges }
}

test('a cluster that goes away: every page says since when, the picture stays, and comes back live and equal', async ({
  app: page,
  backend,
  product,
}) => {
  test.setTimeout(240_000)
  const state = page.getByRole('contentinfo').getByRole('status')
  const lost = page.getByText(/^Connection lost at \d/)
  const before = await graphOf(product)
  const card = page.locator('.mw-card').filter({ hasText: 'ratings' }).first()
  await expect(card).toBeVisible()
  const place = await card.boundingBox()

  await backend.stopServer()
  try {
    await expect(state).toHaveText(/^Stale since \d/, { timeout: 30_000 })
    await expect(lost).toBeVisible()
    // Not a thing of it is taken away or moved, beside what the banner takes.
    await expect(card).toBeVisible()
    const stays = await card.boundingBox()
    expect(Math.abs((stays?.x ?? 0) - (place?.x ?? 0))).toBeLessThan(60)
    expect(await graphOf(product)).toEqual(before)
    for (const name of ['mTLS', 'Findings', 'Routing', 'Topology']) {
      await page.getByRole('navigation').getByRole('link', { name, exact: true }).click()
      await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
      await expect(lost).toBeVisible()
    }
    // A reload is answered out of what was read.
    await page.reload()
    await expect(card).toBeVisible()
    await expect(state).toHaveText(/^Stale since \d/)
  } finally {
    await backend.startServer()
  }
  await expect(state).toHaveText('Live', { timeout: 60_000 })
  await expect(lost).toHaveCount(0)

  // What changes now is seen, and all of it equals what somebody sees who comes new.
  backend.kubectl('label', 'service', 'ratings', '-n', 'bookinfo', 'seen=again')
  const weights = (first: number, second: number) =>
    [first, second].map((value, at) => ({
      op: 'replace',
      path: `/spec/http/0/route/${at}/weight`,
      value,
    }))
  const setWeights = (first: number, second: number) =>
    backend.kubectl(
      ...['patch', 'virtualservice', 'reviews', '-n', 'bookinfo', '--type=json'],
      ...['-p', JSON.stringify(weights(first, second))],
    )
  setWeights(30, 70)
  await expect(
    page
      .getByRole('tree', { name: 'Things and hops' })
      .getByRole('treeitem', { name: /30\s%/ })
      .first(),
  ).toBeAttached()
  const fresh = await startProduct(['--kubeconfig', backend.kubeconfig])
  try {
    await expect(async () => {
      expect(await graphOf(product)).toEqual(await graphOf(fresh))
    }).toPass({ timeout: 15_000 })
  } finally {
    await fresh.stop()
    setWeights(80, 20)
    backend.kubectl('label', 'service', 'ratings', '-n', 'bookinfo', 'seen-')
  }
})
