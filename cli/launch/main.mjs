#!/usr/bin/env node
// What stands behind every npm script: installs what is missing, picks a Node that is new enough, then runs.
// Plain JavaScript without dependencies, so that Node 20 can run it before anything is installed.
import { spawn } from 'node:child_process'
import { installMissing } from './install.mjs'
import { Refusal, root, step } from './report.mjs'
import { pickRuntime } from './runtime.mjs'

const [command, ...args] = process.argv.slice(2)

/** Files that the scripts of package.json run; each takes the rest of the command line. */
const PROGRAMS = {
  test: 'e2e/run/main.ts',
  scenarios: 'e2e/run/scenarios.ts',
  bench: 'e2e/bench/main.ts',
  corpus: 'e2e/run/corpus.ts',
  screenshots: 'e2e/run/screenshots.ts',
}

async function main() {
  // Before anything is installed or built: a wrong option should not cost a minute.
  const start = command === 'start' ? await import('./start.mjs') : undefined
  const options = start?.parseOptions(args)
  if (options?.help) return void console.log(start.HELP)
  const basePath = command === 'build' ? await basePathOf(args) : ''
  await installMissing()
  const node = pickRuntime()
  if (start) return start.run(node, options)
  if (command === 'build') return (await import('./build.mjs')).buildStale(node, basePath)
  const program = PROGRAMS[command]
  if (!program) {
    const known = ['start', 'build', ...Object.keys(PROGRAMS)].join(', ')
    throw new Refusal(`"${command ?? ''}" is no command of Meshwright.`, `One of: ${known}.`)
  }
  const child = spawn(node, [program, ...args], { cwd: root, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}

/** `npm run build -- --base-path /mesh`: the one option of a build. */
async function basePathOf([name = '', ...rest]) {
  const { parseBasePath } = await import('./public-address.mjs')
  const [option, value = rest[0]] = name.split('=', 2)
  if (!option) return parseBasePath(process.env.MESHWRIGHT_BASE_PATH, 'MESHWRIGHT_BASE_PATH')
  if (option === '--base-path' && value) return parseBasePath(value)
  throw new Refusal(
    `build ${[name, ...rest].join(' ')}: not understood.`,
    'npm run build -- --base-path /mesh',
  )
}

main().catch((error) => {
  if (!(error instanceof Refusal)) throw error
  step('')
  console.error(`\n${error.message}\n${error.fix}`)
  process.exit(1)
})
