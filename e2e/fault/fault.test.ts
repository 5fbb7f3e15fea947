import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { at } from '#lib/resources/field.ts'
import { get, stateOf } from '#lib/snapshot/read.ts'
import type { Cluster } from '#server/services.ts'
import { ROUTES, Road, servers, USER, until } from './open-road.ts'

const WIDGETS = 'example.test/widgets'
const DEFINITION = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.test' },
  spec: {
    group: 'example.test',
    names: { kind: 'Widget', plural: 'widgets', singular: 'widget' },
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        },
      },
    ],
  },
}

for (const { name, skip } of await servers()) {
  describe(`faults on ${name}`, { skip }, () => {
    let road: Road
    before(async () => {
      road = await Road.open(name)
    })
    after(() => road.close())
    afterEach(() => road.disconnect())

    const live = async (kubeconfig?: string): Promise<Cluster> => {
      const cluster = road.connect(kubeconfig)
      await until('live', cluster, () => cluster.state().state === 'live')
      return cluster
    }
    const weight = (cluster: Cluster): unknown =>
      at(get(cluster.view().snapshot, ROUTES, 'shop', 'web')?.spec, 'http') &&
      JSON.stringify(get(cluster.view().snapshot, ROUTES, 'shop', 'web')?.spec).match(
        /"weight":(\d+)/,
      )?.[1]
    const setWeight = (first: number) => {
      const route = [
        { destination: { host: 'web', subset: 'v1' }, weight: first },
        { destination: { host: 'web', subset: 'v2' }, weight: 100 - first },
      ]
      const patch = JSON.stringify({ spec: { hosts: ['web'], http: [{ route }] } })
      road.backend.kubectl(
        '-n',
        'shop',
        'patch',
        'virtualservice',
        'web',
        '--type=merge',
        '-p',
        patch,
      )
    }
    const follows = async (cluster: Cluster, first: number) => {
      setWeight(first)
      await until(`weight ${first}`, cluster, () => weight(cluster) === `${first}`)
    }

    test('reads everything and follows changes', async () => {
      const cluster = await live()
      assert.equal(cluster.view().freshness.state, 'live')
      await follows(cluster, 35)
      await follows(cluster, 80)
      await road.assertFresh(cluster)
    })

    test('connections are cut all the time while things change', async () => {
      const cluster = await live()
      let isOver = false
      const cutting = (async () => {
        for (let i = 0; !isOver; i += 1) {
          await sleep(150)
          if (i % 2) road.road.cut()
          else road.road.end()
        }
      })()
      for (let first = 1; first <= 12; first += 1) setWeight(first)
      isOver = true
      await cutting
      await until('the last weight', cluster, () => weight(cluster) === '12')
      await until('live', cluster, () => cluster.state().state === 'live')
      await road.assertFresh(cluster)
    })

    test('a proxy ends what is silent for a moment', async () => {
      road.road.idleMs = 300
      const cluster = await live()
      await sleep(1500)
      assert.equal(cluster.state().state, 'live', 'it comes back before anyone would notice')
      await follows(cluster, 41)
      await road.assertFresh(cluster)
    })

    test('the network swallows everything: stale, then live again', async () => {
      const cluster = await live()
      road.road.isBlackHole = true
      setWeight(42)
      await until('stale', cluster, () => cluster.state().state === 'stale')
      assert.equal(cluster.view().freshness.state, 'stale')
      road.road.isBlackHole = false
      await until('live', cluster, () => cluster.state().state === 'live')
      assert.equal(weight(cluster), '42')
      await road.assertFresh(cluster)
    })

    test('the API server stops and starts: stale with a reason, then live and as new', async () => {
      const cluster = await live()
      await follows(cluster, 43)
      const seen = new Set<string>()
      cluster.subscribe(() => seen.add(cluster.view().freshness.state))
      await road.backend.stopServer()
      await until('stale', cluster, () => cluster.state().state === 'stale')
      const { message, fix } = cluster.state()
      assert.match(message ?? '', /127\.0\.0\.1:\d+: /)
      assert.ok(fix)
      assert.ok(get(cluster.view().snapshot, ROUTES, 'shop', 'web'), 'the last that was read stays')
      await road.backend.startServer()
      await until('live', cluster, () => cluster.state().state === 'live', 40_000)
      await road.assertFresh(cluster)
      assert.deepEqual([...seen].sort(), ['live', 'stale'])
      await follows(cluster, 44)
    })

    test('nobody listens: failed within seconds, live once somebody does', async () => {
      await road.road.close()
      const cluster = road.connect()
      const started = performance.now()
      await until('failed', cluster, () => cluster.state().state === 'failed')
      assert.ok(performance.now() - started < 5000)
      assert.match(cluster.state().message ?? '', /nothing listens there/)
      await road.road.open()
      cluster.retry()
      await until('live', cluster, () => cluster.state().state === 'live')
    })

    test('a definition that comes later is noticed, and so is its end', async () => {
      const cluster = await live()
      const api = cluster.as(USER)
      const state = () => stateOf(cluster.view().snapshot, WIDGETS).state
      assert.equal(state(), 'not-served')
      assert.ok(
        cluster
          .view()
          .partial.some(({ plural, reason }) => plural === 'widgets' && reason === 'not-served'),
      )
      const made = await api.create(DEFINITION)
      assert.equal(made.ok, true, JSON.stringify(made))
      await until('served', cluster, () => state() === 'synced')
      const widget = {
        apiVersion: 'example.test/v1',
        kind: 'Widget',
        metadata: { name: 'w', namespace: 'shop' },
      }
      assert.equal((await api.create(widget)).ok, true)
      await until('the widget', cluster, () => !!get(cluster.view().snapshot, WIDGETS, 'shop', 'w'))
      const key = {
        group: 'apiextensions.k8s.io',
        plural: 'customresourcedefinitions',
        name: DEFINITION.metadata.name,
      }
      assert.equal((await api.delete(key)).ok, true)
      await until('not served', cluster, () => state() === 'not-served')
      assert.equal(get(cluster.view().snapshot, WIDGETS, 'shop', 'w'), undefined)
    })

    test('writes: conflicts, unknown fields, wrong uid and dry runs are verdicts', async () => {
      const cluster = await live()
      const api = cluster.as(USER)
      const key = {
        group: 'networking.istio.io',
        plural: 'virtualservices',
        namespace: 'shop',
        name: 'web',
      }
      const base = await api.get(key)
      assert.ok(base)
      const stale = { ...base, metadata: { ...base.metadata, resourceVersion: '1' } }
      assert.partialDeepStrictEqual(await api.replace(stale), {
        ok: false,
        status: 409,
        reason: 'Conflict',
      })
      const unknown = { ...base, spec: { ...(base.spec as object), surprise: 1 } }
      const refused = await api.replace(unknown, { dryRun: true })
      assert.ok(!refused.ok && /surprise/.test(refused.message), JSON.stringify(refused))
      assert.partialDeepStrictEqual(await api.delete(key, { uid: 'another' }), {
        ok: false,
        status: 409,
      })
      const dry = await api.replace(
        { ...base, metadata: { ...base.metadata, labels: { dry: 'run' } } },
        { dryRun: true },
      )
      assert.deepEqual(dry.ok && dry.object?.metadata.labels, { dry: 'run' })
      assert.equal((await api.get(key))?.metadata.labels?.dry, undefined)
      assert.equal(await api.get({ ...key, name: 'nobody' }), undefined)
      const schema = await api.schemaOf('networking.istio.io/v1', 'VirtualService')
      assert.ok(at(schema, 'properties', 'spec', 'properties', 'http', 'items'))
      assert.doesNotMatch(JSON.stringify(schema), /\$ref/)
    })

    const isReal = name === 'kube-apiserver'
    // The sandbox has neither TLS nor tokens: there is nothing to refuse.
    if (!isReal) return
    const refusals = [
      {
        what: 'another authority',
        changes: { cluster: { 'certificate-authority-data': '' } },
        state: 'failed',
        says: /certificate/,
      },
      {
        what: 'a token that is none',
        changes: { user: { token: 'x' } },
        state: 'denied',
        says: /answered 401/,
      },
      {
        what: 'somebody without rights',
        changes: { user: { as: 'nobody' } },
        state: 'denied',
        says: /may not list/,
      },
    ]
    for (const { what, changes, state, says } of refusals) {
      test(`settles with a reason: ${what}`, async () => {
        const cluster = road.connect(road.kubeconfig(changes))
        await until(state, cluster, () => cluster.state().state === state)
        assert.match(cluster.state().message ?? '', says)
        assert.ok(cluster.state().fix)
      })
    }

    test('certificates that are not checked, because the kubeconfig says so', async () => {
      const cluster = { 'certificate-authority-data': undefined, 'insecure-skip-tls-verify': true }
      await live(road.kubeconfig({ cluster }))
    })

    test('who may read one namespace gets it, and all is a gap', async () => {
      const { kubectl } = road.backend
      kubectl(
        '-n',
        'shop',
        'create',
        'role',
        'reader',
        '--verb=get,list,watch',
        '--resource=services,configmaps',
      )
      kubectl('-n', 'shop', 'create', 'rolebinding', 'reader', '--role=reader', '--user=jane')
      const config = road.kubeconfig({ user: { as: 'jane' }, context: { namespace: 'shop' } })
      const cluster = await live(config)
      await until(
        'its services',
        cluster,
        () => !!get(cluster.view().snapshot, 'core/services', 'shop', 'web'),
      )
      const { snapshot, partial } = cluster.view()
      assert.equal(get(snapshot, 'core/services', 'default', 'kubernetes'), undefined)
      const services = stateOf(snapshot, 'core/services')
      assert.deepEqual('namespaces' in services && services.namespaces, ['shop'])
      assert.ok(
        partial.some(({ plural, reason }) => plural === 'services' && reason === 'not-permitted'),
      )
      assert.ok(
        partial.some(({ plural, reason }) => plural === 'pods' && reason === 'not-permitted'),
      )
      kubectl('-n', 'shop', 'create', 'configmap', 'istio-late', '--from-literal=mesh=x')
      await until(
        'a change there',
        cluster,
        () => !!get(cluster.view().snapshot, 'core/configmaps', 'shop', 'istio-late'),
      )
      kubectl('create', 'clusterrolebinding', 'jane', '--clusterrole=cluster-admin', '--user=jane')
      await until('all', cluster, () =>
        cluster.view().partial.every(({ reason }) => reason === 'not-served'),
      )
      assert.ok(get(cluster.view().snapshot, 'core/services', 'default', 'kubernetes'))
    })
  })
}
