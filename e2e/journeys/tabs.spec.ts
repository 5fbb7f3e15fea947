import { pages } from '#lib/paths.ts'
import { expect, test } from '../support/test.ts'

const REVIEWS = {
  group: 'networking.istio.io',
  version: 'v1',
  plural: 'virtualservices',
  namespace: 'bookinfo',
  name: 'reviews',
}

test('tabs are one stop of the keyboard: arrows, Home and End show them, and they go round', async ({
  app: page,
}) => {
  const { origin, pathname } = new URL(page.url())
  const cluster = decodeURIComponent(pathname.split('/')[1] ?? '')
  await page.goto(origin + pages.resource(cluster, REVIEWS))
  const tab = (name: string) => page.getByRole('tab', { name })
  await tab('Overview').focus()
  await page.keyboard.press('ArrowLeft')
  await expect(tab('YAML')).toBeFocused()
  await expect(tab('YAML')).toHaveAttribute('aria-selected', 'true')
  await expect(page).toHaveURL(/tab=text/)
  await expect(page.getByRole('tabpanel', { name: 'YAML' })).toContainText('kind: VirtualService')
  await page.keyboard.press('ArrowRight')
  await expect(tab('Overview')).toBeFocused()
  await expect(page.getByRole('tabpanel', { name: 'Overview' })).toBeVisible()
  await page.keyboard.press('End')
  await expect(tab('YAML')).toBeFocused()
  await page.keyboard.press('Home')
  await expect(tab('Overview')).toHaveAttribute('aria-selected', 'true')
  // The others are no stops of their own: next is what the tab shows.
  await page.keyboard.press('Tab')
  await expect(page.getByRole('tabpanel', { name: 'Overview' })).toBeFocused()
})

test('a switch is turned by Space, and by its words', async ({ app: page }) => {
  await page.goto(new URL(pages.settings, page.url()).href)
  const keys = page.getByRole('switch', { name: 'Single keys' })
  await expect(keys).toBeChecked()
  await keys.focus()
  await page.keyboard.press('Space')
  await expect(keys).not.toBeChecked()
  await page.locator('label', { hasText: 'Single keys' }).click()
  await expect(keys).toBeChecked()
})

test('the first key opens Hide…, and its first entry has the focus', async ({ app: page }) => {
  await page.getByRole('button', { name: 'Hide…' }).focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('menuitem', { name: /^Find what to hide/ })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Hide…' })).toBeFocused()
})
