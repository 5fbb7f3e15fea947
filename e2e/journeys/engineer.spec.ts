import { join } from 'node:path'
import { root } from '../run/command.ts'
import { expect, testOf } from '../support/test.ts'

/** An ingress controller in front of nginx, and a policy that asks for a token which its route never sends. */
const DENIED = join(root, 'server/sandbox/samples/pomerium-denied/manifests.yaml')

const test = testOf(DENIED)

test('an engineer: finds a service on the map, follows its route, opens the policy that denies', async ({
  app: page,
}) => {
  await page.keyboard.press('/')
  await page.keyboard.type('nginx')
  await expect(page.getByText(/^\d+ of \d+ match/)).toBeVisible()
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('complementary')
  await expect(drawer.getByRole('heading', { level: 2 }).first()).toContainText('nginx')

  // The denied hop says so in words, and its drawer names who denies.
  const tree = page.getByRole('tree', { name: 'Things and hops' })
  const hop = tree.getByRole('treeitem', { name: /denied/ }).first()
  await expect(hop).toBeAttached()
  const id = await hop.getAttribute('data-id')
  const here = new URL(page.url())
  await page.goto(`${here.origin}${here.pathname}?sel=${encodeURIComponent(id ?? '')}`)
  await expect(drawer.getByRole('heading', { name: / → nginx$/ })).toBeVisible()
  await expect(drawer).toContainText('denied')
  await expect(
    drawer.getByRole('link', { name: /^AuthorizationPolicy default\/nginx/ }).first(),
  ).toBeVisible()

  // The whole route, from the host to the verdict.
  await page.getByRole('navigation').getByRole('link', { name: 'Routing' }).click()
  const rule = page
    .getByRole('table', { name: 'Routes' })
    .getByRole('row')
    .filter({ hasText: 'default/nginx' })
    .first()
  await expect(rule).toContainText('denied')
  await rule.getByRole('link', { name: 'denied' }).click()
  const call = page
    .getByRole('table', { name: 'Stated calls' })
    .getByRole('row')
    .filter({ hasText: 'default/nginx' })
  await call.getByRole('link', { name: /^AuthorizationPolicy default\// }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('AuthorizationPolicy')
  await page.getByRole('tab', { name: 'YAML' }).click()
  await expect(page.getByRole('region', { name: /^Text of AuthorizationPolicy/ })).toContainText(
    'action: ALLOW',
  )
})
