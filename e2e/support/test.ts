import { join } from 'node:path'
import { test as base, type Page } from '@playwright/test'
import { root } from '../run/command.ts'
import { type Backend, type ServerName, startBackend } from './backend.ts'
import { type Product, startProduct } from './product.ts'

export type ProductOptions = { server: ServerName }

type WorkerFixtures = {
  /** One cluster for a file of tests, loaded with the sample. */
  backend: Backend
  product: Product
  server: ServerName
}
type TestFixtures = {
  /** A page that is signed in, on the topology of the current cluster. Fails on a violation of the page's policy. */
  app: Page
}

/** The sample that the sandbox starts with is what both servers load here. */
export const SAMPLE = join(root, 'server/sandbox/samples/bookinfo/manifests.yaml')

export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: ['sandbox', { scope: 'worker', option: true }],
  backend: [
    async ({ server }, use) => {
      const backend = await startBackend(server, SAMPLE)
      await use(backend)
      await backend.close()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  product: [
    async ({ backend }, use) => {
      const product = await startProduct(['--kubeconfig', backend.kubeconfig])
      await use(product)
      await product.stop()
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  app: async ({ page, product }, use) => {
    const violations = watchPolicy(page)
    await signIn(page, product)
    // Keys and clicks count from here: the page runs and has read the cluster.
    await page.getByRole('contentinfo').getByRole('status').filter({ hasText: 'Live' }).waitFor()
    await use(page)
    if (violations.length)
      throw new Error(`The page broke its own policy:\n${violations.join('\n')}`)
  },
})

/** The same with other manifests than the sample in the cluster of a file of tests. */
export const testOf = (manifests: string) =>
  test.extend<object, { backend: Backend }>({
    backend: [
      async ({ server }, use) => {
        const backend = await startBackend(server, manifests)
        await use(backend)
        await backend.close()
      },
      { scope: 'worker', timeout: 120_000 },
    ],
  })

export { expect } from '@playwright/test'

/** Violations of CSP and Trusted Types, and errors that no code expected. */
export function watchPolicy(page: Page): string[] {
  const violations: string[] = []
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedScript|TrustedHTML|Trusted Type/i.test(message.text()))
      violations.push(message.text())
  })
  page.on('pageerror', (error) => violations.push(String(error)))
  return violations
}

/** Opens the printed address, which trades the launch token for a cookie. */
export async function signIn(page: Page, product: Pick<Product, 'url' | 'token'>): Promise<void> {
  await page.goto(`${product.url}/#token=${product.token}`)
  await page.waitForURL(/\/topology/)
}
