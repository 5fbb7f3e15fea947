import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { pages } from '#lib/paths.ts'
import { expect, test } from '../support/test.ts'

/**
 * The editor under the policy that the product sends: markers, completion, hover, and a text that is never lost.
 * `app` fails each test whose page reports a violation of that policy.
 */
const MANIFEST = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: editor-check
  namespace: default
spec:
  hosts:
  - editor-check.example.com
  http:
  - route:
    - destination:
        host: reviews
      weight: 80
    - destination:
        host: ratings
      weight: 20
`
const TITLE = 'VirtualService default/editor-check'
const ADDRESS = {
  group: 'networking.istio.io',
  version: 'v1',
  plural: 'virtualservices',
  namespace: 'default',
  name: 'editor-check',
}

test.beforeEach(({ backend }) => {
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-editor-'))
  const file = join(folder, 'virtual-service.yaml')
  writeFileSync(file, MANIFEST)
  backend.kubectl('create', '-f', file)
  rmSync(folder, { recursive: true })
})
test.afterEach(({ backend }) => {
  backend.kubectl('delete', 'virtualservice', 'editor-check', '-n', 'default')
})

const textOf = (page: Page) => page.getByRole('textbox', { name: `Text of ${TITLE}` })
const line = (page: Page, text: string) =>
  page.locator('.view-line').filter({ hasText: text }).first()

/** Opens the editor of the object, with the cursor on a field when one is named. */
async function open(page: Page, path?: string): Promise<void> {
  const here = new URL(page.url())
  const cluster = decodeURIComponent(here.pathname.split('/')[1] ?? '')
  await page.goto(here.origin + pages.edit(cluster, ADDRESS, path ? { path } : {}))
  await expect(page.getByRole('heading', { name: TITLE })).toBeVisible()
  await expect(line(page, 'weight: 80')).toBeVisible({ timeout: 30_000 })
}

/** The cursor stands on the key of the field; its value is the rest of the line. */
async function writeWeight(page: Page, value: string): Promise<void> {
  await textOf(page).focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Shift+Home')
  await page.keyboard.type(`weight: ${value}`)
  await page.keyboard.press('Escape')
}

test('a fraction is marked on its line and cannot be applied', async ({ app: page }) => {
  await open(page, 'spec.http[0].route[0].weight')
  await writeWeight(page, '49.5')
  const problem = page
    .getByRole('region', { name: 'Problems' })
    .getByRole('button', { name: /spec\.http\[0\]\.route\[0\]\.weight/ })
  await expect(problem.first()).toContainText('Line 13')
  await expect(problem.first()).toContainText('added by this draft')
  await expect(page.locator('.squiggly-error')).not.toHaveCount(0)

  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { name: 'Cannot be applied' })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Apply / })).toBeDisabled()
})

test('the schema of the cluster completes fields', async ({ app: page }) => {
  await open(page)
  await textOf(page).focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('    retr')
  await expect(async () => {
    await page.keyboard.press('Control+Space')
    await expect(page.getByRole('option', { name: /^retries/ })).toBeVisible({ timeout: 2_000 })
  }).toPass({ timeout: 20_000 })
})

test('a field explains itself', async ({ app: page }) => {
  await open(page)
  await expect(async () => {
    await page.mouse.move(0, 0)
    await line(page, 'weight: 80').getByText('weight').hover()
    await expect(page.getByText(/relative proportion of traffic/)).toBeVisible({ timeout: 2_000 })
  }).toPass({ timeout: 20_000 })
})

test('a draft survives a reload', async ({ app: page }) => {
  await open(page, 'spec.http[0].route[0].weight')
  await writeWeight(page, '50')
  await expect(page.getByText(/^Draft kept in this browser/)).toBeVisible()
  await page.reload()
  await expect(line(page, 'weight: 50')).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Discard draft' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Discard draft' }).click()
  await expect(line(page, 'weight: 80')).toBeVisible()
})

test('a change of somebody else keeps the text and is shown beside it', async ({
  app: page,
  backend,
}) => {
  await open(page, 'spec.http[0].route[0].weight')
  await writeWeight(page, '50')
  const patch = [{ op: 'add', path: '/spec/http/0/timeout', value: '5s' }]
  backend.kubectl(
    ...['patch', 'virtualservice', 'editor-check', '-n', 'default'],
    ...['--type=json', '-p', JSON.stringify(patch)],
  )
  await expect(page.getByText(/^Changed on the server just now/)).toBeVisible()
  await expect(page.getByText('Your text is kept.')).toBeVisible()
  await expect(line(page, 'weight: 50')).toBeVisible()

  await page.getByRole('button', { name: 'Compare' }).click()
  const conflict = page.getByRole('region', { name: 'Conflict' })
  await expect(conflict.locator('.view-line').filter({ hasText: 'timeout: 5s' })).toBeVisible()
  await expect(conflict.locator('.view-line').filter({ hasText: 'weight: 50' })).toBeVisible()

  await page.getByRole('button', { name: 'Take the live version as base and review again' }).click()
  await expect(page.getByRole('button', { name: /^Apply 1 change/ })).toBeEnabled()
  await page.getByRole('button', { name: /^Apply 1 change/ }).click()
  await expect(page.getByText(/^applied \(.+\)/)).toBeVisible()
  const live = backend.kubectl(
    ...['get', 'virtualservice', 'editor-check', '-n', 'default'],
    ...['-o', 'jsonpath={.spec.http[0].route[0].weight} {.spec.http[0].timeout}'],
  )
  expect(live.trim()).toBe('50')
})
