import { expect, test } from '../support/test.ts'

test('Hide… takes kinds out of the picture and brings them back, in the address', async ({
  app: page,
}) => {
  const tree = page.getByRole('tree', { name: 'Things and hops' })
  await expect(tree.getByRole('treeitem', { name: /^productpage,/ }).first()).toBeAttached()
  const things = await tree.getByRole('treeitem').count()

  const hide = page.getByRole('button', { name: 'Hide…' })
  await hide.click()
  await page.getByRole('menuitemcheckbox', { name: /^Clients outside/ }).click()
  await expect(page).toHaveURL(/hide=kind%3Aclient/)
  await expect(tree.getByRole('treeitem')).not.toHaveCount(things)
  await page.keyboard.press('Escape')
  await expect(page.getByText(/^\d+ hidden$/)).toBeVisible()

  await hide.click()
  await expect(page.getByRole('menuitemcheckbox', { name: /^Clients outside/ })).toBeChecked()
  await page.getByRole('menuitem', { name: 'Show everything' }).click()
  await expect(tree.getByRole('treeitem')).toHaveCount(things)
})

test('the drawer is as wide as somebody made it, by keys and pointer, also after a reload', async ({
  app: page,
}) => {
  const tree = page.getByRole('tree', { name: 'Things and hops' })
  const id = await tree
    .getByRole('treeitem', { name: /^reviews,/ })
    .first()
    .getAttribute('data-id')
  await page.goto(`${page.url().split('?')[0]}?sel=${encodeURIComponent(id ?? '')}`)
  const drawer = page.getByRole('complementary', { name: /^Service reviews/ })
  const edge = page.getByRole('separator', { name: 'Width of the drawer' })
  const width = async () => Math.round((await drawer.boundingBox())?.width ?? 0)
  await expect(edge).toHaveAttribute('aria-valuenow', '372')

  await edge.focus()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect(edge).toHaveAttribute('aria-valuenow', '404')
  expect(await width()).toBe(404)
  await page.keyboard.press('End')
  await expect(edge).toHaveAttribute('aria-valuenow', '640')

  const box = await edge.boundingBox()
  const [x, y] = [(box?.x ?? 0) + 4, (box?.y ?? 0) + 200]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 140, y, { steps: 5 })
  await page.mouse.up()
  await expect(edge).toHaveAttribute('aria-valuenow', '500')

  await page.reload()
  await expect(edge).toHaveAttribute('aria-valuenow', '500')
  expect(await width()).toBe(500)
  await edge.dblclick()
  await expect(edge).toHaveAttribute('aria-valuenow', '372')
})

test('what is added is marked, and what goes leaves its outline for a while', async ({
  app: page,
  backend,
}) => {
  const tree = page.getByRole('tree', { name: 'Things and hops' })
  await expect(tree.getByRole('treeitem', { name: /^productpage,/ }).first()).toBeAttached()
  backend.kubectl('create', 'service', 'clusterip', 'newcomer', '-n', 'bookinfo', '--tcp=80')
  const card = page.locator('[data-node="service:bookinfo/newcomer"]')
  try {
    await expect(card).toHaveAttribute('data-mark', 'new')
    await expect(card).not.toHaveAttribute('data-mark', 'new', { timeout: 8000 })
  } finally {
    backend.kubectl('delete', 'service', 'newcomer', '-n', 'bookinfo')
  }
  const ghost = page.locator('[data-gone="service:bookinfo/newcomer"]')
  await expect(ghost).toContainText('gone')
  await expect(card).toHaveCount(0)
  await expect(ghost).toHaveCount(0, { timeout: 8000 })
})

test('a changed weight arrives as what changed, and not as the whole graph again', async ({
  app: page,
  backend,
}) => {
  const tree = page.getByRole('tree', { name: 'Things and hops' })
  await expect(tree.getByRole('treeitem', { name: /80\s%/ }).first()).toBeAttached()
  const weigh = (first: number, second: number) => {
    const patch = [first, second].map((value, at) => ({
      op: 'replace',
      path: `/spec/http/0/route/${at}/weight`,
      value,
    }))
    backend.kubectl(
      'patch',
      'virtualservice',
      'reviews',
      '-n',
      'bookinfo',
      '--type=json',
      '-p',
      JSON.stringify(patch),
    )
  }
  try {
    const answered = page.waitForResponse((r) => r.url().includes('/topology?since='))
    weigh(45, 55)
    const { since, nodes, edges } = await (await answered).json()
    expect(since).toBeTruthy()
    expect(nodes.length + edges.length).toBeLessThan(12)
    await expect(tree.getByRole('treeitem', { name: /45\s%/ }).first()).toBeAttached()
    await expect(tree.getByRole('treeitem', { name: /80\s%/ })).toHaveCount(0)
  } finally {
    weigh(80, 20)
  }
})
