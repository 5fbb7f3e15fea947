import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import {
  INDEX_FILE,
  type IndexedDefinition,
  specFile,
} from '#server/sandbox/bundled-definitions.ts'
import { accessSuite } from './access.suite.ts'
import { discoverySuite } from './discovery.suite.ts'
import { escalationSuite } from './escalation.suite.ts'
import { kubectlSuite } from './kubectl.suite.ts'
import { lifeSuite } from './life.suite.ts'
import { readSuite } from './read.suite.ts'
import { reviewSuite } from './review.suite.ts'
import { sampleSuite } from './sample.suite.ts'
import { prepare } from './stage.ts'
import { strategicSuite } from './strategic.suite.ts'
import { isWanted, startKubeApiserverTarget, startSandboxTarget } from './targets.ts'
import { validationSuite } from './validation.suite.ts'
import { watchSuite } from './watch.suite.ts'
import { writeSuite } from './write.suite.ts'

const index: IndexedDefinition[] = JSON.parse(readFileSync(INDEX_FILE, 'utf8'))
/** Istio's definitions as the sandbox holds them, for the server that comes without. */
const definitions = index
  .filter(({ folder }) => folder === 'istio')
  .map(({ name }) => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name },
    spec: JSON.parse(readFileSync(specFile(name), 'utf8')),
  }))

/** One set of expectations, on the sandbox and on the real thing. */
const started = [
  ...(isWanted('sandbox') ? [{ target: await startSandboxTarget() }] : []),
  ...(isWanted('kube-apiserver') ? [await startKubeApiserverTarget()] : []),
]
for (const one of started) {
  if ('skip' in one) {
    test(one.name, { skip: `no kube-apiserver: ${one.skip}` }, () => {})
    continue
  }
  const { target } = one
  describe(target.name, () => {
    before(() => prepare(target, definitions))
    after(() => target.stop())
    discoverySuite(target)
    readSuite(target)
    watchSuite(target)
    writeSuite(target)
    strategicSuite(target)
    lifeSuite(target)
    validationSuite(target)
    accessSuite(target)
    escalationSuite(target)
    reviewSuite(target)
    sampleSuite(target)
    kubectlSuite(target)
  })
}
