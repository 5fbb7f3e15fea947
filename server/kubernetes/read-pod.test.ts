import assert from 'node:assert/strict'
import { test } from 'node:test'
import { project } from './projection.ts'
import { readPod } from './read-pod.ts'

const MOUNT = (name: string) => ({
  name,
  readOnly: true,
  mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
})
const container = (name: string, more: object = {}) => ({
  name,
  image: `example.test/${name}:1 "ü"`,
  args: ['a]b', '{"containers":[1]}', '\\'],
  env: [{ name: 'A', value: 'b' }],
  ...more,
})
const pod = (name: string, spec: object = {}, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    namespace: 'shop',
    annotations: { note: '"containers":[{"name":"x"}]' },
    managedFields: [{ manager: 'x', fieldsV1: { 'f:containers': [1, [2]] } }],
  },
  spec: {
    initContainers: [container('init')],
    containers: [container('app'), container('istio-proxy', { restartPolicy: 'Always' })],
    ...spec,
  },
  ...more,
})
const named = (token: string, secret = 'tls') => ({
  volumes: [
    { name: 'certs', secret: { secretName: secret } },
    { name: token, projected: {} },
  ],
  containers: [
    container('app', {
      volumeMounts: [{ name: 'certs', mountPath: '/etc/certs' }, MOUNT(token)],
    }),
  ],
})

const pods: { name: string; object: unknown }[] = [
  { name: 'usual', object: pod('a') },
  { name: 'another of the same template', object: pod('b') },
  { name: 'with a volume that is referred to', object: pod('c', named('kube-api-access-abcde')) },
  { name: 'the next one', object: pod('d', named('kube-api-access-fghij')) },
  { name: 'no containers', object: pod('e', { containers: [], initContainers: undefined }) },
  { name: 'containers that are none', object: pod('f', { containers: [null, 1, 'x', {}, []] }) },
  { name: 'null', object: pod('g', { containers: null, initContainers: 'x' }) },
  { name: 'no spec', object: { ...pod('h'), spec: null } },
  {
    name: 'a second list of that name elsewhere',
    object: pod('i', {}, { status: { containers: [{ name: 'x' }] } }),
  },
  {
    name: 'a list of that name elsewhere only',
    object: pod('j', { containers: undefined }, { status: { containers: [{ name: 'x' }] } }),
  },
  {
    name: 'the same containers, and volumes of another kind',
    object: pod('k', {
      ...named('kube-api-access-abcde'),
      volumes: [{ name: 'certs', emptyDir: {} }],
    }),
  },
]
const envelope = { apiVersion: 'v1', kind: 'Pod' }
for (const { name, object } of pods) {
  test(`a Pod read fast is the Pod: ${name}`, () => {
    const line = JSON.stringify({ type: 'ADDED', object })
    const fast = readPod(Buffer.from(line)) as { object: unknown }
    const slow = JSON.parse(line) as { object: unknown }
    assert.deepEqual(
      JSON.parse(JSON.stringify(project('core/pods', fast.object, envelope))),
      JSON.parse(JSON.stringify(project('core/pods', slow.object, envelope))),
    )
  })
}

test('Pods of one template share their containers, whatever their tokens are called', () => {
  const containersOf = (token: string) => {
    const line = JSON.stringify({ type: 'ADDED', object: pod('x', named(token)) })
    const { object } = readPod(Buffer.from(line)) as { object: unknown }
    const spec = project('core/pods', object, envelope)?.spec as { containers: unknown }
    return spec.containers
  }
  assert.equal(containersOf('kube-api-access-aaaaa'), containersOf('kube-api-access-bbbbb'))
})

for (const line of [
  '',
  '{',
  'x',
  '{"object":{"spec":{"containers":[',
  '{"a":[{"containers":[x]}]}',
]) {
  test(`no JSON: ${line}`, () => {
    assert.throws(() => readPod(Buffer.from(line)), SyntaxError)
  })
}
for (const line of ['null', '1', '[]', '{"containers":[1]}', '[{"containers":[1]}]']) {
  test(`JSON that is no event: ${line}`, () => {
    assert.deepEqual(readPod(Buffer.from(line)), JSON.parse(line))
  })
}
