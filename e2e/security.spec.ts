import { request } from 'node:http'
import { expect, signIn, test, watchPolicy } from './support/test.ts'

/** A request with headers that fetch does not let one set. */
const statusOf = (url: string, headers: Record<string, string>, method = 'GET') =>
  new Promise<number>((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    sent.on('error', reject)
    sent.end()
  })

test('without a session the page holds no data and asks for the token', async ({
  page,
  product,
}) => {
  const html = await (await page.request.get(`${product.url}/`)).text()
  expect(html).not.toContain('reviews')
  await page.goto(product.url)
  await expect(page.getByRole('dialog', { name: 'You are signed out' })).toBeVisible()
})

test('the launch token leaves the address at once, and a script cannot read the session', async ({
  page,
  product,
}) => {
  await signIn(page, product)
  expect(page.url()).not.toContain(product.token)
  expect(await page.evaluate(() => document.cookie)).toBe('')
  expect(
    await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage })),
  ).not.toContain(product.token)
})

test('pages carry the strict policy, answers carry theirs, and no request leaves the origin', async ({
  page,
  product,
}) => {
  const violations = watchPolicy(page)
  const foreign: string[] = []
  page.on('request', (sent) => {
    if (!sent.url().startsWith(product.url) && !/^(data|blob):/.test(sent.url()))
      foreign.push(sent.url())
  })
  const response = await page.goto(`${product.url}/#token=${product.token}`)
  const policy = response?.headers()['content-security-policy'] ?? ''
  for (const part of [
    "default-src 'none'",
    "script-src 'nonce-",
    "'strict-dynamic'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
  ]) {
    expect(policy).toContain(part)
  }
  expect(policy).not.toContain('unsafe-eval')
  expect(policy.replace(/style-src-attr 'unsafe-inline'/, '')).not.toContain('unsafe-inline')
  await page.waitForURL(/\/topology/)
  await expect(page.getByRole('tree', { name: 'Things and hops' })).toBeAttached()
  expect(foreign).toEqual([])
  expect(violations).toEqual([])
})

for (const [name, path, headers, method, status] of [
  ['no session', '/api/clusters', {}, 'GET', 401],
  [
    'a wrong token',
    '/api/clusters',
    { authorization: 'Bearer nobody-knows-this-token' },
    'GET',
    401,
  ],
  ['a foreign Host', '/api/health', { host: 'evil.test' }, 'GET', 421],
  ['a foreign Host on a page', '/', { host: 'evil.test' }, 'GET', 421],
  [
    'a write from a foreign page',
    '/api/session',
    { origin: 'https://evil.test', 'content-type': 'application/json' },
    'POST',
    403,
  ],
] as const) {
  test(`${name} is answered with ${status}`, async ({ product }) => {
    expect(await statusOf(product.url + path, headers, method)).toBe(status)
  })
}
