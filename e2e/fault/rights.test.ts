import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { get, stateOf } from '#lib/snapshot/read.ts'
import type { Cluster } from '#server/services.ts'
import { Road, servers, USER, until } from './open-road.ts'

for (const { name, skip } of await servers()) {
  describe(`rights on ${name}`, { skip }, () => {
    let road: Road
    before(async () => {
      road = await Road.open(name)
      const { kubectl } = road.backend
      kubectl('-n', 'shop', 'create', 'secret', 'generic', 'pass', '--from-literal=key=CANARY')
    })
    after(() => road.close())
    afterEach(() => road.disconnect())

    test('a Secret by its name: there with its type, or missing, and never its data', async () => {
      const api = (await road.live()).as(USER)
      assert.deepEqual(await api.secret?.('shop', 'pass'), { state: 'present', type: 'Opaque' })
      assert.deepEqual(await api.secret?.('shop', 'nobody'), { state: 'missing' })
      assert.deepEqual(await api.secret?.('no-such-namespace', 'pass'), { state: 'missing' })
    })

    if (name !== 'kube-apiserver') return

    const reader = (namespace: string, user: string) => {
      const { kubectl } = road.backend
      const verbs = '--verb=get,list,watch'
      kubectl('-n', namespace, 'create', 'role', user, verbs, '--resource=services,namespaces')
      kubectl('-n', namespace, 'create', 'rolebinding', user, `--role=${user}`, `--user=${user}`)
    }
    const as = (user: string, namespace?: string) =>
      road.kubeconfig({ user: { as: user }, context: { namespace } })
    const services = (cluster: Cluster) => stateOf(cluster.view().snapshot, 'core/services')
    const readIn = (cluster: Cluster) => {
      const status = services(cluster)
      return 'namespaces' in status ? status.namespaces : undefined
    }

    test('who may not get Secrets: not verified, whether they are there or not', async () => {
      reader('shop', 'kim')
      const api = (await road.live(as('kim', 'shop'))).as(USER)
      for (const secret of ['pass', 'nobody']) {
        const found = await api.secret?.('shop', secret)
        assert.equal(found?.state, 'not-verified')
        assert.match(
          found?.state === 'not-verified' ? found.message : '',
          /may not get secrets in shop/,
        )
      }
    })

    test('a namespace that is typed in is read, with its labels; one that is refused is named', async () => {
      reader('bank', 'lee')
      road.backend.kubectl('label', 'namespace', 'bank', 'istio-injection=enabled')
      const cluster = road.connect(as('lee'))
      await until('denied', cluster, () => cluster.state().state === 'denied')
      assert.ok(cluster.state().fix)
      cluster.readNamespaces?.(['bank', 'shop'])
      await until('bank', cluster, () => `${readIn(cluster)}` === 'bank')
      await until('live', cluster, () => cluster.state().state === 'live')
      const labels = () =>
        get(cluster.view().snapshot, 'core/namespaces', '', 'bank')?.metadata.labels
      await until('its labels', cluster, () => labels()?.['istio-injection'] === 'enabled')
      const gaps = cluster.view().partial.filter(({ plural }) => plural === 'services')
      assert.deepEqual(
        gaps.map(({ reason, namespace }) => [reason, namespace]),
        [
          ['not-permitted', undefined],
          ['not-permitted', 'shop'],
        ],
      )
      assert.match(gaps[0]?.message ?? '', /Read in: bank\. Refused in: shop\./)
      assert.throws(() => cluster.readNamespaces?.(['../x']), /no namespace/)
    })

    test('namespaces that rules name are found by asking for the rules', async () => {
      reader('bank', 'max')
      const { kubectl } = road.backend
      kubectl(
        'create',
        'clusterrole',
        'max',
        '--verb=get',
        '--resource=namespaces',
        '--resource-name=bank',
      )
      kubectl('create', 'clusterrolebinding', 'max', '--clusterrole=max', '--user=max')
      const cluster = road.connect(as('max'))
      await until('bank', cluster, () => `${readIn(cluster)}` === 'bank')
      assert.ok(get(cluster.view().snapshot, 'core/namespaces', '', 'bank'))
      assert.equal(get(cluster.view().snapshot, 'core/services', 'shop', 'web'), undefined)
    })

    test('a right that is taken away while it runs: the kind is a gap, and comes back with it', async () => {
      const { kubectl } = road.backend
      kubectl('create', 'clusterrolebinding', 'ned', '--clusterrole=cluster-admin', '--user=ned')
      const cluster = await road.live(as('ned'))
      assert.ok(get(cluster.view().snapshot, 'core/services', 'shop', 'web'))
      kubectl('delete', 'clusterrolebinding', 'ned')
      // A watch that is open stays open; the next one is refused.
      road.road.cut()
      await until('refused', cluster, () => services(cluster).state === 'not-permitted')
      assert.equal(get(cluster.view().snapshot, 'core/services', 'shop', 'web'), undefined)
      kubectl('create', 'clusterrolebinding', 'ned', '--clusterrole=cluster-admin', '--user=ned')
      await until('back', cluster, () => services(cluster).state === 'synced')
      await until('live', cluster, () => cluster.state().state === 'live')
      await road.assertFresh(cluster)
    })
  })
}
