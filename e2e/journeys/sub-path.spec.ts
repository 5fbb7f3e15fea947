import { pages } from '#lib/paths.ts'
import { buildPages, type Product, startProduct } from '../support/product.ts'
import { startReverseProxy } from '../support/reverse-proxy.ts'
import { expect, signIn, test, watchPolicy } from '../support/test.ts'

const ROUTE = {
  group: 'networking.istio.io',
  version: 'v1',
  plural: 'virtualservices',
  namespace: 'bookinfo',
  name: 'reviews',
}
const setWeight = (value: number, at: number) => ({
  op: 'replace',
  path: `/spec/http/0/route/${at}/weight`,
  value,
})

test.beforeAll('the pages are built once more for the path', async () => {
  test.setTimeout(0)
  await buildPages('/mesh')
})

test('below a path, behind a proxy: the map, the editor, live changes and the way back to sign in', async ({
  page,
  backend,
}) => {
  test.setTimeout(120_000)
  let product: Product | undefined
  const proxy = await startReverseProxy('/mesh', () => ({ port: product?.port ?? 0 }))
  try {
    product = await startProduct(
      ['--kubeconfig', backend.kubeconfig, '--public-url', `${proxy.origin}/mesh`],
      { basePath: '/mesh' },
    )
    expect(product.log()).toContain(`Meshwright is at ${proxy.origin}/mesh#token=`)
    const violations = watchPolicy(page)
    const failed: string[] = []
    page.on('response', (answer) => {
      if (answer.status() >= 400) failed.push(`${answer.status()} ${answer.url()}`)
    })

    // From nobody to the map: the printed address, the cookie, the redirect.
    const front = { url: `${proxy.origin}/mesh`, token: product.token }
    await signIn(page, front)
    await expect(page).toHaveURL(new RegExp(`^${proxy.origin}/mesh/[^/]+/topology`))
    const [cookie] = await page.context().cookies()
    expect(cookie).toMatchObject({ path: '/mesh', httpOnly: true, sameSite: 'Strict' })
    const tree = page.getByRole('tree', { name: 'Things and hops' })
    await expect(tree.getByRole('treeitem', { name: /80\s%/ }).first()).toBeAttached()
    await expect(page.locator('.mw-card').first()).toBeVisible()
    expect(await page.evaluate(() => document.fonts.check('13px "Inter Variable"'))).toBe(true)

    // The stream of events: what kubectl changes moves without a reload.
    const live = page.getByRole('contentinfo').getByRole('status')
    await expect(live).toHaveText('Live')
    const patch = JSON.stringify([setWeight(35, 0), setWeight(65, 1)])
    backend.kubectl(
      ...['patch', 'virtualservice', 'reviews', '-n', 'bookinfo', '--type=json', '-p', patch],
    )
    await expect(tree.getByRole('treeitem', { name: /35\s%/ }).first()).toBeAttached()

    // Links and keys stay below the path, and an address of it is one that can be given away.
    await page.getByRole('navigation').getByRole('link', { name: 'mTLS' }).click()
    await expect(page).toHaveURL(/\/mesh\/[^/]+\/mtls/)
    await expect(page.getByRole('heading', { name: 'mTLS', level: 1 })).toBeVisible()
    await page.keyboard.press('g')
    await page.keyboard.press('f')
    await expect(page).toHaveURL(/\/mesh\/[^/]+\/findings/)
    await page.reload()
    await expect(page.getByRole('heading', { name: 'Findings', level: 1 })).toBeVisible()

    // The editor: its workers load, its check marks, its schema completes.
    const cluster = decodeURIComponent(new URL(page.url()).pathname.split('/')[2] ?? '')
    await page.goto(
      front.url + pages.edit(cluster, ROUTE, { path: 'spec.http[0].route[0].weight' }),
    )
    const line = page.locator('.view-line').filter({ hasText: 'weight: 35' })
    await expect(line).toBeVisible({ timeout: 30_000 })
    await page.getByRole('textbox', { name: /^Text of VirtualService/ }).focus()
    await page.keyboard.press('End')
    await page.keyboard.press('Shift+Home')
    await page.keyboard.type('weight: 35.5')
    await page.keyboard.press('Escape')
    await expect(
      page
        .getByRole('region', { name: 'Problems' })
        .getByRole('button', { name: /spec\.http\[0\]\.route\[0\]\.weight/ })
        .first(),
    ).toBeVisible()
    await page.keyboard.press('Control+End')
    await page.keyboard.type('\n    retr')
    await expect(async () => {
      await page.keyboard.press('Control+Space')
      await expect(page.getByRole('option', { name: /^retries/ })).toBeVisible({ timeout: 2_000 })
    }).toPass({ timeout: 20_000 })

    expect(violations).toEqual([])
    expect(failed).toEqual([])
    expect(proxy.strays).toEqual([])

    // Who has lost the cookie is asked for the token, and comes in with it.
    await page.context().clearCookies()
    await page.goto(front.url)
    const door = page.getByRole('dialog', { name: 'You are signed out' })
    await door.getByRole('textbox').fill(product.token)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/mesh\/[^/]+\/topology/)

    // What describes itself names the path; what is beside it is not ours, and says so.
    const direct = `http://127.0.0.1:${product.port}`
    expect(await product.ask('/api/openapi.json')).toMatchObject({ servers: [{ url: '/mesh' }] })
    const root = await fetch(`${direct}/`, { redirect: 'manual' })
    expect([root.status, root.headers.get('location')]).toEqual([307, '/mesh'])
    for (const path of ['/api/health', '/meshes', '/some/page']) {
      const beside = await fetch(direct + path)
      expect([path, beside.status]).toEqual([path, 404])
      expect(beside.headers.get('content-security-policy')).toContain("default-src 'none'")
    }
    const missing = await fetch(`${direct}/mesh/no/such/page/here`)
    expect(missing.status).toBe(404)
    expect(await missing.text()).toContain('href="/mesh/"')
  } finally {
    await product?.stop()
    await proxy.stop()
    const patch = JSON.stringify([setWeight(80, 0), setWeight(20, 1)])
    backend.kubectl(
      ...['patch', 'virtualservice', 'reviews', '-n', 'bookinfo', '--type=json', '-p', patch],
    )
  }
})
