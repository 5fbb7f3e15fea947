import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { root } from '../run/command.ts'
import { expect, testOf } from '../support/test.ts'

/** An ingress controller in front of nginx, and a policy that asks for a token which its route never sends. */
const DENIED = join(root, '../shared/scenarios/pomerium-nginx-denied/manifests.yaml')
const POLICY = 'AuthorizationPolicy default/nginx-require-pomerium-jwt'

const test = testOf(DENIED)

test.skip(!existsSync(DENIED), 'pomerium-nginx-denied is not beside the project')

const open = async (page: Page, name: string) => {
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
}

test('from a service along its route to the policy that denies it', async ({ app: page }) => {
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await expect(page.getByRole('heading', { name: 'Routing', level: 1 })).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('nothing-is-called-so')
  await expect(page.getByText(/^Nothing matches nothing-is-called-so in/)).toBeVisible()
  await page.getByRole('searchbox').or(page.getByLabel('Find')).first().fill('nginx')
  const routes = page.getByRole('table', { name: 'Routes' })
  const rule = routes.getByRole('row').filter({ hasText: 'default/nginx' })
  await expect(rule).toHaveCount(1)
  await expect(rule).toContainText(/100\s%/)
  await expect(rule).toContainText('any request')
  await expect(routes.getByRole('button', { name: 'hello.localhost.pomerium.io' })).toBeVisible()

  await rule.getByRole('link', { name: 'denied' }).click()
  const calls = page.getByRole('table', { name: 'Stated calls' })
  const call = calls.getByRole('row').filter({ hasText: 'default/nginx' })
  await expect(call).toContainText('denied')
  await expect(call).toContainText('An ALLOW policy exists and none of its rules can match.')
  await expect(page.getByText('1 of 1 stated call is denied')).toBeVisible()
  await call.getByRole('link', { name: POLICY }).click()
  await expect(page.getByRole('heading', { name: POLICY })).toBeVisible()

  // The way back is the way one came, with what was looked for.
  await page.goBack()
  await expect(calls).toBeVisible()
  await page.goBack()
  await expect(rule).toHaveCount(1)
  expect(new URL(page.url()).searchParams.get('find')).toBe('nginx')
})

test('the matrix is read by arrows, and a link shows the same pair', async ({ app: page }) => {
  await open(page, 'Policies')
  const grid = page.getByRole('grid', { name: 'Who may call whom' })
  const first = grid.getByRole('button').first()
  await first.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowLeft')
  const focused = page.locator(':focus')
  await expect(focused).toHaveAccessibleName(
    /to default\/nginx: conditional by AuthorizationPolicy/,
  )
  for (let i = 0; i < 4; i += 1) {
    if (/^pomerium\/pomerium-proxy /.test((await focused.getAttribute('aria-label')) ?? '')) break
    await page.keyboard.press('ArrowDown')
  }
  await page.keyboard.press('Enter')
  const pane = page.getByRole('complementary', { name: 'Access' })
  await expect(
    pane.getByRole('heading', { name: 'pomerium/pomerium-proxy to nginx' }),
  ).toBeVisible()
  await expect(pane).toContainText('token with aud hello.localhost.pomerium.io')
  await expect(pane.getByRole('listitem').filter({ hasText: 'denied' })).toHaveCount(1)
  await page.reload()
  await expect(pane).toContainText('token with aud hello.localhost.pomerium.io')
  await expect(pane.getByRole('link', { name: POLICY }).first()).toBeVisible()
})

test('what no policy selects is said in words', async ({ app: page }) => {
  await open(page, 'Policies')
  await expect(
    page.getByText('What no policy selects, everyone in the mesh may call.'),
  ).toBeVisible()
  await page
    .getByRole('button', {
      name: /^default\/default to pomerium\/pomerium-redis: allowed by default/,
    })
    .click()
  await expect(page.getByRole('complementary', { name: 'Access' })).toContainText(
    'No policy selects it: everyone in the mesh may call it.',
  )
})

test('namespaces and the control plane say what runs and who states it', async ({ app: page }) => {
  await open(page, 'Namespaces')
  const row = (name: string) =>
    page
      .getByRole('table', { name: 'Namespaces' })
      .getByRole('row')
      .filter({ has: page.getByRole('link', { name, exact: true }) })
  await expect(row('default')).toContainText('istio-injection=enabled')
  await expect(row('istio-system')).toContainText('off')
  await page.getByRole('button', { name: 'Workloads' }).click()
  await expect(page.getByRole('columnheader', { name: 'Workloads' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  )
  await open(page, 'Control planes')
  await expect(page.getByRole('heading', { name: /^Istio 1\.26\.3/ })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Proxies by version' })).toContainText(
    'same version',
  )
  await page.getByRole('button', { name: 'Show what ConfigMap istio-system/istio says' }).click()
  const config = page.getByRole('table', { name: 'Mesh configuration' })
  await expect(config.getByRole('row').filter({ hasText: 'trustDomain' })).toContainText(
    'ConfigMap istio-system/istio',
  )
  await expect(
    config.getByRole('row').filter({ hasText: 'outboundTrafficPolicy.mode' }),
  ).toContainText('the default')
  await open(page, 'Gateways')
  await expect(page.getByText('No gateway of a mesh in this scope.')).toBeVisible()
})
