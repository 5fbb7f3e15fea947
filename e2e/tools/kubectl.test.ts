import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kubectlPath } from './kubectl.ts'
import { runCommand } from './run-command.ts'

const found = await kubectlPath()
const skip = found.found ? false : found.reason

test('the packaged kubectl and helm run', { skip }, async () => {
  assert.ok(found.found)
  const kubectl = await runCommand(found.kubectl, ['version', '--client', '--output=json'])
  assert.equal(kubectl.code, 0, kubectl.stderr)
  const version = JSON.parse(kubectl.stdout) as { clientVersion: { gitVersion: string } }
  assert.match(version.clientVersion.gitVersion, /^v1\.35\./)
  const helm = await runCommand(found.helm, ['version', '--short'])
  assert.match(helm.stdout, /^v[34]\./)
})
