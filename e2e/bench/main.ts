/**
 * `npm run bench` lists the suites and runs those that take seconds; `npm run bench -- --suite <name> [--json <file>]`
 * runs one. Measures and reports; that an aim is missed is no failure.
 */
import { writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, totalmem } from 'node:os'
import { print, type Report, type Suite } from './suite.ts'
import { SUITES } from './suites.ts'

const options = optionsOf(process.argv.slice(2))
const wanted = options.get('suite')
const chosen = SUITES.filter(({ name, isCheap }) => (wanted ? name === wanted : isCheap))
if (chosen.length === 0)
  refuse(`No suite "${wanted}". There are: ${SUITES.map(({ name }) => name).join(', ')}.`)

const machine = {
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 1024 ** 3),
  node: process.version,
}
if (!wanted) list()
const reports: Record<string, Report & { readonly load: number }> = {}
for (const suite of chosen) reports[suite.name] = await run(suite)
const file = options.get('json')
if (file) {
  const date = new Date().toISOString()
  writeFileSync(file, `${JSON.stringify({ date, machine, suites: reports }, null, 2)}\n`)
}

async function run(suite: Suite): Promise<Report & { readonly load: number }> {
  const { cores, memoryGb, node } = machine
  console.log(`\n── ${suite.name}: ${suite.title} (${cores} cores, ${memoryGb} GB, Node ${node})`)
  const report = await suite.run(options)
  print(report)
  // The suites keep one core busy, the servers that they read from another.
  const [load = 0] = loadavg()
  if (load > cores + 0.5)
    console.log(
      `\nThe machine was busy with other work (load ${load.toFixed(1)} on ${cores} cores): of times, trust ratios only.`,
    )
  return { ...report, load }
}

function list(): void {
  console.log('Suites (npm run bench -- --suite <name> [--json <file>]):')
  for (const { name, title, isCheap, options: more } of SUITES)
    console.log(
      `  ${name.padEnd(10)} ${title}${isCheap ? '' : ' (takes minutes)'}${more ? `\n${' '.repeat(13)}${more}` : ''}`,
    )
}

/** `--name value` and `--name=value`. */
function optionsOf(args: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const queue = args.flatMap((arg) => {
    const equals = arg.startsWith('--') ? arg.indexOf('=') : -1
    return equals < 0 ? [arg] : [arg.slice(0, equals), arg.slice(equals + 1)]
  })
  for (;;) {
    const name = queue.shift()
    if (name === undefined) return found
    if (!name.startsWith('--')) refuse(`"${name}" is no option: options begin with --.`)
    const value = queue.shift()
    if (value === undefined) refuse(`${name} needs a value.`)
    found.set(name.slice(2), String(value))
  }
}

function refuse(message: string): never {
  console.error(message)
  process.exit(2)
}
