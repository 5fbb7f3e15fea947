import type { Page } from '@playwright/test'
import { stringify } from 'yaml'
import { api, pages } from '#lib/paths.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { Product } from '../support/product.ts'
import { expect, test } from '../support/test.ts'

const REVIEWS = {
  group: 'networking.istio.io',
  version: 'v1',
  plural: 'virtualservices',
  namespace: 'bookinfo',
  name: 'reviews',
}
const clusterOf = (page: Page) =>
  decodeURIComponent(new URL(page.url()).pathname.split('/')[1] ?? '')
const originOf = (page: Page) => new URL(page.url()).origin

/** A change made through the product, as a person would: planned, then applied. */
async function changeWeights(product: Product, cluster: string, weights: readonly number[]) {
  const live = (await product.ask(api.resource(cluster, REVIEWS))) as KubernetesObject & {
    spec: { http: { route: { weight: number }[] }[] }
  }
  for (const [at, weight] of weights.entries()) {
    const route = live.spec.http[0]?.route[at]
    if (route) route.weight = weight
  }
  const { managedFields: _, ...metadata } = live.metadata as Record<string, unknown>
  const text = stringify({ ...live, metadata })
  const plan = (await product.ask(api.plans(cluster), {
    method: 'POST',
    body: JSON.stringify({ edits: [{ text }] }),
  })) as { plan: string; hash: string; confirm?: { phrase: string } }
  await product.ask(api.apply(cluster, plan.plan), {
    method: 'POST',
    body: JSON.stringify({
      hash: plan.hash,
      ...(plan.confirm ? { confirm: plan.confirm.phrase } : {}),
    }),
  })
}

test('the history of an object leads to a review of the way back, and applies nothing by itself', async ({
  app: page,
  product,
  backend,
}) => {
  const cluster = clusterOf(page)
  await changeWeights(product, cluster, [60, 40])
  try {
    await page.goto(originOf(page) + pages.resource(cluster, REVIEWS, { tab: 'history' }))
    const diff = page.getByRole('region', { name: 'What changed' })
    await expect(diff).toContainText('weight: 60')
    await expect(diff).toContainText('weight: 80')
    await page.getByRole('button', { name: 'Review the way back' }).click()
    await page.waitForURL(/changes\/edit\/.*tab=review/)
    await expect(page.getByText(/Ready to apply|Ready, with|Needs your confirmation/)).toBeVisible({
      timeout: 20_000,
    })
    const weights = backend.kubectl(
      'get',
      'virtualservice',
      'reviews',
      '-n',
      'bookinfo',
      '-o',
      'jsonpath={.spec.http[0].route[*].weight}',
    )
    expect(weights).toBe('60 40')
  } finally {
    await changeWeights(product, cluster, [80, 20])
  }
})

test('what applies names who decides it, and what decides leads to the line that says it', async ({
  app: page,
}) => {
  const cluster = clusterOf(page)
  const origin = originOf(page)
  await page.goto(
    origin +
      pages.resource(
        cluster,
        {
          group: 'apps',
          version: 'v1',
          plural: 'deployments',
          namespace: 'bookinfo',
          name: 'productpage-v1',
        },
        { tab: 'effective' },
      ),
  )
  await expect(page.getByRole('heading', { name: 'Calls that go out' })).toBeVisible()
  await page.getByRole('link', { name: 'DestinationRule bookinfo/reviews' }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('DestinationRule')

  await page.goto(origin + pages.resource(cluster, REVIEWS))
  await page.getByRole('tab', { name: 'What it decides' }).click()
  await expect(page.getByRole('heading', { name: 'Rules that it states' })).toBeVisible()
  await page.getByRole('link', { name: 'spec.http[0]', exact: true }).first().click()
  await expect(page).toHaveURL(/tab=text&path=spec\.http/)
  await expect(page.getByRole('region', { name: /^Text of VirtualService/ })).toContainText(
    'subset: v2',
  )
  // Going on by hand leaves the line behind.
  await page.getByRole('tab', { name: 'Overview' }).click()
  await expect(page).not.toHaveURL(/path=/)
})

test('STRICT is asked about without anything being written', async ({ app: page, backend }) => {
  const before = backend.kubectl('get', 'peerauthentications', '-A', '-o', 'name')
  await page.goto(originOf(page) + pages.mtls(clusterOf(page)))
  await page.getByRole('button', { name: 'What if STRICT' }).click()
  await page.getByRole('menuitem', { name: 'bookinfo', exact: true }).click()
  const answer = page.getByRole('region', { name: 'If bookinfo were STRICT' })
  await expect(answer).toContainText(/would fail/)
  await expect(answer).toContainText('becomes STRICT')
  await expect(page).toHaveURL(/if=strict/)
  await page.reload()
  await expect(answer).toContainText('becomes STRICT')
  await answer.getByRole('button', { name: 'Close' }).click()
  await expect(answer).toHaveCount(0)
  expect(backend.kubectl('get', 'peerauthentications', '-A', '-o', 'name')).toBe(before)
})

test('a port opens to its reason, and its decider to the object', async ({ app: page }) => {
  await page.goto(originOf(page) + pages.mtls(clusterOf(page)))
  const table = page.getByRole('table', { name: 'Ports and what they accept' })
  await table.getByRole('button', { name: 'bookinfo/productpage-v1' }).click()
  await expect(table).toContainText('mesh: ')
  await table
    .getByRole('link', { name: /^PeerAuthentication / })
    .first()
    .click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('PeerAuthentication')
})
