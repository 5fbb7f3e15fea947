import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Browser, chromium } from '@playwright/test'
import { api } from '#lib/paths.ts'
import { serveCluster } from '../bench/store/served-cluster.ts'
import { openKubeconfig } from '../support/open-kubeconfig.ts'
import { type Product, startProduct } from '../support/product.ts'
import { watchRest } from '../support/settled.ts'
import { findChromium } from './chromium.ts'
import { root } from './command.ts'
import { type Shot, shotsOf } from './screenshot-pages.ts'

/**
 * `npm run screenshots`: docs/images/<world>/<page>-<theme>.png, taken from the product as a user starts it.
 * `-- --only prisma,hairpin --page topology,mtls --theme dark` takes some of them.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    page: { type: 'string' },
    theme: { type: 'string' },
    out: { type: 'string', default: join(root, 'docs/images') },
  },
})
const isWanted = (list: string | undefined, name: string): boolean =>
  list === undefined || list.split(',').includes(name)

const SERVICES = 1000
const PODS_PER_SERVICE = 4

type World = {
  readonly name: string
  readonly open: () => Promise<{ product: Product; close: () => Promise<void> }>
}
const ofSample = (name: string): World => ({
  name,
  open: async () => {
    const product = await startProduct(['--sample', name])
    return { product, close: product.stop }
  },
})

/** A generated mesh behind an API server of its own, as for the benchmarks. */
const thousand: World = {
  name: 'thousand-services',
  open: async () => {
    const served = await serveCluster(SERVICES * PODS_PER_SERVICE, true)
    const folder = mkdtempSync(join(tmpdir(), 'meshwright-pictures-'))
    const kubeconfig = join(folder, 'config')
    writeFileSync(kubeconfig, openKubeconfig(served.url, 'large'))
    const product = await startProduct(['--kubeconfig', kubeconfig])
    const close = async () => {
      await product.stop()
      await served.stop()
      rmSync(folder, { recursive: true, force: true })
    }
    return { product, close }
  },
}
const WORLDS = [ofSample('bookinfo'), ofSample('hairpin'), ofSample('prisma'), thousand]

async function take(browser: Browser, world: string, product: Product): Promise<void> {
  const { clusters } = (await product.ask(api.clusters)) as { clusters: { id: string }[] }
  const shots = await shotsOf(product, clusters[0]?.id ?? '')
  const folder = join(values.out, world)
  mkdirSync(folder, { recursive: true })
  for (const theme of ['light', 'dark'] as const) {
    if (!isWanted(values.theme, theme)) continue
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      colorScheme: theme,
      reducedMotion: 'reduce',
    })
    const page = await context.newPage()
    const rest = watchRest(page)
    await page.goto(`${product.url}/#token=${product.token}`)
    await page.waitForURL(/\/topology/)
    const shoot = async ({ name, path, before }: Shot) => {
      await page.goto(product.url + path)
      await page
        .getByRole('contentinfo')
        .getByRole('status')
        .filter({ hasText: 'Live' })
        .waitFor({ timeout: 60_000 })
      await rest()
      if (before && !(await before(page))) return
      await rest()
      await page.mouse.move(720, 899)
      await page.screenshot({ path: join(folder, `${name}-${theme}.png`), caret: 'hide' })
    }
    for (const shot of shots.filter(({ name }) => isWanted(values.page, name))) {
      await shoot(shot).catch((error: unknown) => {
        console.error(`${world}/${shot.name}-${theme}: ${error}`)
        process.exitCode = 1
      })
    }
    await context.close()
  }
}

const found = findChromium()
if ('reason' in found) throw new Error(found.reason)
const browser = await chromium.launch({
  executablePath: found.path,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
})
try {
  for (const { name, open } of WORLDS) {
    if (!isWanted(values.only, name)) continue
    const { product, close } = await open()
    try {
      await take(browser, name, product)
    } finally {
      await close()
    }
  }
} finally {
  await browser.close()
}
