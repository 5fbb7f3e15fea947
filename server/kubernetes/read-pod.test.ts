import assert from 'node:assert/strict'
import { test } from 'node:test'
import { project } from './projection.ts'
import { readEvent } from './read-object.ts'
import { watchEvent } from './watch-event.ts'

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
  { name: 'without a token', object: pod('l', named('token')) },
  {
    name: 'the same containers, and volumes of another kind',
    object: pod('k', {
      ...named('kube-api-access-abcde'),
      volumes: [{ name: 'certs', emptyDir: {} }],
    }),
  },
]
const envelope = { apiVersion: 'v1', kind: 'Pod' }
const read = (object: unknown) =>
  watchEvent('core/pods', Buffer.from(JSON.stringify({ type: 'ADDED', object })), envelope)

for (const { name, object } of pods) {
  test(`a Pod read fast is the Pod: ${name}`, () => {
    const event = read(object)
    assert.equal(event.type, 'put')
    assert.deepEqual(event.object, project('core/pods', structuredClone(object), envelope))
  })
}

test('a Pod as API servers write it is read without being parsed', () => {
  const { metadata, ...rest } = pod('x', named('certs'))
  const object = { metadata: { ...metadata, managedFields: [{ manager: 'x' }] }, ...rest }
  const line = Buffer.from(JSON.stringify({ type: 'ADDED', object }))
  assert.equal(readEvent('core/pods', line).object.metadata.name, 'x')
})

const specOf = (token: string, more: object = {}) => {
  const event = read(pod('x', { ...named(token), ...more }))
  if (event.type !== 'put') throw new Error('no object')
  return event.object?.spec as { containers: unknown; volumes: unknown }
}

test('Pods of one template share their containers and volumes, whatever their tokens are called', () => {
  const volumes = (token: string) => ({
    volumes: [
      { name: 'certs', secret: { secretName: 'tls' } },
      { name: token, projected: { sources: [] } },
    ],
  })
  const one = specOf('kube-api-access-aaaaa', volumes('kube-api-access-aaaaa'))
  const other = specOf('kube-api-access-bbbbb', volumes('kube-api-access-bbbbb'))
  assert.equal(one.containers, other.containers)
  assert.equal(one.volumes, other.volumes)
})

test('a volume that is called as tokens are, but is a Secret, is that of its own Pod', () => {
  const secret = (token: string) => ({
    volumes: [{ name: token, secret: { secretName: `of-${token}` } }],
  })
  for (const token of ['kube-api-access-ccccc', 'kube-api-access-ddddd']) {
    const object = pod('x', { ...named(token), ...secret(token) })
    const event = read(object)
    assert.deepEqual(
      event.type === 'put' && event.object,
      project('core/pods', structuredClone(object), envelope),
    )
  }
})
