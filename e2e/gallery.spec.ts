import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { root } from './run/command.ts'
import { expect, test, watchPolicy } from './support/test.ts'

const AXE = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8')

/** Faults that axe finds on what is shown, as rule and first element. */
async function faultsOf(page: Page): Promise<string[]> {
  // Evaluated over the debugger, which the page's policy does not govern.
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    const axe = (
      globalThis as unknown as {
        axe: {
          run: (
            what: unknown,
            options: unknown,
          ) => Promise<{
            violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[]
          }>
        }
      }
    ).axe
    const { violations } = await axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    })
    return violations.map(
      (v) =>
        `${v.id}: ${v.nodes.length} × ${v.nodes[0]?.html.slice(0, 200)} ${v.nodes[0]?.failureSummary?.slice(0, 200)}`,
    )
  })
}

for (const theme of ['light', 'dark'] as const) {
  test(`every component in every state is drawn and accessible, ${theme}`, async ({
    page,
    product,
  }) => {
    const violations = watchPolicy(page)
    await page.emulateMedia({ colorScheme: theme })
    await page.goto(`${product.url}/gallery?theme=${theme}`)
    await expect(page.getByRole('heading', { name: 'Gallery' })).toBeVisible()
    const entries = page.getByRole('article')
    expect(await entries.count()).toBeGreaterThan(20)
    // Each entry shows its state in the theme, and in no other.
    await expect(entries.locator(`> div > [data-theme="${theme}"]`)).toHaveCount(
      await entries.count(),
    )
    await expect(page.locator(`[data-theme]:not([data-theme="${theme}"])`)).toHaveCount(0)
    expect(await faultsOf(page)).toEqual([])
    expect(violations).toEqual([])
  })

  for (const name of [
    'Topology',
    'mTLS',
    'Findings',
    'Routing',
    'Policies',
    'Gateways',
    'Namespaces',
    'Control planes',
  ]) {
    test(`the page ${name} is accessible, ${theme}`, async ({ app: page }) => {
      await page.emulateMedia({ colorScheme: theme })
      await page.getByRole('navigation').getByRole('link', { name }).click()
      await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
      expect(await faultsOf(page)).toEqual([])
    })
  }
}
