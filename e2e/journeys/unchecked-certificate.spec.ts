import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { startProduct } from '../support/product.ts'
import { expect, signIn, test } from '../support/test.ts'

test('a certificate that nobody checks is said on every page', async ({ page, backend }) => {
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-unchecked-'))
  const file = join(folder, 'config')
  const config = parse(readFileSync(backend.kubeconfig, 'utf8')) as {
    clusters: { cluster: Record<string, unknown> }[]
  }
  for (const { cluster } of config.clusters) {
    delete cluster['certificate-authority']
    delete cluster['certificate-authority-data']
    cluster['insecure-skip-tls-verify'] = true
  }
  writeFileSync(file, stringify(config))
  const product = await startProduct(['--kubeconfig', file])
  try {
    await signIn(page, product)
    const banner = page
      .getByRole('status')
      .filter({ hasText: /^TLS is not verified: nobody checks who answers for/ })
    await expect(banner).toContainText('insecure-skip-tls-verify')
    await page.getByRole('navigation').getByRole('link', { name: 'mTLS' }).click()
    await expect(page.getByRole('heading', { name: 'mTLS', level: 1 })).toBeVisible()
    await expect(banner).toBeVisible()
  } finally {
    await product.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})
