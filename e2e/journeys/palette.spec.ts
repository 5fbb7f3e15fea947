import { expect, test } from '../support/test.ts'

const box = { name: 'Jump to' } as const

test('Ctrl K goes to an object of any kind, by keys alone', async ({ app: page }) => {
  await page.keyboard.press('Control+k')
  const input = page.getByRole('combobox', box)
  await expect(input).toBeFocused()
  await page.keyboard.type('vs reviews')
  const option = page.getByRole('option', { name: /^reviews VirtualService · bookinfo$/ })
  await expect(option).toBeVisible()
  await expect(option).toHaveAttribute('aria-selected', 'true')
  const id = await option.getAttribute('id')
  await expect(input).toHaveAttribute('aria-activedescendant', id ?? '')
  // What was found stands out by more than its colour.
  await expect(option.locator('mark')).toHaveText('reviews')
  await expect(option.locator('mark')).toHaveCSS('text-decoration-line', 'underline')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(
    /\/resources\/networking\.istio\.io\/v1\/virtualservices\/bookinfo\/reviews/,
  )
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'reviews', level: 1 })).toBeVisible()
})

test('what was chosen is offered again, and the list is walked with the arrows', async ({
  app: page,
}) => {
  await page.getByRole('button', { name: 'Jump to…' }).click()
  await page.getByRole('combobox', box).fill('productpage')
  const onMap = page.getByRole('group', { name: 'On the map' })
  await expect(onMap.getByRole('option').first()).toHaveAccessibleName(
    'productpage Service · bookinfo',
  )
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/sel=/)
  await expect(page.getByRole('complementary', { name: 'Service productpage' })).toBeVisible()

  await page.keyboard.press('Control+k')
  const options = page.getByRole('option')
  await expect(page.getByRole('group', { name: 'Recent' }).getByRole('option')).toHaveCount(1)
  await expect(options.first()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('ArrowUp')
  await expect(options.last()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('ArrowDown')
  await expect(options.first()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('the focus goes back to where it was', async ({ app: page }) => {
  const graph = page.getByLabel(/^Mesh graph/)
  await graph.focus()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', box)).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(graph).toBeFocused()
})

test('actions do what they say: theme, table, namespace, edit', async ({ app: page }) => {
  const run = async (typed: string, name: string | RegExp) => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', box).fill(typed)
    await expect(page.getByRole('option', { name }).first()).toBeVisible()
    await page.getByRole('option', { name }).first().click()
  }
  await run('dark theme', 'Use the dark theme')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await run('show table', /^Show the table/)
  await expect(page).toHaveURL(/view=table/)
  await run('bookinfo only', /^bookinfo show only this namespace/)
  await expect(page).toHaveURL(/ns=bookinfo/)
  await run('show all', 'Show all namespaces')
  await expect(page).not.toHaveURL(/ns=/)
  await run('an object', 'Edit an object…')
  const input = page.getByRole('combobox', box)
  await expect(input).toHaveValue('edit ')
  await input.pressSequentially('vs reviews')
  const text = page.getByRole('option', { name: 'reviews VirtualService · bookinfo' })
  await expect(text).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/changes\/edit\/networking\.istio\.io\/v1\/virtualservices/)
})

test('text that would be a pattern or markup elsewhere is text', async ({ app: page }) => {
  await page.keyboard.press('Control+k')
  for (const typed of ['.*', '(a+)+$', '<img src=x onerror=alert(1)>', '\\', '%00']) {
    await page.getByRole('combobox', box).fill(typed)
    await expect(page.getByText(`Nothing is called “${typed}”.`)).toBeVisible()
  }
  await expect(page.getByRole('option')).toHaveCount(0)
})
