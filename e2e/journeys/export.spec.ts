import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test } from '../support/test.ts'

/** What the entry of the menu saves, as bytes and under which name. */
async function saved(page: Page, entry: string): Promise<{ name: string; bytes: Buffer }> {
  await page.getByRole('button', { name: 'Export' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: entry }).click()
  const file = await download
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) }
}

test('the picture is saved as SVG and PNG, the graph as JSON', async ({ app: page }) => {
  const tree = page.getByRole('tree', { name: 'Things and hops' })
  await expect(tree.getByRole('treeitem', { name: /^reviews,/ }).first()).toBeAttached()

  const svg = await saved(page, 'Picture as SVG')
  expect(svg.name).toMatch(/\.svg$/)
  for (const name of ['reviews', 'productpage', 'ratings', '80\u00a0%', 'bookinfo'])
    expect(svg.bytes.toString()).toContain(name)
  expect(svg.bytes.toString()).toMatch(/fill="#[0-9a-f]{6}"/)

  const png = await saved(page, 'Picture as PNG')
  expect(png.bytes.subarray(1, 4).toString()).toBe('PNG')
  expect(png.bytes.readUInt32BE(16)).toBeGreaterThan(800)

  const json = await saved(page, 'Graph as JSON')
  const graph = JSON.parse(json.bytes.toString()) as { nodes: { name: string }[]; edges: unknown[] }
  expect(graph.nodes.map(({ name }) => name)).toContain('reviews')
  expect(graph.edges.length).toBeGreaterThan(0)
})
