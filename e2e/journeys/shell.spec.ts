import type { Locator, Page } from '@playwright/test'
import { faultsOf } from '../support/axe.ts'
import { expect, signIn, test } from '../support/test.ts'

const openNamespaces = async (page: Page): Promise<Locator> => {
  await page
    .getByRole('banner')
    .getByRole('button', { name: /^(All namespaces|istio-.*)$/ })
    .click()
  const list = page.getByRole('dialog', { name: 'Namespaces' })
  await expect(list).toBeVisible()
  return list
}

test('namespaces: found, chosen and given a star by keys; the choice is in the address', async ({
  app: page,
}) => {
  const list = await openNamespaces(page)
  await list.getByRole('textbox', { name: 'Find a namespace' }).fill('istio')
  await expect(list.getByRole('checkbox')).not.toHaveCount(0)
  await page.keyboard.press('ArrowDown')
  await expect(list.getByRole('checkbox').first()).toBeFocused()
  await page.keyboard.press('Tab')
  const star = list.getByRole('button', { name: /^Favourite: istio/ }).first()
  await expect(star).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(star).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Space')
  await expect(page).toHaveURL(/ns=istio/)

  await page.reload()
  const again = await openNamespaces(page)
  await expect(again.getByRole('checkbox').first()).toBeChecked()
  await expect(again.getByRole('button', { name: /^Favourite: istio/ }).first()).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await again.getByRole('button', { name: 'Show all namespaces' }).click()
  await expect(page).not.toHaveURL(/ns=/)
})

test('the person’s menu: who one is, theme, settings, keys', async ({ app: page }) => {
  const person = page.getByRole('navigation').getByRole('button', { name: /^You: / })
  await person.click()
  const menu = page.getByRole('menu', { name: 'You' })
  await expect(menu.getByText(/May do what the cluster/)).toBeVisible()
  await menu.getByRole('menuitemradio', { name: 'Dark' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await person.click()
  await menu.getByRole('menuitem', { name: /^Settings/ }).click()
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible()
})

test('settings are kept and hold: single keys, density, time', async ({ app: page }) => {
  const map = page.url()
  const settings = new URL('/settings', map).href
  await page.goto(settings)
  await page.getByRole('switch', { name: 'Single keys' }).click()
  await page
    .getByRole('group', { name: 'Rows of tables' })
    .getByRole('button', { name: 'Roomy' })
    .click()
  await expect(page.getByText(/Now it is \d\d:\d\d:\d\d UTC/)).toBeVisible()
  await page
    .getByRole('group', { name: 'Times of day' })
    .getByRole('button', { name: /computer/ })
    .click()
  await expect(page.getByText(/Now it is \d\d:\d\d:\d\d\. /)).toBeVisible()

  await page.goto(map)
  await page.getByLabel(/^Mesh graph/).waitFor()
  await page.keyboard.press('?')
  await page.keyboard.press('g')
  await page.keyboard.press('m')
  await page.keyboard.press('t')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'Topology', level: 1 })).toBeVisible()
  await expect(page).not.toHaveURL(/view=table/)
  // With a modifier they are no single keys.
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Jump to' }).fill('namespaces')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Namespaces', level: 1 })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('data-density', 'roomy')
})

test('a draft is told in the top bar, with the way to go on', async ({ app: page }) => {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Jump to' }).fill('edit vs reviews')
  await page.getByRole('option', { name: /^reviews VirtualService/ }).click()
  await page.locator('.monaco-editor .view-lines').waitFor()
  await page.locator('.monaco-editor').getByRole('textbox').focus()
  await page.keyboard.press('Control+Home')
  await page.keyboard.type('# mine\n')
  await expect(page.getByText(/Draft kept in this browser/)).toBeVisible()
  const chip = page.getByRole('banner').getByRole('link', { name: /^Draft of reviews/ })
  await expect(chip).toHaveCount(0)
  await page.getByRole('navigation').getByRole('link', { name: /^mTLS/ }).click()
  await expect(chip).toBeVisible()
  await chip.click()
  await expect(page).toHaveURL(/changes\/edit\//)
})

test('signing out asks for the token again, and signing in goes on', async ({
  app: page,
  product,
}) => {
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^You: / })
    .click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  const dialog = page.getByRole('dialog', { name: 'You are signed out' })
  await expect(dialog).toBeVisible()
  await dialog.getByLabel('Launch token').fill(product.token)
  await dialog.getByRole('button', { name: 'Use token' }).click()
  await expect(dialog).toHaveCount(0)
})

for (const theme of ['light', 'dark'] as const) {
  test(`palette, pickers and menu are accessible while open, ${theme}`, async ({ app: page }) => {
    await page.emulateMedia({ colorScheme: theme })
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Jump to' }).fill('re')
    await expect(page.getByRole('group', { name: 'Objects' })).toBeVisible()
    expect(await faultsOf(page)).toEqual([])
    await page.keyboard.press('Escape')
    await openNamespaces(page)
    expect(await faultsOf(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Cluster/ }).click()
    await expect(page.getByRole('dialog', { name: 'Clusters' })).toBeVisible()
    expect(await faultsOf(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^You: / })
      .click()
    await expect(page.getByRole('menu')).toBeVisible()
    expect(await faultsOf(page)).toEqual([])
    await page.goto(new URL('/settings', page.url()).href)
    await expect(page.getByRole('heading', { name: 'Clusters' })).toBeVisible()
    expect(await faultsOf(page)).toEqual([])
  })
}

/** 1280×800 at 200 %, a narrow laptop, a phone. */
const SIZES = [
  { width: 640, height: 400 },
  { width: 1024, height: 640 },
  { width: 320, height: 640 },
]
for (const viewport of SIZES) {
  test.describe(`at ${viewport.width}×${viewport.height}`, () => {
    test.use({ viewport })
    test('bars and navigation are whole, and nothing scrolls sideways', async ({
      page,
      product,
    }) => {
      await signIn(page, product)
      for (const name of ['mTLS', 'Findings', 'Routing', 'Topology']) {
        const link = page
          .getByRole('navigation')
          .getByRole('link', { name: new RegExp(`^${name}`) })
        await link.click()
        await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
        ).toBeLessThanOrEqual(0)
        for (const part of [
          page.getByRole('banner').getByRole('combobox', { name: 'Find' }),
          page.getByRole('banner').getByRole('button', { name: 'Jump to…' }),
          page.getByRole('banner').getByRole('button', { name: /^Cluster/ }),
          page.getByRole('contentinfo').getByRole('status'),
        ]) {
          const rect = await part.boundingBox()
          expect(rect?.x).toBeGreaterThanOrEqual(0)
          expect((rect?.x ?? 0) + (rect?.width ?? 0)).toBeLessThanOrEqual(viewport.width)
          expect(rect?.width ?? 0).toBeGreaterThanOrEqual(24)
        }
      }
      await page.keyboard.press('Control+k')
      const dialog = page.getByRole('dialog')
      await expect(dialog).toBeVisible()
      const rect = await dialog.boundingBox()
      expect((rect?.y ?? 0) + (rect?.height ?? 0)).toBeLessThanOrEqual(viewport.height)
    })
  })
}

test('the first Tab offers to skip to the content', async ({ app: page }) => {
  await page.reload()
  await page.getByLabel(/^Mesh graph/).waitFor()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
})
