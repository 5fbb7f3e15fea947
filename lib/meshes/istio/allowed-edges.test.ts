import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '#lib/changes/derive.ts'
import * as make from '#lib/fixtures/istio-objects.ts'
import { ALL_KINDS } from '#lib/meshes/index.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { snapshotFromObjects } from '#lib/snapshot/from-objects.ts'

const runsAs = (objects: readonly KubernetesObject[], serviceAccountName: string) =>
  objects.map((object): KubernetesObject => {
    if (object.kind !== 'Pod') return object
    return { ...object, spec: { ...(object.spec as object), serviceAccountName } }
  })

/** `web` calls as account web, `bare` has no proxy and runs as account bare; both are in shop, `db` is in data. */
const cluster = [
  ...make.controlPlane(),
  ...runsAs(make.deployment('shop/web', { sidecar: true }), 'web'),
  ...runsAs(make.deployment('shop/bare'), 'bare'),
  ...make.deployment('data/db', { sidecar: true }),
  make.service('data/db'),
]

const policy = (name: string, spec: object) =>
  make.security('AuthorizationPolicy', `data/${name}`, spec)
const from = (source: object, more: object = {}) => ({ rules: [{ from: [{ source }], ...more }] })
const WEB = 'cluster.local/ns/shop/sa/web'

const rows: readonly {
  name: string
  policies: readonly KubernetesObject[]
  edges: readonly (readonly [from: string, verdict: string])[]
}[] = [
  { name: 'no policy', policies: [], edges: [] },
  {
    name: 'a principal',
    policies: [policy('p', from({ principals: [WEB] }))],
    edges: [['workload:shop/Deployment/web', 'allow']],
  },
  {
    name: 'a principal in a trust domain that nobody here has',
    policies: [policy('p', from({ principals: ['elsewhere.test/ns/shop/sa/web'] }))],
    edges: [],
  },
  {
    name: 'a principal in any trust domain',
    policies: [policy('p', from({ principals: ['*/ns/shop/sa/web'] }))],
    edges: [['workload:shop/Deployment/web', 'allow']],
  },
  {
    name: 'a service account',
    policies: [policy('p', from({ serviceAccounts: ['shop/web'] }))],
    edges: [['workload:shop/Deployment/web', 'allow']],
  },
  {
    name: 'for some paths only',
    policies: [
      policy('p', from({ principals: [WEB] }, { to: [{ operation: { paths: ['/api/*'] } }] })),
    ],
    edges: [['workload:shop/Deployment/web', 'conditional']],
  },
  {
    name: 'a namespace is no name of a caller',
    policies: [policy('p', from({ namespaces: ['shop'] }))],
    edges: [],
  },
  {
    name: 'a caller without a proxy has no identity',
    policies: [policy('p', from({ principals: ['cluster.local/ns/shop/sa/bare'] }))],
    edges: [],
  },
  {
    name: 'what another policy denies is not allowed',
    policies: [
      policy('p', from({ principals: [WEB] })),
      policy('q', { action: 'DENY', ...from({ principals: [WEB] }) }),
    ],
    edges: [],
  },
  {
    name: 'a policy that names in order to deny allows nothing',
    policies: [policy('p', { action: 'DENY', ...from({ principals: [WEB] }) })],
    edges: [],
  },
  {
    name: 'of another workload',
    policies: [
      policy('p', {
        selector: { matchLabels: { app: 'other' } },
        ...from({ principals: [WEB] }),
      }),
    ],
    edges: [],
  },
]

for (const { name, policies, edges } of rows)
  test(`calls that are allowed by name: ${name}`, () => {
    const { graph } = derive(snapshotFromObjects(ALL_KINDS, [...cluster, ...policies]))
    const found = graph.edges.filter((edge) => edge.kind === 'allowed')
    assert.deepEqual(
      found.map((edge) => [edge.from, edge.verdict]),
      edges,
    )
    for (const edge of found) {
      assert.equal(edge.to, 'service:data/db')
      assert.deepEqual(edge.via, ['AuthorizationPolicy/data/p'])
    }
  })
