import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { inSteps } from '#lib/changes/derive.ts'
import { ALL_KINDS } from '#lib/meshes/index.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { objectsOf } from '#lib/snapshot/read.ts'
import type { Cluster, KubernetesApi } from '#server/services.ts'
import { Road, servers, USER, until } from './open-road.ts'

const WHOLE = { kinds: ALL_KINDS, derive: inSteps }
const loose = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } }
const own = (json: string): unknown => JSON.parse(json)
const many = (count: number, of: (at: number) => unknown) =>
  Array.from({ length: count }, (_, at) => of(at))

const KINDS = [
  ['networking.istio.io', 'VirtualService', 'virtualservices'],
  ['networking.istio.io', 'DestinationRule', 'destinationrules'],
  ['networking.istio.io', 'Gateway', 'gateways'],
  ['networking.istio.io', 'ServiceEntry', 'serviceentries'],
  ['networking.istio.io', 'Sidecar', 'sidecars'],
  ['networking.istio.io', 'EnvoyFilter', 'envoyfilters'],
  ['networking.istio.io', 'WorkloadEntry', 'workloadentries'],
  ['security.istio.io', 'AuthorizationPolicy', 'authorizationpolicies'],
  ['security.istio.io', 'PeerAuthentication', 'peerauthentications'],
  ['security.istio.io', 'RequestAuthentication', 'requestauthentications'],
] as const

const objectOf = ([group, kind]: (typeof KINDS)[number], name: string, spec: unknown) =>
  ({
    apiVersion: `${group}/${kind === 'EnvoyFilter' ? 'v1alpha3' : 'v1'}`,
    kind,
    metadata: { name, namespace: 'bank', annotations: { note: 'y'.repeat(200_000) } },
    spec,
  }) as KubernetesObject

/** What no schema would let pass, and old clusters without one hold all the same. */
const SPECS: Readonly<Record<string, unknown>> = {
  'null-spec': null,
  'text-spec': 'text',
  'list-spec': [null, 1, []],
  nulls: { hosts: null, http: [null], host: null, servers: [null], selector: null, rules: [null] },
  'wrong-types': {
    hosts: 'web',
    host: ['web'],
    gateways: { a: 1 },
    http: { route: 'x' },
    tls: 7,
    tcp: 'x',
    subsets: { name: 1 },
    servers: 'x',
    endpoints: 'x',
    ports: [{ number: '80', protocol: 1, name: null }],
    configPatches: [{ applyTo: 1, match: 'x', patch: [] }],
    rules: 'x',
    action: 7,
    mtls: 'STRICT',
    portLevelMtls: [1],
    selector: 'app=web',
    jwtRules: 'x',
    exportTo: '*',
    egress: 'x',
  },
  'weights-as-text': {
    hosts: ['web'],
    http: [
      {
        route: [
          { destination: { host: 'web', subset: 'v1' }, weight: '80' },
          { destination: { host: 'web', subset: 7 }, weight: -3 },
          { destination: { host: 'web', subset: '' }, weight: 1e308 },
          { destination: null, weight: {} },
        ],
        match: [{ uri: 'x' }, { uri: { regex: '((((' } }, null, { headers: [] }],
        retries: 'x',
        timeout: 7,
        mirror: [],
      },
    ],
  },
  'unknown-values': {
    hosts: ['web'],
    host: 'web',
    action: 'MAYBE',
    mtls: { mode: 'QUANTUM' },
    trafficPolicy: { tls: { mode: 'QUANTUM' }, loadBalancer: { simple: 'GUESS' } },
    resolution: 'ORACLE',
    location: 'MARS',
    servers: [{ hosts: ['*'], port: { number: 99999, protocol: 'SMOKE' }, tls: { mode: 'MAYBE' } }],
    configPatches: [{ applyTo: 'EVERYTHING', patch: { operation: 'GUESS' } }],
  },
  prototypes: {
    hosts: ['__proto__', 'constructor', 'toString'],
    host: '__proto__',
    subsets: [{ name: '__proto__', labels: own('{"__proto__":"x","constructor":"y"}') }],
    selector: { matchLabels: own('{"__proto__":"x","hasOwnProperty":"y"}') },
    workloadSelector: { labels: own('{"__proto__":"x"}') },
    http: [{ route: [{ destination: { host: '__proto__' } }], headers: own('{"__proto__":{}}') }],
    rules: [{ when: [{ key: '__proto__', values: ['x'] }] }],
    portLevelMtls: own('{"__proto__":{"mode":"STRICT"}}'),
  },
  'many-hosts': {
    hosts: many(500, (at) => `host-${at}.example.test`),
    ports: many(100, (at) => ({ number: at + 1, name: `p${at}`, protocol: 'HTTP' })),
    http: many(100, (at) => ({ route: [{ destination: { host: `host-${at}.example.test` } }] })),
    servers: many(50, (at) => ({ hosts: [`h${at}.test`], port: { number: 80, protocol: 'HTTP' } })),
  },
  huge: { hosts: ['web'], host: 'web', note: 'x'.repeat(1_000_000) },
  deep: { hosts: ['web'], http: [own(`${'{"a":'.repeat(400)}1${'}'.repeat(400)}`)] },
}

for (const { name, skip } of await servers()) {
  describe(`objects with absurd fields on ${name}`, { skip }, () => {
    let road: Road
    let cluster: Cluster
    let api: KubernetesApi
    before(async () => {
      road = await Road.open(name)
      cluster = await road.live(undefined, WHOLE)
      api = cluster.as(USER)
      for (const [group, , plural] of KINDS) await loosen(`${plural}.${group}`)
      for (const kind of KINDS) await create(objectOf(kind, 'probe', { probe: 1 }))
      for (const [group, , plural] of KINDS) {
        await api.delete({ group, plural, namespace: 'bank', name: 'probe' })
      }
      // A watch that was opened before goes on telling by the definition of then, on kube-apiserver.
      road.road.cut()
      await new Promise((resolve) => setTimeout(resolve, 1500))
      await until('live', cluster, () => cluster.state().state === 'live')
    })
    after(() => road.close())

    async function loosen(definition: string) {
      const key = { group: 'apiextensions.k8s.io', plural: 'customresourcedefinitions' }
      const live = await api.get({ ...key, name: definition })
      assert.ok(live, definition)
      const spec = live.spec as { versions: { schema: unknown; subresources?: unknown }[] }
      const versions = spec.versions.map((version) => ({ ...version, schema: loose }))
      const done = await api.replace({ ...live, spec: { ...spec, versions } })
      assert.equal(done.ok, true, JSON.stringify(done))
    }
    async function create(object: KubernetesObject) {
      let made = await api.create(object)
      // The looser definition takes a moment to be in force.
      for (let attempt = 0; !made.ok && attempt < 30; attempt += 1) {
        await new Promise((resolve) => setTimeout(resolve, 200))
        made = await api.create(object)
      }
      assert.equal(made.ok, true, JSON.stringify(made).slice(0, 500))
    }
    const seen = () => {
      const { graph } = cluster.view()
      return {
        nodes: new Set(graph.nodes.map(({ id }) => id)),
        edges: new Set(graph.edges.map(({ id }) => id)),
      }
    }

    test('every kind takes each of them: the model is derived, and the rest of the picture stays', async () => {
      const before = seen()
      assert.ok(before.nodes.size > 0)
      for (const kind of KINDS) {
        for (const [what, spec] of Object.entries(SPECS)) await create(objectOf(kind, what, spec))
      }
      const read = () =>
        KINDS.map(([group, , plural]) => [
          ...objectsOf(cluster.view().snapshot, `${group}/${plural}`),
        ])
      await until('all of them', cluster, () =>
        read().every((list) => list.length >= Object.keys(SPECS).length),
      )
      assert.equal(cluster.state().state, 'live')
      const { graph, findings, mtls } = cluster.view()
      assert.ok(Array.isArray(findings) && mtls !== undefined)
      assert.doesNotThrow(() => JSON.stringify([graph, findings, mtls]))
      const now = seen()
      const lost = [...before.nodes].filter((id) => !now.nodes.has(id))
      assert.deepEqual(lost, [], 'what was there before is there still')
      await road.assertFresh(cluster, WHOLE)

      for (const [group, , plural] of KINDS) {
        for (const name of Object.keys(SPECS)) {
          const done = await api.delete({ group, plural, namespace: 'bank', name })
          assert.equal(done.ok, true)
        }
      }
      await until('as before', cluster, () => {
        const { nodes, edges } = seen()
        return nodes.size === before.nodes.size && edges.size === before.edges.size
      })
      assert.deepEqual(seen(), before)
      assert.equal(({} as Record<string, unknown>).mode, undefined, 'nobody wrote to the prototype')
    })
  })
}
