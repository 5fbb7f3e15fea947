import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { after, test } from 'node:test'
import { type Choice, chooseCluster, type Surroundings } from './choose-cluster.ts'
import { type Options, optionsOf } from './options.ts'

const folder = mkdtempSync(join(tmpdir(), 'meshwright-config-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string, content: string) => {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, content)
  return path
}
const prod = file('prod', 'current-context: prod\n')
const stage = file('stage', 'current-context: stage\n')
const noContext = file('no-context', 'clusters: []\n')
const empty = file('empty', '')
const broken = file('broken', 'clusters: [\n')
file('account/token', 'x')
file('home/.kube/config', 'current-context: mine\n')
const missing = join(folder, 'missing')

const nothing: Surroundings = { env: {}, home: missing, account: missing }
const none: Pick<Options, 'kubeconfig' | 'context' | 'sandbox' | 'sample'> = {
  sample: undefined,
  kubeconfig: undefined,
  context: undefined,
  sandbox: undefined,
}
const inPod = { env: { KUBERNETES_SERVICE_HOST: '10.0.0.1' }, account: join(folder, 'account') }

const rows: {
  name: string
  options?: Partial<typeof none>
  around?: Partial<Surroundings>
  expect: Partial<Choice>
  says: RegExp
}[] = [
  {
    name: 'nothing at all: the sandbox, and where was looked',
    expect: { source: 'sandbox', manifests: [] },
    says: /No kubeconfig was found \(looked in .*missing\/\.kube\/config\).*sandbox with Bookinfo/,
  },
  {
    name: 'a sample by its id',
    options: { sample: 'hairpin' },
    expect: { source: 'sandbox', manifests: [], sample: 'hairpin' },
    says: /the sample "hairpin" was asked for \(--sample\)/,
  },
  {
    name: 'the file in the home folder',
    around: { home: join(folder, 'home') },
    expect: { source: 'kubeconfig', name: 'mine', context: undefined, isRequired: false },
    says: /kubectl would use the context "mine"/,
  },
  {
    name: 'KUBECONFIG goes before the home folder',
    around: { home: join(folder, 'home'), env: { KUBECONFIG: prod } },
    expect: { source: 'kubeconfig', name: 'prod', files: [prod] },
    says: /"prod"/,
  },
  {
    name: 'the first file of a list that names a context wins; missing ones are passed over',
    around: { env: { KUBECONFIG: [missing, noContext, empty, stage, prod].join(delimiter) } },
    expect: { source: 'kubeconfig', name: 'stage' },
    says: /"stage"/,
  },
  {
    name: 'a kubeconfig without a current context',
    around: { env: { KUBECONFIG: noContext } },
    expect: { source: 'sandbox' },
    says: /no-context names no current context/,
  },
  {
    name: 'a broken kubeconfig is configured all the same',
    around: { env: { KUBECONFIG: broken } },
    expect: { source: 'kubeconfig', files: [broken] },
    says: /kubectl would use .*broken/,
  },
  {
    name: 'a pod with an account goes before a kubeconfig',
    around: { ...inPod, home: join(folder, 'home') },
    expect: { source: 'in-cluster' },
    says: /runs in a cluster/,
  },
  {
    name: 'a pod without an account',
    around: { ...inPod, account: missing },
    expect: { source: 'sandbox' },
    says: /No kubeconfig/,
  },
  {
    name: '--context goes before the account of the pod',
    options: { context: 'other' },
    around: { ...inPod, home: join(folder, 'home') },
    expect: { source: 'kubeconfig', name: 'other', context: 'other' },
    says: /--context/,
  },
  {
    name: '--kubeconfig that is missing is never replaced by the sandbox',
    options: { kubeconfig: [missing] },
    expect: { source: 'kubeconfig', files: [missing], isRequired: true },
    says: /--kubeconfig/,
  },
  {
    name: '--sandbox goes before all',
    options: { sandbox: ['a.yaml'] },
    around: { ...inPod, home: join(folder, 'home') },
    expect: { source: 'sandbox', manifests: ['a.yaml'] },
    says: /sandbox with a\.yaml was asked for/,
  },
]

for (const row of rows) {
  test(`choose a cluster: ${row.name}`, () => {
    const choice = chooseCluster({ ...none, ...row.options }, { ...nothing, ...row.around })
    assert.partialDeepStrictEqual(choice, row.expect)
    assert.match(choice.reason, row.says)
  })
}

const environments: { name: string; env: Record<string, string>; expect: Partial<Options> }[] = [
  {
    name: 'empty variables are none',
    env: { MESHWRIGHT_SANDBOX: '', MESHWRIGHT_KUBECONFIG: '', MESHWRIGHT_TOKEN: ' ' },
    expect: { sandbox: undefined, kubeconfig: undefined, token: undefined, readOnly: false },
  },
  {
    name: 'the sandbox with its sample',
    env: { MESHWRIGHT_SANDBOX: '1' },
    expect: { sandbox: [] },
  },
  {
    name: 'the sandbox with files',
    env: { MESHWRIGHT_SANDBOX: ['a', 'b'].join(delimiter) },
    expect: { sandbox: ['a', 'b'] },
  },
  { name: 'read-only', env: { MESHWRIGHT_READ_ONLY: 'true' }, expect: { readOnly: true } },
  { name: 'not read-only', env: { MESHWRIGHT_READ_ONLY: '0' }, expect: { readOnly: false } },
  {
    name: 'defaults',
    env: {},
    expect: { host: '127.0.0.1', port: 3000, root: '/r', data: join('/r', '.meshwright') },
  },
  { name: 'no port is no number', env: { MESHWRIGHT_PORT: '99999' }, expect: { port: 3000 } },
]
for (const { name, env, expect } of environments) {
  test(`options: ${name}`, () => assert.partialDeepStrictEqual(optionsOf(env, '/r'), expect))
}

test('links come from MESHWRIGHT_LINKS, one in a line, and a bad one is told', () => {
  const links = (written: string) => optionsOf({ MESHWRIGHT_LINKS: written }).links
  assert.deepEqual(links(''), [])
  assert.deepEqual(links('Kiali=https://kiali/{namespace}\n\nRunbook=https://wiki/\n'), [
    { name: 'Kiali', template: 'https://kiali/{namespace}' },
    { name: 'Runbook', template: 'https://wiki/' },
  ])
  assert.throws(() => links('Kiali=https://kiali/{ns}'), /"Kiali" cannot be used: \{ns\} is no/)
})
