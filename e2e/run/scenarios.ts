import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { command, root } from './command.ts'

/** `npm run scenarios -- …`: the judge, unchanged, with the arguments given. There is no second comparator. */
export const judge = join(root, '..', 'shared', 'judge', 'scenarios.mjs')
export const hasJudge = (): boolean => existsSync(judge)

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!hasJudge()) {
    console.error(
      'The judge is not beside the project (../shared/judge). Check it out there to run the scenarios.',
    )
    process.exit(2)
  }
  process.exit(await command(process.execPath, [judge, ...process.argv.slice(2)]))
}
