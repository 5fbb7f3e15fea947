import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { root } from '../run/command.ts'

const AXE = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8')

/** What the page holds once axe is in it. */
type AxePage = {
  readonly document: unknown
  readonly axe: {
    run: (
      what: unknown,
      options: { runOnly: readonly string[]; rules: Record<string, { enabled: boolean }> },
    ) => Promise<{
      violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[]
    }>
  }
}

/** Faults that axe finds on what is shown, as rule and first element. */
export async function faultsOf(page: Page, except: readonly string[] = []): Promise<string[]> {
  // Evaluated over the debugger, which the page's policy does not govern.
  await page.evaluate(AXE)
  return page.evaluate(async (except) => {
    const { axe, document } = globalThis as unknown as AxePage
    const { violations } = await axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      rules: Object.fromEntries(except.map((rule) => [rule, { enabled: false }])),
    })
    return violations.map(
      (v) =>
        `${v.id}: ${v.nodes.length} × ${v.nodes[0]?.html.slice(0, 200)} ${v.nodes[0]?.failureSummary?.slice(0, 200)}`,
    )
  }, except)
}
