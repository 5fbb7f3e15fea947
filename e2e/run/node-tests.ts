import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command, root } from './command.ts'
import { type Outcome, outcome } from './suite.ts'

type Options = {
  /** Flags for Node itself, such as `--disallow-code-generation-from-strings`. */
  flags?: readonly string[]
  env?: Readonly<Record<string, string>>
  concurrency?: number
}

/** Runs files with Node's own test runner and counts what its TAP report says. */
export async function nodeTests(
  patterns: readonly string[],
  options: Options = {},
): Promise<Outcome> {
  const files = patterns
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .filter((file) => !file.includes('node_modules'))
  if (files.length === 0) return outcome(0, 0)
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-tests-'))
  const report = join(folder, 'report.tap')
  try {
    const code = await command(
      process.execPath,
      [
        ...(options.flags ?? []),
        '--test',
        '--test-reporter=dot',
        '--test-reporter-destination=stdout',
        '--test-reporter=tap',
        `--test-reporter-destination=${report}`,
        `--test-concurrency=${options.concurrency ?? 2}`,
        ...files.sort(),
      ],
      options.env,
    )
    return read(readFileSync(report, 'utf8'), code)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Exported for its test: counts are the runner's own closing lines, skips are named by their lines. */
export function read(tap: string, code: number): Outcome {
  const count = (what: string) => Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(tap)?.[1] ?? 0)
  const skipped = [...tap.matchAll(/^\s*ok \d+ - (.*?) # SKIP ?(.*)$/gm)].map(
    ([, name = '', reason = '']) => ({
      name,
      reason: reason || 'no reason given',
    }),
  )
  const failed = count('fail') + count('cancelled')
  if (failed > 0) for (const line of failures(tap)) console.log(line)
  // A runner that died without a report must not count as passed.
  return { passed: count('pass'), failed: failed === 0 && code !== 0 ? 1 : failed, skipped }
}

/** The failed tests with the first lines of their reports. */
function failures(tap: string): string[] {
  const lines = tap.split('\n')
  return lines.flatMap((line, at) =>
    /^\s*not ok /.test(line)
      ? ['', line.trim(), ...lines.slice(at + 1, at + 26).map((l) => `    ${l.trim()}`)]
      : [],
  )
}
