import { expect, test } from '../support/test.ts'

test('the find box completes facts, counts what it found, hides it and shows it again', async ({
  app: page,
}) => {
  const tree = page.getByRole('tree', { name: 'Things and hops' })
  await expect(tree.getByRole('treeitem', { name: /^productpage,/ }).first()).toBeAttached()
  const things = await tree.getByRole('treeitem').count()

  await page.keyboard.press('/')
  const box = page.getByRole('combobox', { name: 'Find' })
  await expect(box).toBeFocused()
  await page.keyboard.type('ki')
  await expect(page.getByRole('option', { name: /^kind:/ })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(box).toHaveValue('kind:')
  await page.keyboard.type('gat')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(box).toHaveValue('kind:gateway ')
  await expect(page.getByText(/^\d+ of \d+ match/)).toBeVisible()

  await page.getByRole('button', { name: /^Hide (it|these \d+)$/ }).click()
  await expect(page.getByText(/^\d+ hidden$/)).toBeVisible()
  await expect(box).toHaveValue('')
  await expect(page).toHaveURL(/hide=kind%3Agateway/)
  expect(await tree.getByRole('treeitem').count()).toBeLessThan(things)

  // A link shows the same, and Back undoes it.
  await page.reload()
  await expect(page.getByText(/^\d+ hidden$/)).toBeVisible()
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await expect(page.getByText(/^\d+ hidden$/)).toHaveCount(0)
  await expect(tree.getByRole('treeitem')).toHaveCount(things)
  await page.goBack()
  await expect(page.getByText(/^\d+ hidden$/)).toBeVisible()
})

test('what the find box does not understand is said below it', async ({ app: page }) => {
  const box = page.getByRole('combobox', { name: 'Find' })
  await box.fill('mtls:maybe')
  await expect(page.getByText(/^mtls: takes one of mtls, enforced/)).toBeVisible()
  await expect(box).toHaveAttribute('aria-invalid', 'true')
})
