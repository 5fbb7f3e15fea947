import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { get, stateOf } from '#lib/snapshot/read.ts'
import type { Cluster } from '#server/services.ts'
import { ROUTES, Road, servers, USER, until } from './open-road.ts'

const WIDGETS = 'example.test/widgets'
const NAME = 'widgets.example.test'
const KEY = { group: 'apiextensions.k8s.io', plural: 'customresourcedefinitions', name: NAME }
const schema = {
  openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
}
const version = (name: string, storage = true, served = true) => ({ name, served, storage, schema })
const definition = (...versions: object[]) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: NAME },
  spec: {
    group: 'example.test',
    names: { kind: 'Widget', plural: 'widgets', singular: 'widget', listKind: 'WidgetList' },
    scope: 'Namespaced',
    versions,
  },
})

for (const { name, skip } of await servers()) {
  describe(`definitions on ${name}`, { skip }, () => {
    let road: Road
    before(async () => {
      road = await Road.open(name)
    })
    after(() => road.close())
    afterEach(async () => {
      const cluster = await road.live()
      await cluster.as(USER).delete(KEY)
      await until(
        'gone',
        cluster,
        () => stateOf(cluster.view().snapshot, WIDGETS).state === 'not-served',
      )
      await road.disconnect()
    })
    const widget = (apiVersion: string) => ({
      apiVersion,
      kind: 'Widget',
      metadata: { name: 'w', namespace: 'shop' },
      spec: { size: 1 },
    })
    const read = (cluster: Cluster) => get(cluster.view().snapshot, WIDGETS, 'shop', 'w')
    const slice = (cluster: Cluster) => cluster.view().snapshot.kinds.get(WIDGETS)
    async function create(cluster: Cluster, object: object) {
      const api = cluster.as(USER)
      // A definition is served a moment after it is written.
      await until('created', cluster, () => true)
      for (let attempt = 0; ; attempt += 1) {
        try {
          const made = await api.create(object as Parameters<typeof api.create>[0])
          assert.equal(made.ok, true, JSON.stringify(made))
          return
        } catch (error) {
          if (attempt === 40) throw error
          await new Promise((resolve) => setTimeout(resolve, 100))
        }
      }
    }

    // What the product knows of the kind is "v1"; see open-road.ts.
    for (const served of ['v1alpha1', 'v2']) {
      test(`a kind that is served in ${served} only is read in that version`, async () => {
        const cluster = await road.live()
        await create(cluster, definition(version(served)))
        await create(cluster, widget(`example.test/${served}`))
        await until('the widget', cluster, () => read(cluster) !== undefined)
        assert.equal(slice(cluster)?.version, served)
        assert.equal(read(cluster)?.apiVersion, `example.test/${served}`)
        await road.assertFresh(cluster)
      })
    }

    test('a version that is no longer served: the kind is read on in another', async () => {
      const cluster = await road.live()
      await create(cluster, definition(version('v1'), version('v2', false)))
      await create(cluster, widget('example.test/v1'))
      await until('v1', cluster, () => slice(cluster)?.version === 'v1' && !!read(cluster))
      const api = cluster.as(USER)
      for (let attempt = 0; ; attempt += 1) {
        const live = await api.get(KEY)
        assert.ok(live)
        const { spec } = definition(version('v1', true, false), version('v2', false))
        const done = await api.replace({ ...live, spec })
        if (done.ok) break
        assert.ok(attempt < 10, JSON.stringify(done))
      }
      await until('v2', cluster, () => slice(cluster)?.version === 'v2' && !!read(cluster), 30_000)
      assert.equal(read(cluster)?.apiVersion, 'example.test/v2')
      assert.equal(cluster.state().state, 'live')
      await road.assertFresh(cluster)
    })

    test('the definition goes while its objects are watched: a gap with a reason, the rest stays', async () => {
      const cluster = await road.live()
      await create(cluster, definition(version('v1')))
      await create(cluster, widget('example.test/v1'))
      await until('the widget', cluster, () => read(cluster) !== undefined)
      await cluster.as(USER).delete(KEY)
      await until('gone', cluster, () => slice(cluster)?.status.state === 'not-served')
      assert.equal(read(cluster), undefined)
      const gap = cluster.view().partial.find(({ plural }) => plural === 'widgets')
      assert.equal(gap?.reason, 'not-served')
      assert.ok(gap?.message)
      assert.equal(cluster.state().state, 'live')
      assert.ok(get(cluster.view().snapshot, ROUTES, 'shop', 'web'))
      await create(cluster, definition(version('v1')))
      await until('served again', cluster, () => slice(cluster)?.status.state === 'synced', 30_000)
      await road.assertFresh(cluster)
    })

    test('a namespace that is being deleted is told as such, and what is left in it stays', async () => {
      const cluster = await road.live()
      const { kubectl } = road.backend
      kubectl('create', 'namespace', 'leaving')
      const left = { name: 'left', namespace: 'leaving', finalizers: ['example.test/hold'] }
      const api = cluster.as(USER)
      const made = await api.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: left })
      assert.equal(made.ok, true, JSON.stringify(made))
      const map = () => get(cluster.view().snapshot, 'core/configmaps', 'leaving', 'left')
      await until('the map', cluster, () => map() !== undefined)
      await api.delete({ group: '', plural: 'configmaps', namespace: 'leaving', name: 'left' })
      await until('being deleted', cluster, () => map()?.metadata.deletionTimestamp !== undefined)
      await api.delete({ group: '', plural: 'namespaces', name: 'leaving' })
      if (name === 'kube-apiserver') {
        // Its finalizer waits for a controller, which nobody runs here: it stays half deleted.
        const phase = () => {
          const found = get(cluster.view().snapshot, 'core/namespaces', '', 'leaving')
          return (found?.status as { phase?: string } | undefined)?.phase
        }
        await until('terminating', cluster, () => phase() === 'Terminating')
        assert.ok(map())
      }
      assert.equal(cluster.state().state, 'live')
      await road.assertFresh(cluster)
    })
  })
}
