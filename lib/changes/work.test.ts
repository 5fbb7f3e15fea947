import assert from 'node:assert/strict'
import { test } from 'node:test'
import { largeMesh } from '#lib/fixtures/large-mesh.ts'
import { ALL_KINDS, keptOf } from '#lib/meshes/index.ts'
import { list, record } from '#lib/resources/field.ts'
import { kindId } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { snapshotFromObjects } from '#lib/snapshot/from-objects.ts'
import { reduce } from '#lib/snapshot/reduce.ts'
import { type Derived, derive } from './derive.ts'

const IDS = new Map(ALL_KINDS.map((kind) => [`${kind.group} ${kind.kind}`, kindId(kind)]))
const idOf = ({ apiVersion, kind }: KubernetesObject) =>
  IDS.get(`${apiVersion.includes('/') ? apiVersion.split('/')[0] : 'core'} ${kind}`) ??
  IDS.get(`${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''} ${kind}`) ??
  ''

/** What happens in the busiest clusters all day. */
const EVENTS: Readonly<Record<string, (object: KubernetesObject) => object>> = {
  'core/pods': ({ status }) => ({
    status: {
      ...record(status),
      containerStatuses: list(record(status).containerStatuses).map((one) => ({
        ...record(one),
        ready: false,
      })),
    },
  }),
  'networking.istio.io/virtualservices': ({ spec }) => ({
    spec: {
      ...record(spec),
      http: list(record(spec).http).map((rule) => ({
        ...record(rule),
        route: list(record(rule).route).map((leg, i, all) =>
          all.length < 2 ? leg : { ...record(leg), weight: i === 0 ? 31 : 69 },
        ),
      })),
    },
  }),
  'discovery.k8s.io/endpointslices': () => ({ endpoints: [{ conditions: { ready: false } }] }),
  'security.istio.io/peerauthentications': ({ spec }) => ({
    spec: { ...record(spec), mtls: { mode: 'DISABLE' } },
  }),
}

type Cluster = { readonly objects: readonly KubernetesObject[]; readonly derived: Derived }

function clusterOf(pods: number): Cluster {
  const objects = [...largeMesh({ pods })]
  return { objects, derived: derive(snapshotFromObjects(ALL_KINDS, objects)) }
}

/** How many derivations one event runs, by what they are about. */
function workOf({ objects, derived }: Cluster, id: string): ReadonlyMap<string, number> {
  const target = objects.find((o) => idOf(o) === id && o.metadata.namespace?.startsWith('team-'))
  assert.ok(target, `no ${id} in a team's namespace`)
  const object = {
    ...target,
    ...EVENTS[id]?.(target),
    metadata: { ...target.metadata, resourceVersion: 'other' },
  } as KubernetesObject
  const next = reduce(derived.snapshot, [{ type: 'put', kind: id, object }])
  assert.notEqual(next, derived.snapshot, `${id} did not change`)
  const { memory } = keptOf(derived.model)
  memory.takeRuns()
  derive(next, derived)
  return memory.takeRuns()
}

// A namespace holds the same in both; only how many there are differs.
const [SMALL, LARGE] = [800, 3200]

for (const id of Object.keys(EVENTS))
  test(`what one event of ${id} touches does not grow with the cluster`, () => {
    const [small, large] = [workOf(clusterOf(SMALL), id), workOf(clusterOf(LARGE), id)]
    assert.deepEqual(Object.fromEntries(large), Object.fromEntries(small))
  })

test('a Pod that becomes unready is looked at with its own workload and no other', () => {
  const work = workOf(clusterOf(SMALL), 'core/pods')
  for (const [name, runs] of work)
    if (/workload|Service|hop|access/.test(name) && !/namespace|every|group/.test(name))
      assert.ok(runs <= 8, `${name} ran ${runs} times`)
})
