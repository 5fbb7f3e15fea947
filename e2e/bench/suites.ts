import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { canvasSuite } from './canvas/suite.ts'
import { pagesSuite } from './pages.ts'
import { store } from './store/suite.ts'
import type { Report, Suite } from './suite.ts'

/** A program that prints its own table. */
function program(
  suite: Omit<Suite, 'run'>,
  file: string,
  args: (options: ReadonlyMap<string, string>) => readonly string[] = () => [],
): Suite {
  return {
    ...suite,
    async run(options): Promise<Report> {
      const child = spawn(process.execPath, [join(import.meta.dirname, file), ...args(options)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let said = ''
      child.stdout.on('data', (data: Buffer) => {
        said += data
        process.stdout.write(data)
      })
      const [code] = (await once(child, 'close')) as [number | null]
      if (code !== 0) throw new Error(`${file} ended with ${code}.`)
      return { tables: [], aims: [], measured: said.split('\n').filter((line) => line !== '') }
    },
  }
}

export const SUITES: readonly Suite[] = [
  store,
  program(
    {
      name: 'reflector',
      title: 'reading Pods only, from a server that costs next to nothing',
      isCheap: true,
      options: '--pods 20000',
    },
    'reflector.ts',
    (options) => [options.get('pods') ?? '20000'],
  ),
  program(
    {
      name: 'layout',
      title: 'placing the cards of a graph: first picture, update, how many moved',
      isCheap: true,
    },
    '../../components/topology/layout-bench.ts',
  ),
  program(
    {
      name: 'derive',
      title: 'deriving anew after one event of each kind, without a server',
      isCheap: false,
      options: '--pods 20000',
    },
    'derive/measure.ts',
    (options) => (options.has('pods') ? [options.get('pods') ?? ''] : ['2000', '20000']),
  ),
  pagesSuite,
  canvasSuite,
]
