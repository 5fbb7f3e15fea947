import { faultsOf } from './support/axe.ts'
import { expect, test, watchPolicy } from './support/test.ts'

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
