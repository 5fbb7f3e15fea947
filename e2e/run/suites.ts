import { spawnSync } from 'node:child_process'
import { packaged, root } from './command.ts'
import { nodeTests } from './node-tests.ts'
import { playwright } from './playwright.ts'
import { hasJudge, judge } from './scenarios.ts'
import { type Outcome, outcome, type Suite, sum } from './suite.ts'

const check = async (code: Promise<number>): Promise<Outcome> =>
  (await code) === 0 ? outcome(1, 0) : outcome(0, 1)

const tsc = (project: string) =>
  check(packaged('typescript/bin/tsc', ['-p', project, '--pretty', 'false']))

/** What the issues so far have made due: the arguments of the judge, each a run. */
const PARTS = ['--part', 'nodes,edges,forbidden,evidence,posture,findings']
const DUE: readonly (readonly string[])[] = [
  ['--mesh', 'istio', ...PARTS],
  ['--mesh', 'istio', ...PARTS, '--vary', '7'],
  ['--mesh', 'istio', ...PARTS, '--vary', '99'],
  ['--only', 'vt-webapp-80-20', '--part', 'edits,apply'],
]

function judged(args: readonly string[]): Outcome {
  const said = spawnSync(process.execPath, [judge, '--json', ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  try {
    const { scenarios, exact, of } = JSON.parse(said.stdout) as {
      scenarios: { id: string; exact: boolean; parts: Record<string, { misses: string[] }> }[]
      exact: number
      of: number
    }
    console.log(`  judge ${args.join(' ')}: ${exact} of ${of} exact`)
    for (const scenario of scenarios.filter((s) => !s.exact)) {
      for (const [part, { misses }] of Object.entries(scenario.parts)) {
        for (const miss of misses) console.log(`    ${scenario.id} ${part}: ${miss}`)
      }
    }
    return of === 0 ? outcome(0, 1) : outcome(exact, of - exact)
  } catch {
    console.error(said.stderr || said.stdout)
    return outcome(0, 1)
  }
}

const REAL = { MESHWRIGHT_TEST_SERVERS: 'kube-apiserver' }

async function onRealCluster(): Promise<Outcome> {
  const { findBinaries } = await import('../cluster/binaries.ts')
  const found = await findBinaries()
  if ('reason' in found)
    return {
      passed: 0,
      failed: 0,
      skipped: [{ name: 'the kube-apiserver suite', reason: found.reason }],
    }
  const conformance = await nodeTests(
    [
      'e2e/cluster/*.test.ts',
      'e2e/conformance/*.test.ts',
      'e2e/fault/*.test.ts',
      'e2e/changes/*.test.ts',
    ],
    { env: REAL, concurrency: 1 },
  )
  console.log('  journeys in the browser, on kube-apiserver')
  const journeys = await playwright('kube-apiserver')
  return { ...sum([conformance, journeys]), server: 'kube-apiserver' }
}

/** Everything that `npm test` runs, in this order: what fails fastest comes first. */
export const SUITES: readonly Suite[] = [
  {
    id: 'lint',
    title: 'lint (Biome)',
    run: () =>
      check(
        packaged('@biomejs/biome/bin/biome', [
          'ci',
          '--error-on-warnings',
          '--colors=off',
          '--max-diagnostics=30',
          '.',
        ]),
      ),
  },
  {
    id: 'types',
    title: 'types (lib, server, e2e, browser)',
    run: async () => sum([await tsc('lib'), await tsc('server'), await tsc('e2e'), await tsc('.')]),
  },
  {
    id: 'unit',
    title: 'unit tests and the layer table',
    run: async () =>
      sum([
        // The browser's policy forbids code from strings; lib runs there too.
        await nodeTests(['lib/**/*.test.ts'], {
          flags: ['--disallow-code-generation-from-strings'],
        }),
        await nodeTests([
          'server/**/*.test.ts',
          'components/**/*.test.ts',
          'app/**/*.test.ts',
          'cli/**/*.test.ts',
          'e2e/run/*.test.ts',
          'e2e/bench/**/*.test.ts',
          'e2e/tools/*.test.ts',
        ]),
      ]),
  },
  {
    id: 'conformance',
    title: 'API conformance and faults, on the sandbox',
    run: async () => ({
      ...(await nodeTests(
        ['e2e/conformance/*.test.ts', 'e2e/fault/*.test.ts', 'e2e/changes/*.test.ts'],
        { env: { MESHWRIGHT_TEST_SERVERS: 'sandbox' } },
      )),
      server: 'sandbox',
    }),
  },
  {
    id: 'scenarios',
    title: 'the judge on the scenarios that are due',
    run: async () =>
      hasJudge()
        ? { ...sum(DUE.map(judged)), server: 'sandbox' }
        : {
            passed: 0,
            failed: 0,
            skipped: [{ name: 'scenarios', reason: '../shared/judge is not beside the project' }],
          },
  },
  {
    id: 'browser',
    title: 'gallery and journeys in Chromium, on the sandbox',
    run: async () => ({ ...(await playwright('sandbox')), server: 'sandbox' }),
  },
  { id: 'cluster', title: 'the real kube-apiserver', run: onRealCluster },
]
