import { pages } from '#lib/paths.ts'
import { expect, test } from '../support/test.ts'

test('from the rail to an object, to who uses it, to its text, by keys and by link', async ({
  app: page,
}) => {
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Resources' })
    .focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/resources$/)
  await page
    .getByRole('navigation', { name: 'Kinds' })
    .getByRole('link', { name: /^Service \d/ })
    .focus()
  await page.keyboard.press('Enter')

  const table = page.getByRole('table', { name: 'Service' })
  await expect(table.getByRole('columnheader', { name: 'Cluster-IP' })).toBeVisible()
  await table.getByRole('button', { name: 'Name', exact: true }).click()
  await expect(table.getByRole('columnheader', { name: 'Name', exact: true })).toHaveAttribute(
    'aria-sort',
    'ascending',
  )
  await expect(page).toHaveURL(/sort=Name/)

  // What one does not want to see stays away, also after a reload.
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'External-IP' }).click()
  await page.keyboard.press('Escape')
  await expect(table.getByRole('columnheader', { name: 'External-IP' })).toHaveCount(0)
  await page.reload()
  await expect(table.getByRole('columnheader', { name: 'Port(s)' })).toBeVisible()
  await expect(table.getByRole('columnheader', { name: 'External-IP' })).toHaveCount(0)

  await table.getByRole('link', { name: 'reviews', exact: true }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('/reviews')
  const user = page.getByRole('listitem').filter({ hasText: 'VirtualService' }).first()
  await expect(user).toContainText(
    /spec\.http\[0\]\.route\[0\]\.destination\.host|spec\.hosts\[0\]/,
  )
  await user.getByRole('link', { name: 'bookinfo/reviews' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('VirtualService')

  await page.getByRole('tab', { name: 'YAML' }).click()
  await expect(page).toHaveURL(/tab=text/)
  const text = page.getByRole('region', { name: /^Text of VirtualService/ })
  await expect(text).toContainText('kind: VirtualService')
  await expect(text).not.toContainText('managedFields')
  await page.reload()
  await expect(text).toContainText('kind: VirtualService')
  await page.goBack()
  await expect(page.getByRole('tab', { name: 'Overview' })).toHaveAttribute('aria-selected', 'true')
})

test('what is not there says so, and a secret is never opened', async ({ app: page }) => {
  const here = new URL(page.url())
  const cluster = decodeURIComponent(here.pathname.split('/')[1] ?? '')
  const open = (plural: string) =>
    page.goto(
      here.origin +
        pages.resource(cluster, {
          group: '',
          version: 'v1',
          plural,
          namespace: 'default',
          name: 'no',
        }),
    )
  await open('services')
  await expect(
    page.getByRole('alert').filter({ hasText: 'There is no services/default/no' }),
  ).toBeVisible()
  await open('secrets')
  await expect(page.getByText('does not read the values of Secrets')).toBeVisible()
  await expect(page.getByRole('alert').filter({ hasText: 'not found' })).toBeVisible()
})
