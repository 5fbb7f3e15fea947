import { parseArgs } from 'node:util'
import { startControlPlane } from './control-plane.ts'
import { loadManifests } from './load.ts'
import { PEOPLE, PERSONS } from './people.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { crds: { type: 'string', multiple: true }, help: { type: 'boolean', short: 'h' } },
})
if (values.help) {
  console.log('node e2e/cluster/serve.ts [--crds <folder>]… [<manifest file or folder>]…')
  process.exit(0)
}

const plane = await startControlPlane()
await plane.applyRbac()
const result = await loadManifests(
  plane,
  positionals.map((file) => ({ file })),
  { crds: values.crds ?? [] },
)
for (const { object, change } of result.adjusted) console.error(`adjusted ${object}: ${change}`)
for (const { object, reason } of result.refused) console.error(`refused ${object}: ${reason}`)
console.error(`${result.loaded.length} objects loaded, ${result.refused.length} refused`)
console.error(`contexts: ${PERSONS.map((person) => PEOPLE[person].user).join(', ')}`)
console.error('Stop it with Ctrl-C.')
console.log(`export KUBECONFIG=${plane.kubeconfig('admin')}`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void plane.stop().then(() => process.exit(0)))
}
setInterval(() => {}, 2 ** 30) // the servers do not keep this process alive
