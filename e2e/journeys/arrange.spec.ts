import type { Page } from '@playwright/test'
import { expect, test } from '../support/test.ts'

const card = (page: Page, name: string) =>
  page.locator(`.mw-card[data-node$="/${name}"]`).filter({ hasText: name })

async function placeOf(page: Page, name: string): Promise<{ x: number; y: number }> {
  const box = await card(page, name).boundingBox()
  if (!box) throw new Error(`${name} is not drawn`)
  return box
}

test('what is dragged stays where it was put, by pointer and by keys, and goes back', async ({
  app: page,
}) => {
  await expect(card(page, 'ratings')).toBeVisible()
  const own = await placeOf(page, 'ratings')
  await page.mouse.move(own.x + 40, own.y + 16)
  await page.mouse.down()
  await page.mouse.move(own.x + 60, own.y + 60, { steps: 4 })
  await page.mouse.move(own.x + 80, own.y + 96, { steps: 4 })
  await page.mouse.up()
  await expect(page.getByText('1 moved')).toBeVisible()
  const put = await placeOf(page, 'ratings')
  expect(put.y).toBeGreaterThan(own.y + 40)
  // Dragging is not selecting.
  expect(new URL(page.url()).searchParams.get('sel')).toBeNull()

  await page.waitForTimeout(400)
  await page.reload()
  await expect(page.getByText('1 moved')).toBeVisible()

  await page.getByRole('button', { name: 'Put back' }).click()
  await expect(page.getByText(/moved$/)).toHaveCount(0)
  await page.getByRole('button', { name: 'Fit' }).click()

  // The same without a pointer: the graph is one tab stop.
  await page.getByLabel(/^Mesh graph/).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByText('1 moved')).toBeVisible()
  await page.getByRole('button', { name: 'Put back' }).click()
})

test('one service with its neighbours, one hop and two, is an address of its own', async ({
  app: page,
}) => {
  const tree = page.getByRole('tree', { name: 'Things and hops' })
  await expect(card(page, 'ratings')).toBeVisible()
  await card(page, 'details').getByRole('button').first().click()
  await page.getByRole('complementary').getByRole('button', { name: 'Show neighbours' }).click()
  await expect(page.getByText('Around details')).toBeVisible()
  await expect(tree.getByRole('treeitem', { name: /^details,/ }).first()).toBeAttached()
  await expect(tree.getByRole('treeitem', { name: /^ratings,/ })).toHaveCount(0)
  await expect(page).toHaveURL(/around=service/)

  await page
    .getByRole('group', { name: 'Hops away' })
    .getByRole('button', { name: '2 hops' })
    .click()
  await expect(page).toHaveURL(/hops=2/)
  await page.goBack()
  await page.getByRole('button', { name: 'Show all' }).click()
  await expect(tree.getByRole('treeitem', { name: /^ratings,/ }).first()).toBeAttached()
})

test('what the pointer rests on says itself, and frames are what one chooses', async ({
  app: page,
}) => {
  await expect(card(page, 'ratings')).toBeVisible()
  await card(page, 'ratings').hover()
  await expect(page.locator('[data-tip]')).toContainText(/^ratings, Service/)
  await page.mouse.move(2, 2)
  await expect(page.locator('[data-tip]')).toHaveCount(0)

  await page.getByRole('button', { name: 'Group by namespace' }).click()
  await page.getByRole('menuitemradio', { name: 'No groups' }).click()
  await expect(page).toHaveURL(/group=none/)
  // Without its frame a card says its namespace.
  await expect(card(page, 'ratings')).toContainText('bookinfo')
  await page.goBack()
  await expect(card(page, 'ratings')).not.toContainText('bookinfo')
})

test('the overview shows what is looked at and goes where one presses', async ({ app: page }) => {
  await expect(card(page, 'ratings')).toBeVisible()
  const overview = page.locator('[data-overview]')
  await expect(overview).toHaveCount(0)
  await page.getByRole('button', { name: 'Overview' }).click()
  await expect(overview).toBeVisible()
  const before = await placeOf(page, 'ratings')
  const box = await overview.boundingBox()
  if (!box) throw new Error('the overview has no size')
  await page.mouse.click(box.x + 4, box.y + 4)
  // The upper left corner is now in the middle, so everything else stands further right and below.
  await expect(async () => {
    const after = await card(page, 'ratings').boundingBox()
    expect(after === null || after.x > before.x + 100).toBe(true)
  }).toPass()
  await page.getByRole('button', { name: 'Overview' }).click()
  await expect(overview).toHaveCount(0)
})
