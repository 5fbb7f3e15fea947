import { after, before, describe, test } from 'node:test'
import { discoverySuite } from './discovery.suite.ts'
import { readSuite } from './read.suite.ts'
import { sampleSuite } from './sample.suite.ts'
import { prepare } from './stage.ts'
import { startKubeApiserverTarget, startSandboxTarget } from './targets.ts'
import { validationSuite } from './validation.suite.ts'
import { watchSuite } from './watch.suite.ts'
import { writeSuite } from './write.suite.ts'

/** One set of expectations, on the sandbox and on the real thing. */
const sandbox = await startSandboxTarget()
const real = await startKubeApiserverTarget()
const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
const bundled = await sandbox.call('GET', crds)
type Definition = { metadata: { name: string }; spec: { group: string } }
/** Istio's definitions as the sandbox holds them, for the server that comes without. */
const definitions = bundled.body.items
  .filter(({ spec }: Definition) => spec.group.endsWith('.istio.io'))
  .map(({ metadata, spec }: Definition) => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: metadata.name },
    spec,
  }))

const targets = 'target' in real ? [sandbox, real.target] : [sandbox]
for (const target of targets)
  describe(target.name, () => {
    before(() => prepare(target, definitions))
    after(() => target.stop())
    discoverySuite(target)
    readSuite(target)
    watchSuite(target)
    writeSuite(target)
    validationSuite(target)
    sampleSuite(target)
  })
if ('skip' in real) test(real.name, { skip: `no kube-apiserver: ${real.skip}` }, () => {})
