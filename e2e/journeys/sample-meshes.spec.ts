import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { api } from '#lib/paths.ts'
import { faultsOf } from '../support/axe.ts'
import { type Product, startProduct } from '../support/product.ts'
import { test as base, expect, signIn, watchPolicy } from '../support/test.ts'

/** The product as it starts without a cluster. */
const test = base.extend<{ page: Page }, { sandbox: Product }>({
  sandbox: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner asks for a pattern
    async ({}, use) => {
      const product = await startProduct(['--sandbox'])
      await use(product)
      await product.stop()
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  page: async ({ page, sandbox }, use) => {
    const violations = watchPolicy(page)
    await sandbox.ask(api.samples('sandbox'), {
      method: 'POST',
      body: JSON.stringify({ sample: 'bookinfo' }),
    })
    await signIn(page, sandbox)
    await use(page)
    expect(violations).toEqual([])
  },
})

const thing = (page: Page, name: RegExp | string) =>
  page.getByRole('tree', { name: 'Things and hops' }).getByRole('treeitem', { name }).first()
const picker = (page: Page, sample: string) =>
  page.getByRole('button', { name: `Sample, ${sample}` })
const panel = (page: Page) => page.getByRole('dialog', { name: 'Samples' })

async function choose(page: Page, from: string, to: RegExp): Promise<void> {
  await picker(page, from).click()
  await panel(page).getByRole('button', { name: to }).click()
}

type Planned = { plan: string; hash: string; confirm?: { phrase: string } }

/** A change that somebody applies, from wherever. */
async function apply(product: Product, edit: object): Promise<void> {
  const send = (path: string, body: object) =>
    product.ask(path, { method: 'POST', body: JSON.stringify(body) })
  const { plan, hash, confirm } = (await send(api.plans('sandbox'), { edits: [edit] })) as Planned
  await send(api.apply('sandbox', plan), { hash, ...(confirm ? { confirm: confirm.phrase } : {}) })
}

test('a newcomer follows the line about the sample, and puts it away for good', async ({
  page,
}) => {
  const line = page.getByRole('region', { name: 'About this sample' })
  await expect(line).toContainText('This is a sample mesh; nothing outside this process changes.')
  await line.getByRole('link', { name: 'select reviews' }).click()
  await expect(page).toHaveURL(/sel=service/)
  const drawer = page.getByRole('complementary')
  await expect(drawer.getByRole('heading', { name: 'reviews', exact: true })).toBeVisible()
  // The line makes room for what it led to, and says the rest once that is read.
  await expect(line).toBeHidden()
  await drawer.getByRole('button', { name: 'Close' }).click()
  await line.getByRole('link', { name: 'set 80/20 to 50/50' }).click()
  await expect(page).toHaveURL(/\/changes\/edit\/networking\.istio\.io\/v1\/virtualservices/)
  await page.goBack()
  await line.getByRole('button', { name: 'load your own manifests' }).click()
  await expect(page.getByText('npm start -- --sandbox my-mesh.yaml')).toBeVisible()
  await page.keyboard.press('Escape')
  await line.getByRole('button', { name: 'Put this line away' }).click()
  await expect(line).toBeHidden()
  await page.reload()
  await expect(thing(page, /80\s%/)).toBeAttached()
  await expect(line).toBeHidden()
})

test('another sample is chosen, stays over a reload, and Back leads through addresses, not meshes', async ({
  page,
}) => {
  await page.getByRole('region', { name: 'About this sample' }).getByText('select reviews').click()
  await expect(page).toHaveURL(/sel=service/)
  await choose(page, 'Bookinfo', /^Prisma/)
  await expect(
    page.getByRole('status').filter({ hasText: 'Prisma Cloud Console is open.' }),
  ).toBeVisible()
  // What was selected is not in this mesh.
  await expect(page).toHaveURL(/\/topology$/)
  await expect(thing(page, /^twistlock-console/)).toBeAttached()
  await expect(thing(page, /^productpage/)).not.toBeAttached()
  await page.reload()
  await expect(picker(page, 'Prisma Cloud Console')).toBeVisible()
  await expect(thing(page, /^twistlock-console/)).toBeAttached()
  await page.goBack()
  await expect(page).toHaveURL(/sel=service/)
  await expect(picker(page, 'Prisma Cloud Console')).toBeVisible()
  await expect(thing(page, /^twistlock-console/)).toBeAttached()
})

test('what was changed is named before it is lost, and a reset brings the sample back', async ({
  page,
  sandbox,
}) => {
  await expect(thing(page, /80\s%/)).toBeAttached()
  await apply(sandbox, { delete: 'VirtualService/bookinfo/reviews', group: 'networking.istio.io' })
  await expect(thing(page, /80\s%/)).not.toBeAttached()

  await picker(page, 'Bookinfo').click()
  await expect(panel(page)).toContainText('1 object changed since it was loaded.')
  await panel(page).getByRole('button', { name: 'Reset Bookinfo' }).click()
  const question = page.getByRole('dialog', { name: 'Reset Bookinfo?' })
  await expect(question).toContainText('VirtualService/bookinfo/reviews deleted')
  await question.getByRole('button', { name: 'Keep the changes' }).click()
  await expect(thing(page, /80\s%/)).not.toBeAttached()

  // Another sample would lose it too, and asks as well.
  await panel(page)
    .getByRole('button', { name: /^An older Istio/ })
    .click()
  const other = page.getByRole('dialog', { name: 'Open An older Istio?' })
  await expect(other).toContainText('VirtualService/bookinfo/reviews deleted')
  await page.keyboard.press('Escape')

  await panel(page).getByRole('button', { name: 'Reset Bookinfo' }).click()
  await question.getByRole('button', { name: 'Discard and reset' }).click()
  await expect(
    page.getByRole('status').filter({
      hasText: 'Bookinfo is as it was. What had been changed in 1 object is discarded.',
    }),
  ).toBeVisible()
  await expect(thing(page, /80\s%/)).toBeAttached()
  await expect(panel(page)).toBeHidden()
})

test('the picker is used by keys alone', async ({ page }) => {
  await picker(page, 'Bookinfo').focus()
  await page.keyboard.press('Enter')
  const hairpin = panel(page).getByRole('button', { name: /^Hairpin in one pod/ })
  await expect(hairpin).toBeVisible()
  for (let at = 0; at < 12; at++) {
    if (await hairpin.evaluate((row) => row === document.activeElement)) break
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('Enter')
  await expect(picker(page, 'Hairpin in one pod')).toBeVisible()
  // The way back into the gateway's pod is drawn.
  await expect(thing(page, /^localhost/)).toBeAttached()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the samples and the question before a reset are accessible, ${colorScheme}`, async ({
    page,
    sandbox,
  }) => {
    await page.emulateMedia({ colorScheme })
    await expect(page.getByRole('region', { name: 'About this sample' })).toBeVisible()
    await apply(sandbox, {
      delete: 'PeerAuthentication/bookinfo/details',
      group: 'security.istio.io',
    })
    await picker(page, 'Bookinfo').click()
    await expect(panel(page)).toContainText('1 object changed')
    expect(await faultsOf(page)).toEqual([])
    await panel(page).getByRole('button', { name: 'Reset Bookinfo' }).click()
    await expect(page.getByRole('dialog', { name: 'Reset Bookinfo?' })).toBeVisible()
    expect(await faultsOf(page)).toEqual([])
  })
}

test('where manifests hold no mesh, a sample is one click away and the manifests one back', async ({
  page,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-empty-'))
  const file = join(folder, 'nothing.yaml')
  writeFileSync(file, 'apiVersion: v1\nkind: Namespace\nmetadata: { name: quiet }\n')
  const product = await startProduct(['--sandbox', file])
  try {
    await signIn(page, product)
    await expect(page.getByText('No service mesh found in this cluster.')).toBeVisible()
    await page.getByRole('button', { name: 'Open a sample' }).click()
    await expect(thing(page, /80\s%/)).toBeAttached()
    await choose(page, 'Bookinfo', /^Your manifests/)
    await expect(page.getByText('No service mesh found in this cluster.')).toBeVisible()
    // Files are read again: what somebody wrote in the meantime is there.
    writeFileSync(
      file,
      'apiVersion: v1\nkind: Service\nmetadata: { name: alone }\nspec: { ports: [{ port: 80 }] }\n',
    )
    await picker(page, 'Your manifests').click()
    await panel(page).getByRole('button', { name: 'Reset Your manifests' }).click()
    await expect(thing(page, /^alone/)).toBeAttached()
    await expect(page.getByRole('region', { name: 'About this cluster' })).toContainText(
      'Services are drawn without routes.',
    )
  } finally {
    await product.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})
