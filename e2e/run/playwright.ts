import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium } from './chromium.ts'
import { packaged } from './command.ts'
import { type Outcome, outcome } from './suite.ts'

type Report = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  suites: ReportSuite[]
  errors?: { message?: string }[]
}
type ReportSuite = {
  suites?: ReportSuite[]
  specs?: {
    title: string
    tests: { status: string; annotations: { type: string; description?: string }[] }[]
  }[]
}

/** Runs the browser tests of one Playwright project in Debian's Chromium. */
export async function playwright(project: string, args: readonly string[] = []): Promise<Outcome> {
  const chromium = findChromium()
  if ('reason' in chromium) {
    console.error(`  ${chromium.reason}`)
    return outcome(0, 1)
  }
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-browser-'))
  const report = join(folder, 'report.json')
  try {
    const code = await packaged(
      'playwright/cli.js',
      [
        'test',
        '--config',
        'e2e/playwright.config.ts',
        '--project',
        project,
        '--reporter=list,json',
        ...args,
      ],
      {
        CHROMIUM: chromium.path,
        PLAYWRIGHT_JSON_OUTPUT_NAME: report,
        PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
      },
    )
    const { stats, suites, errors } = JSON.parse(readFileSync(report, 'utf8')) as Report
    for (const error of errors ?? []) console.error(error.message)
    // A test that passes only when tried again is not one to trust: flaky counts as failed.
    const failed = stats.unexpected + stats.flaky
    return {
      passed: stats.expected,
      failed: failed === 0 && code !== 0 ? 1 : failed,
      skipped: suites.flatMap(skippedOf),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const skippedOf = (suite: ReportSuite): { name: string; reason: string }[] => [
  ...(suite.suites ?? []).flatMap(skippedOf),
  ...(suite.specs ?? []).flatMap((spec) =>
    spec.tests
      .filter((test) => test.status === 'skipped')
      .map((test) => ({
        name: spec.title,
        reason: test.annotations.find((a) => a.type === 'skip')?.description ?? 'no reason given',
      })),
  ),
]
