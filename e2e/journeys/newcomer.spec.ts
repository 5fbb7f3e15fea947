import { expect, test } from '../support/test.ts'

test('a newcomer: from the printed address to why a hop is plaintext, and who decided it', async ({
  app: page,
}) => {
  // What is not as it should be stands out on the picture, with a word for who sees no colour.
  const hop = page.getByRole('button', { name: /^plaintext$/ }).first()
  await expect(hop).toBeVisible()
  await hop.click()
  const drawer = page.getByRole('complementary', { name: /^Hop / })
  await expect(drawer.getByRole('heading', { name: /^mTLS plaintext/ })).toBeVisible()
  const answer = (term: string) =>
    drawer.getByRole('term').filter({ hasText: term }).locator('xpath=following-sibling::dd[1]')
  await expect(answer('Because')).toHaveText('HTTP listener')
  const decider = answer('Decided by').getByRole('link')
  await expect(decider).toHaveText('Gateway bookinfo/bookinfo-gateway')

  // The answer is an address: who is sent it sees the same.
  const address = page.url()
  await page.reload()
  await expect(drawer.getByRole('heading', { name: /^mTLS plaintext/ })).toBeVisible()
  expect(page.url()).toBe(address)

  await decider.click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('bookinfo/bookinfo-gateway')
  await page.getByRole('tab', { name: 'YAML' }).click()
  await expect(page.getByRole('region', { name: /^Text of Gateway/ })).toContainText(
    'protocol: HTTP',
  )
  await page.goBack()
  await page.goBack()
  await expect(drawer.getByRole('heading', { name: /^mTLS plaintext/ })).toBeVisible()
})

test('a newcomer: what has no proxy says so, on the card, in the drawer and in the table', async ({
  app: page,
}) => {
  await page
    .getByRole('application')
    .getByRole('button', { name: /^ratings / })
    .click()
  const drawer = page.getByRole('complementary', { name: 'Service ratings' })
  await expect(drawer).toContainText('The pods have no proxy')
  await expect(drawer.getByRole('link', { name: /^Pod bookinfo\/ratings-v1-/ })).toBeVisible()

  await page.getByRole('navigation').getByRole('link', { name: 'mTLS' }).click()
  const row = page.getByRole('row').filter({ hasText: 'bookinfo/ratings-v1' }).first()
  await expect(row).toContainText('no proxy')
  await expect(row).toContainText('plaintext only')
  await row.getByRole('button', { name: 'bookinfo/ratings-v1' }).click()
  await expect(page.getByText(/^The pods have no proxy/)).toBeVisible()
  // In the row, and once more with the reason.
  await page
    .getByRole('link', { name: /^Pod bookinfo\/ratings-v1-/ })
    .last()
    .click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Pod')
})
