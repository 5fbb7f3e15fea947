import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../support/backend.ts'
import { startProduct } from '../support/product.ts'
import { expect, signIn, test } from '../support/test.ts'

/** A kubeconfig whose cluster nobody answers for. */
const unreachable = (port: number) => `apiVersion: v1
kind: Config
current-context: staging-eu
contexts:
- name: staging-eu
  context: { cluster: staging-eu, user: nobody }
clusters:
- name: staging-eu
  cluster: { server: "https://127.0.0.1:${port}" }
users:
- name: nobody
  user: { token: none }
`

test('a cluster that does not answer says why and offers the sandbox beside it', async ({
  page,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-failed-'))
  const kubeconfig = join(folder, 'config')
  writeFileSync(kubeconfig, unreachable(await freePort()))
  const product = await startProduct(['--kubeconfig', kubeconfig])
  try {
    await signIn(page, product)
    const alert = page.getByRole('alert').filter({ hasText: 'staging-eu does not answer' })
    await expect(alert).toContainText('Nothing is shown from memory.')
    await alert.getByRole('button', { name: 'Open the sandbox' }).click()
    await page.waitForURL(/\/sandbox\/topology/)
    await expect(
      page
        .getByRole('tree', { name: 'Things and hops' })
        .getByRole('treeitem', { name: /80\s%/ })
        .first(),
    ).toBeAttached()
    // Both stay: what failed is not replaced.
    await page.getByRole('button', { name: /^Cluster, live: sandbox/ }).click()
    const clusters = page.getByRole('list', { name: 'Clusters' })
    await expect(clusters.getByRole('link', { name: /staging-eu/ })).toBeVisible()
    await expect(clusters.getByRole('link', { name: /sandbox/ })).toBeVisible()
  } finally {
    await product.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})
