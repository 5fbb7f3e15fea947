import assert from 'node:assert/strict'
import { test } from 'node:test'
import { controlPlane, gateway, ingressGateway } from '#lib/fixtures/istio-objects.ts'
import { gatewaysReport } from '#lib/graph/reports/gateways-report.ts'
import { ALL_KINDS, meshModelOf } from '#lib/meshes/index.ts'
import { snapshotFromObjects } from '#lib/snapshot/from-objects.ts'
import type { Cluster, KubernetesApi, SecretPresence } from '#server/services.ts'
import { withCredentials } from './credentials.ts'
import { fakeCluster } from './house.fixture.ts'

const server = (credentialName: string, n: number) => ({
  port: { number: 443, name: `https-${n}`, protocol: 'HTTPS' },
  hosts: [`${n}.example.com`],
  tls: { mode: 'SIMPLE', credentialName },
})
const { gateways } = gatewaysReport(
  meshModelOf(
    snapshotFromObjects(ALL_KINDS, [
      ...controlPlane(),
      ...ingressGateway(),
      gateway(
        'shop/web',
        ['there', 'gone', 'hidden', 'there', 'kubernetes-gateway://certs/far'].map(server),
      ),
    ]),
  ),
)
const user = { name: 'ada', groups: [] }

async function looked(secret: KubernetesApi['secret']) {
  const { cluster } = fakeCluster()
  const api = { ...cluster.as(user), ...(secret ? { secret } : {}) }
  const { gateways: shown, seen } = await withCredentials(
    gateways,
    { ...cluster, as: () => api },
    user,
  )
  const states = (shown[0]?.listeners ?? []).map(
    ({ credential: c }) => `${c?.namespace}/${c?.name} ${c?.state}${c?.type ? ` ${c.type}` : ''}`,
  )
  return { states, seen, shown }
}

const answers: Record<string, SecretPresence> = {
  there: { state: 'present', type: 'kubernetes.io/tls' },
  gone: { state: 'missing' },
  hidden: { state: 'not-verified', message: 'May not get secrets.' },
}

test('credentials: present, missing, not verified; each looked up once, in the right namespace', async () => {
  const asked: string[] = []
  const { states, shown } = await looked(async (namespace, name) => {
    asked.push(`${namespace}/${name}`)
    return answers[name] ?? { state: 'missing' }
  })
  assert.deepEqual(states, [
    'istio-system/there present kubernetes.io/tls',
    'istio-system/gone missing',
    'istio-system/hidden not-verified',
    'istio-system/there present kubernetes.io/tls',
    'certs/far missing',
  ])
  assert.deepEqual(asked.sort(), [
    'certs/far',
    'istio-system/gone',
    'istio-system/hidden',
    'istio-system/there',
  ])
  assert.equal(shown[0]?.listeners[2]?.credential?.because, 'May not get secrets.')
})

test('credentials: what fails or cannot be asked is not verified, never missing', async () => {
  const failing = await looked(() => Promise.reject(new Error('The connection was cut.')))
  assert.ok(failing.states.every((state) => state.endsWith('not-verified')))
  const unable = await looked(undefined)
  assert.ok(unable.states.every((state) => state.endsWith('not-verified')))
  const { cluster } = fakeCluster()
  const away: Cluster = {
    ...cluster,
    as: () => {
      throw new Error('There is no connection yet.')
    },
  }
  const { gateways: shown } = await withCredentials(gateways, away, user)
  assert.equal(shown[0]?.listeners[0]?.credential?.state, 'not-verified')
})

test('credentials: what was seen makes another answer', async () => {
  const before = await looked(async () => ({ state: 'missing' }))
  const after = await looked(async () => ({ state: 'present', type: undefined }))
  assert.notDeepEqual(before.seen, after.seen)
})
