import type { Page } from '@playwright/test'
import type { Graph } from '#lib/graph/graph.ts'
import { api, pages, type ResourceAddress } from '#lib/paths.ts'
import type { Product } from '../support/product.ts'

/** What a picture is taken of: an address, and what is done there first. */
export type Shot = {
  readonly name: string
  readonly path: string
  /** Answers false where this cluster has nothing to show there. */
  readonly before?: (page: Page) => Promise<boolean>
}

/** The hop that says most: one that is not as it should be, before one that is. */
const WORST = ['conflict', 'none', 'bypass', 'plaintext', 'unknown'] as const

const rank = (edge: Graph['edges'][number]): number => {
  const at = (WORST as readonly string[]).indexOf(edge.mtls?.state ?? '')
  // What comes from outside is seldom more than plaintext, and says little of the mesh.
  const outside = edge.from.startsWith('client:') ? 0.5 : 0
  return (at < 0 ? WORST.length : at) + outside
}

const EDITED = [
  ['networking.istio.io', 'virtualservices'],
  ['networking.istio.io', 'envoyfilters'],
  ['security.istio.io', 'authorizationpolicies'],
] as const

async function objectOf(
  product: Product,
  cluster: string,
  [group, plural]: readonly [string, string],
): Promise<ResourceAddress | undefined> {
  const kind = { group, version: 'v1', plural }
  for (const version of ['v1', 'v1beta1', 'v1alpha3']) {
    const answer = (await product
      .ask(api.list(cluster, { ...kind, version }))
      .catch(() => undefined)) as { rows: { namespace?: string; name: string }[] } | undefined
    // The last by name is as good as any, and of Bookinfo it is the one with weights.
    const row = answer?.rows.toSorted((a, b) => (a.name < b.name ? -1 : 1)).at(-1)
    // A row has a version of its own, the resource's.
    if (row) return { ...kind, version, namespace: row.namespace, name: row.name }
  }
  return undefined
}

async function writeFirstWeight(page: Page): Promise<void> {
  const line = page
    .locator('.view-line')
    .filter({ hasText: /weight:\s\d+/ })
    .first()
  await line.click()
  const weight = Number(/\d+/.exec((await line.textContent()) ?? '')?.[0] ?? 50)
  await page.keyboard.press('End')
  await page.keyboard.press('Shift+Home')
  await page.keyboard.type(`weight: ${weight === 100 ? 90 : Math.round(weight / 2)}`)
  await page.keyboard.press('Escape')
  await page
    .getByRole('region', { name: 'What this changes' })
    .getByRole('heading', { level: 2, name: /^(Ready|Needs|Cannot)/ })
    .first()
    .waitFor()
}

/** Every page of the product, with what this cluster holds. */
export async function shotsOf(product: Product, cluster: string): Promise<readonly Shot[]> {
  const { edges } = (await product.ask(api.topology(cluster))) as Graph
  const hop = edges.toSorted((a, b) => rank(a) - rank(b))[0]
  const found = await Promise.all(EDITED.map((kind) => objectOf(product, cluster, kind)))
  const route = found[0]
  const object = found[1] ?? route
  const plain: readonly Shot[] = [
    { name: 'topology', path: pages.topology(cluster) },
    { name: 'topology-table', path: pages.topology(cluster, { view: 'table' }) },
    ...(hop ? [{ name: 'hop', path: pages.topology(cluster, { sel: hop.id }) }] : []),
    { name: 'mtls', path: pages.mtls(cluster) },
    { name: 'findings', path: pages.findings(cluster) },
    { name: 'routing', path: pages.routing(cluster) },
    { name: 'policies', path: pages.policies(cluster) },
    { name: 'gateways', path: pages.gateways(cluster) },
    { name: 'namespaces', path: pages.namespaces(cluster) },
    { name: 'control-planes', path: pages.controlPlanes(cluster) },
    { name: 'resources', path: pages.resources(cluster) },
    {
      name: 'list',
      path: pages.resources(cluster, { group: '', version: 'v1', plural: 'services' }),
    },
    ...(object ? [{ name: 'object', path: pages.resource(cluster, object) }] : []),
    ...(object ? [{ name: 'yaml', path: pages.resource(cluster, object, { tab: 'text' }) }] : []),
    { name: 'changes', path: pages.changes(cluster) },
  ]
  if (!route) return plain
  const opened = async (page: Page) =>
    page.locator('.view-line').first().waitFor({ timeout: 30_000 })
  const written = async (page: Page) => {
    await opened(page)
    await page
      .locator('.view-line')
      .filter({ hasText: /(host|number):/ })
      .first()
      .waitFor()
    const text = await page.locator('.view-lines').first().textContent()
    const isSplit = /weight:\s\d/.test(text ?? '')
    if (isSplit) await writeFirstWeight(page)
    return isSplit
  }
  return [
    ...plain,
    {
      name: 'editor',
      path: pages.edit(cluster, route),
      before: async (page) => {
        await written(page)
        return true
      },
    },
    {
      name: 'review',
      path: pages.edit(cluster, route),
      before: async (page) => {
        if (!(await written(page))) return false
        await page.keyboard.press('Control+Enter')
        await page.getByRole('button', { name: /^Apply / }).waitFor({ timeout: 15_000 })
        return true
      },
    },
  ]
}
