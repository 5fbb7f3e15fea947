/**
 * The sandbox by hand: `node server/sandbox/main.ts [--port 8080] [--people file] [file or folder …]`;
 * Bookinfo without files. Prints its URL and what it could not read, and runs until it is interrupted.
 */
import { parseArgs } from 'node:util'
import { BOOKINFO, startSandbox } from './index.ts'
import { readPeople } from './people.ts'

const { values, positionals } = parseArgs({
  options: { port: { type: 'string', default: '0' }, people: { type: 'string' } },
  allowPositionals: true,
})
const sandbox = await startSandbox({
  manifests: positionals.length > 0 ? positionals : [BOOKINFO],
  port: Number(values.port),
  ...(values.people ? { people: readPeople(values.people) } : {}),
})
for (const { file, document, line, message } of sandbox.unreadable)
  console.error(`${file}, document ${document + 1}, line ${line}: ${message}`)
console.log(sandbox.url)
const stop = () => void sandbox.stop().then(() => process.exit(0))
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
