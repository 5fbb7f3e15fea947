import { startProduct } from '../support/product.ts'
import { expect, signIn, test } from '../support/test.ts'
import { viewerOf } from '../support/viewer.ts'

test('a viewer of two namespaces: sees those, is told what is missing, and is offered no write that would be refused', async ({
  page,
  backend,
}) => {
  test.setTimeout(300_000)
  const viewer = viewerOf(backend, 'vera', ['bookinfo', 'istio-ingress'])
  const product = await startProduct(['--kubeconfig', viewer.kubeconfig])
  try {
    await signIn(page, product)
    // Nothing may be listed in the whole cluster: said, with the rule that would allow it, and a way on.
    const door = page.getByRole('alert').filter({ hasText: /^You may not read/ })
    await expect(door).toContainText('cannot list resource "namespaces"')
    await expect(door).toContainText('Ask for a ClusterRole that allows "get", "list" and "watch"')
    await door
      .getByLabel('Namespaces to read, by name')
      .fill('bookinfo, istio-ingress, istio-system')
    await door.getByRole('button', { name: 'Read these namespaces' }).click()

    const tree = page.getByRole('tree', { name: 'Things and hops' })
    // Every kind is asked for in each of them.
    await expect(tree.getByRole('treeitem', { name: /^bookinfo, \d+ things/ })).toBeAttached({
      timeout: 30_000,
    })
    await expect(tree.getByRole('treeitem', { name: /^istio-ingress, / })).toBeAttached()
    await expect(tree.getByRole('treeitem', { name: /80\s%/ }).first()).toBeAttached()
    await expect(tree.getByRole('treeitem', { name: /^istio-system/ })).toHaveCount(0)
    // They come one after the other, and the picture is of them all.
    await expect(
      page.getByRole('application').getByRole('button', { name: /^istio-ingressgateway / }),
    ).toBeInViewport({ ratio: 1 })

    // What rests on what may not be read is unknown, and never a good word.
    await expect(
      tree.getByRole('treeitem', { name: /^reviews, Service, .*unknown/ }),
    ).toBeAttached()
    await page.getByRole('navigation').getByRole('link', { name: 'mTLS' }).click()
    const row = page.getByRole('row').filter({ hasText: 'bookinfo/details-v1' })
    await expect(row).toContainText('unknown')
    await expect(row).toContainText('a policy you may not read')

    // Every page says that it is a part, and of what.
    const gaps = page.getByRole('contentinfo').getByRole('button', { name: /not permitted$/ })
    await expect(gaps).toHaveText(/^\d+ in part or not permitted$/)
    await expect(page.getByRole('contentinfo')).toContainText(/\d+ of \d+ kinds read,/)
    await gaps.click()
    const told = page.getByRole('dialog').or(page.getByRole('menu')).first()
    await expect(told).toContainText('Read in: bookinfo, istio-ingress.')
    await expect(told).toContainText('Refused in: istio-system.')
    await page.keyboard.press('Escape')

    // A list of what may be read is a list, with what it lacks.
    const cluster = new URL(page.url()).pathname.split('/')[1]
    const routes = '/resources/networking.istio.io/v1/virtualservices'
    await page.goto(`${product.url}/${cluster}${routes}`)
    await expect(page.getByRole('link', { name: 'reviews', exact: true })).toBeVisible()
    await expect(page.getByText(/^Only a part of these may be read/)).toBeVisible()

    // Of another namespace: refused, with the Role that would allow it.
    await page.goto(`${product.url}/${cluster}/resources/core/v1/services/istio-system/istiod`)
    const refused = page.getByRole('alert').filter({ hasText: 'Kubernetes refused access' })
    await expect(refused).toContainText(/Role in istio-system that allows "get" on services/)

    // An object that may be read and not changed can be looked at as text, and nothing of it be applied.
    await page.goto(`${product.url}/${cluster}/changes/edit${routes.slice(10)}/bookinfo/reviews`)
    await page.locator('.view-line').filter({ hasText: 'weight: 80' }).first().click()
    await page.keyboard.press('End')
    await page.keyboard.press('Shift+Home')
    await page.keyboard.type('weight: 81')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+Enter')
    await expect(page.getByRole('heading', { name: 'Cannot be applied' })).toBeVisible()
    await expect(page.getByText(/^Kubernetes would refuse this to you/).first()).toBeVisible()
    await expect(
      page.getByText('Ask for a Role in bookinfo that allows "update" on virtualservices').first(),
    ).toBeVisible()
    await expect(page.getByRole('button', { name: /^Apply / })).toBeDisabled()
  } finally {
    await product.stop()
    viewer.remove()
  }
})
