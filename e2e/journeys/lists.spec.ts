import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { pages } from '#lib/paths.ts'
import { expect, test } from '../support/test.ts'

const clusterOf = (page: Page) =>
  decodeURIComponent(new URL(page.url()).pathname.split('/')[1] ?? '')
const open = (page: Page, group: string, plural: string, query = '') =>
  page.goto(
    new URL(page.url()).origin +
      pages.resources(clusterOf(page), { group, version: 'v1', plural }) +
      query,
  )

/** Cells of a page's table by the words of their heads. */
async function linesOn(page: Page, label: string): Promise<Map<string, Map<string, string>>> {
  const table = page.getByRole('table', { name: label, exact: true })
  const heads = (await table.getByRole('columnheader').allInnerTexts()).map((head) =>
    head.replace(/[↑↓]/g, '').trim().toUpperCase(),
  )
  const out = new Map<string, Map<string, string>>()
  for (const row of await table.locator('tbody tr').all()) {
    const cells = await row.locator('td').allInnerTexts()
    const line = new Map(heads.map((head, at) => [head, cells[at]?.trim() ?? '']))
    out.set(`${line.get('NAMESPACE')}/${line.get('NAME')}`, line)
  }
  return out
}

for (const [group, plural, kind] of [
  ['apps', 'deployments', 'Deployment'],
  ['', 'services', 'Service'],
  ['', 'pods', 'Pod'],
  ['apps', 'replicasets', 'ReplicaSet'],
] as const)
  test(`${plural} have the columns, names and values that kubectl prints`, async ({
    app: page,
    backend,
  }) => {
    const said = backend.kubectl('get', plural, '--all-namespaces').trimEnd().split('\n')
    const heads = (said[0] ?? '').split(/\s{2,}/)
    await open(page, group, plural)
    const table = page.getByRole('table', { name: kind, exact: true })
    await expect(table).toBeVisible()
    // What only the API server prints has come.
    await expect(table.getByText('…', { exact: true })).toHaveCount(0)
    const lines = await linesOn(page, kind)
    expect(lines.size).toBe(said.length - 1)
    expect(said.length).toBeGreaterThan(1)
    for (const text of said.slice(1)) {
      const cells = text.split(/\s{2,}/)
      const own = lines.get(`${cells[0]}/${cells[1]}`)
      for (const [at, head] of heads.entries())
        if (head !== 'AGE') expect(`${head} ${own?.get(head)}`).toBe(`${head} ${cells[at]}`)
    }
  })

test('a list is filtered, sorted and exported, and a link shows the same', async ({
  app: page,
}) => {
  await open(page, '', 'services', '?find=bookinfo&sort=-Name')
  const table = page.getByRole('table', { name: 'Service', exact: true })
  await expect(table.getByRole('columnheader', { name: 'Name', exact: true })).toHaveAttribute(
    'aria-sort',
    'descending',
  )
  const names = await table.locator('tbody tr td:first-child').allInnerTexts()
  expect(names.length).toBeGreaterThan(3)
  expect(names).toEqual([...names].sort().reverse())

  await page.getByRole('button', { name: 'Export' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'CSV' }).click()
  const csv = await readFile(await (await download).path(), 'utf8')
  expect(csv).toMatch(/^# Service\r\n/)
  expect(csv).toMatch(/# Filter: bookinfo\r\n/)
  expect(csv).toMatch(/# Content hash: sha256:[0-9a-f]{64}\r\n/)
  const rows = csv.split('\r\n').filter((line) => line && !line.startsWith('#'))
  expect(rows[0]).toContain('Name,Namespace,Type,Cluster-IP')
  expect(rows.slice(1).map((line) => line.split(',')[0])).toEqual(names.map((name) => name.trim()))
})

test('Secrets are listed by name and type, and nothing of their values reaches the page', async ({
  app: page,
  backend,
}) => {
  const value = 'canary-of-a-secret-value'
  const encoded = Buffer.from(value).toString('base64')
  backend.kubectl(
    'create',
    'secret',
    'generic',
    'canary',
    '-n',
    'bookinfo',
    `--from-literal=key=${value}`,
  )
  const seen: string[] = []
  page.on('response', (response) => {
    if (response.url().includes('/api/'))
      void response.text().then(
        (text) => seen.push(text),
        () => {},
      )
  })
  try {
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: 'Resources' })
      .click()
    await page
      .getByRole('navigation', { name: 'Kinds' })
      .getByRole('link', { name: /^Secret/ })
      .click()
    const table = page.getByRole('table', { name: 'Secret', exact: true })
    const row = table.getByRole('row').filter({ hasText: 'canary' })
    await expect(row).toContainText('Opaque')
    await row.getByRole('link', { name: 'canary' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('bookinfo/canary')
    await expect(page.getByText('does not read the values of Secrets')).toBeVisible()
    await expect(page.getByText('Opaque')).toBeVisible()
    expect(seen.length).toBeGreaterThan(0)
    for (const text of seen) {
      expect(text).not.toContain(value)
      expect(text).not.toContain(encoded)
    }
  } finally {
    backend.kubectl('delete', 'secret', 'canary', '-n', 'bookinfo')
  }
})

test('every reading page exports what it shows', async ({ app: page }) => {
  const cluster = clusterOf(page)
  const { origin } = new URL(page.url())
  for (const [path, file] of [
    [pages.mtls(cluster), 'mtls'],
    [pages.routing(cluster), 'routes'],
    [pages.policies(cluster), 'access-'],
    [pages.gateways(cluster), 'gateways'],
    [pages.namespaces(cluster), 'namespaces'],
    [pages.controlPlanes(cluster), 'control-planes'],
    [pages.findings(cluster), 'findings'],
  ] as const) {
    await page.goto(origin + path)
    await page.getByRole('button', { name: 'Export' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: 'JSON' }).click()
    const saved = await download
    expect(saved.suggestedFilename()).toMatch(new RegExp(`^${file}.*\\.json$`))
    const report = JSON.parse(await readFile(await saved.path(), 'utf8')) as {
      rows: object[]
      revision: string
      cluster: string
    }
    expect(report.cluster).toBe(cluster)
    expect(report.revision).not.toBe('not known')
    expect(Array.isArray(report.rows)).toBe(true)
  }
})
