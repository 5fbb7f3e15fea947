import { expect, test } from '../support/test.ts'

test('g and a letter go to a page, ? tells the keys, Esc closes them', async ({ app: page }) => {
  await expect(page.getByRole('heading', { name: 'Topology', level: 1 })).toBeVisible()
  for (const [key, name] of [
    ['m', 'mTLS'],
    ['f', 'Findings'],
    ['c', 'Changes'],
    ['t', 'Topology'],
  ] as const) {
    await page.keyboard.press('g')
    await page.keyboard.press(key)
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  }
  await page.keyboard.press('?')
  const keys = page.getByRole('dialog', { name: 'Keys' })
  await expect(keys).toBeVisible()
  await expect(keys.getByText('graph or table')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(keys).toHaveCount(0)
})

test('a letter that is typed into a box is no key', async ({ app: page }) => {
  const box = page.getByRole('combobox', { name: 'Find' })
  await page.keyboard.press('/')
  await page.keyboard.type('gt?t')
  await expect(box).toHaveValue('gt?t')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(
    page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Graph' }),
  ).toHaveAttribute('aria-pressed', 'true')
})

test('the graph is walked, opened and left by keys alone', async ({ app: page }) => {
  const graph = page.getByLabel(/^Mesh graph/)
  await graph.focus()
  await page.keyboard.press('ArrowRight')
  const first = await graph.getAttribute('aria-activedescendant')
  expect(first).not.toBeNull()
  await page.keyboard.press('ArrowRight')
  await expect(graph).not.toHaveAttribute('aria-activedescendant', first ?? '')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('complementary')).toHaveCount(0)

  await page.keyboard.press('n')
  await expect(page.getByText(/^Around /)).toHaveCount(0)
  await graph.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('n')
  await expect(page.getByText(/^Around /)).toBeVisible()
  await page.goBack()
  await graph.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('h')
  await expect(page.getByText(/^1 hidden$/)).toBeVisible()
})
