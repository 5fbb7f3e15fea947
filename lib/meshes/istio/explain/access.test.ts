import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  controlPlane,
  deployment,
  namespace,
  object,
  security,
  service,
} from '#lib/fixtures/istio-objects.ts'
import { explainersOf } from '#lib/meshes/explain.ts'
import { ALL_KINDS, meshModelOf } from '#lib/meshes/index.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { snapshotFromObjects } from '#lib/snapshot/from-objects.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'

const shop = (annotations = {}): readonly KubernetesObject[] => [
  ...controlPlane(),
  namespace('shop', { 'istio-injection': 'enabled' }),
  ...deployment('shop/cart', { sidecar: true, annotations }),
  service('shop/cart', [
    ['http', 80, 8080],
    ['tcp-db', 5432],
  ]),
]
const policy = (place: string, spec: object) => security('AuthorizationPolicy', place, spec)
const selector = { matchLabels: { app: 'cart' } }
const from = (source: object) => ({ from: [{ source }] })
const to = (operation: object) => ({ to: [{ operation }] })
const CART = 'workload:shop/Deployment/cart'
const front = 'cluster.local/ns/web/sa/front'

function reportOf(objects: readonly KubernetesObject[], change?: (s: Snapshot) => Snapshot) {
  const snapshot = snapshotFromObjects(ALL_KINDS, objects)
  const explainer = explainersOf(meshModelOf(change ? change(snapshot) : snapshot)).get('istio')
  assert.ok(explainer?.access)
  return explainer.access(
    (workload) => workload.id,
    () => true,
  )
}

/** `from[:port] verdict by precedence` of each row, short enough to read as a table. */
const lines = (objects: readonly KubernetesObject[]) =>
  reportOf(objects).rows.map(({ from: who, to: target, port, verdict, by, precedence, shadows }) =>
    [
      `${who} → ${target === CART ? 'cart' : target}${port === undefined ? '' : `:${port}`}`,
      verdict,
      by.map((ref) => ref.split('/').at(-1)).join('+') || '-',
      ...(precedence === undefined ? [] : [`p${precedence}`]),
      ...(shadows ? [`over ${shadows.map((s) => s.by.split('/').at(-1)).join('+')}`] : []),
    ].join(' '),
  )

const rows: readonly { name: string; policies: readonly KubernetesObject[]; says: string[] }[] = [
  { name: 'nothing selects it', policies: [], says: [] },
  {
    name: 'one caller by principal, everyone else denied',
    policies: [policy('shop/front', { selector, rules: [from({ principals: [front] })] })],
    says: ['ServiceAccount/web/front → cart allow front p1', '* → cart deny front p1'],
  },
  {
    name: 'a namespace, however it is written',
    policies: [
      policy('shop/ns', {
        selector,
        rules: [from({ namespaces: ['web'] }), from({ principals: ['cluster.local/ns/ops/sa/*'] })],
      }),
    ],
    says: [
      'Namespace/ops → cart allow ns p1',
      'Namespace/web → cart allow ns p1',
      '* → cart deny ns p1',
    ],
  },
  {
    name: 'DENY goes before ALLOW and says what it goes over',
    policies: [
      policy('shop/all', { selector, rules: [from({ namespaces: ['web'] })] }),
      policy('shop/not', { selector, action: 'DENY', rules: [from({ principals: [front] })] }),
    ],
    says: [
      'Namespace/web → cart allow all p1',
      'ServiceAccount/web/front → cart deny not p2 over all',
      '* → cart deny all p1',
    ],
  },
  {
    name: 'an exception in a DENY has a row of its own',
    policies: [
      policy('shop/deny', { selector, action: 'DENY', rules: [from({ notPrincipals: [front] })] }),
    ],
    says: ['ServiceAccount/web/front → cart allow -', '* → cart deny deny p2'],
  },
  {
    name: 'callers without identity differ where a source is any identity',
    policies: [policy('shop/any', { selector, rules: [from({ principals: ['*'] })] })],
    says: ['* → cart allow any p1', 'anonymous → cart deny any p1'],
  },
  {
    name: 'a port of its own',
    policies: [policy('shop/port', { selector, rules: [to({ ports: ['8080'] })] })],
    says: ['* → cart deny port p1', '* → cart:8080 allow port p1'],
  },
  {
    name: 'what asks for requests never holds on a port of bytes',
    policies: [policy('shop/get', { selector, rules: [to({ methods: ['GET'] })] })],
    says: ['* → cart conditional get p1', '* → cart:5432 deny get p1'],
  },
  {
    name: 'a pattern stands for whom it names and no other',
    policies: [
      policy('shop/pattern', {
        selector,
        rules: [from({ principals: ['cluster.local/ns/web/sa/front-*', '*/sa/admin'] })],
      }),
    ],
    says: [
      'principal:*/sa/admin → cart allow pattern p1',
      'principal:cluster.local/ns/web/sa/front-* → cart allow pattern p1',
      '* → cart deny pattern p1',
    ],
  },
  {
    name: 'an external authorizer is asked first',
    policies: [
      policy('shop/ext', { selector, action: 'CUSTOM', provider: { name: 'x' }, rules: [{}] }),
    ],
    says: ['* → cart conditional ext p3'],
  },
  {
    name: 'dry runs and audits decide nothing',
    policies: [
      policy('shop/audit', { selector, action: 'AUDIT', rules: [{}] }),
      object(
        'security.istio.io/v1',
        'AuthorizationPolicy',
        'shop/dry',
        { spec: { selector, action: 'DENY', rules: [{}] } },
        { annotations: { 'istio.io/dry-run': 'true' } },
      ),
    ],
    says: ['* → cart allow -'],
  },
  {
    name: 'mesh-wide policies hold for all, once',
    policies: [policy('istio-system/all', { rules: [from({ namespaces: ['web'] })] })],
    says: ['Namespace/web → * allow all p1', '* → * deny all p1'],
  },
  {
    name: 'a Service behind a waypoint',
    policies: [
      policy('shop/way', {
        targetRefs: [{ kind: 'Service', group: '', name: 'cart' }],
        rules: [from({ serviceAccounts: ['web/front'] })],
      }),
    ],
    says: [
      'ServiceAccount/web/front → service:shop/cart allow way p1',
      '* → service:shop/cart deny way p1',
    ],
  },
  {
    name: 'rules that are absurd never throw',
    policies: [
      policy('shop/absurd', {
        selector,
        rules: [null, 7, { from: 'x', to: [null], when: [{ key: 7 }] }],
      }),
    ],
    says: ['* → cart allow absurd p1'],
  },
]
for (const { name, policies, says } of rows) {
  test(`access: ${name}`, () => assert.deepEqual(lines([...shop(), ...policies]), says))
}

test('access: what a conditional verdict is about is told with every literal', () => {
  const { rows: told } = reportOf([
    ...shop(),
    policy('shop/words', {
      selector,
      rules: [
        {
          to: [{ operation: { methods: ['GET', 'HEAD'], paths: ['/a/*', '*.jpg', '/u/{*}'] } }],
          when: [
            { key: 'request.auth.claims[group]', values: ['b', 'a'] },
            { key: 'request.headers[x-v]', values: ['1*'] },
            { key: 'source.ip', notValues: ['10.0.0.0/8'] },
          ],
        },
      ],
    }),
    security('RequestAuthentication', 'shop/jwt', { selector, jwtRules: [{ issuer: 'i' }] }),
  ])
  const rest = {
    methods: ['GET', 'HEAD'],
    claims: { group: ['a', 'b'] },
    headers: [{ name: 'x-v', op: 'prefix', value: '1' }],
  }
  const { match, also, verdict } = told.find((r) => r.port === undefined) ?? {}
  assert.equal(verdict, 'conditional')
  assert.deepEqual(JSON.parse(JSON.stringify(match)), [
    { ...rest, path: { op: 'prefix', value: '/a/' } },
    { ...rest, path: { op: 'regex', value: '.*\\.jpg' } },
    { ...rest, path: { op: 'regex', value: '/u/[^/]+' } },
  ])
  assert.deepEqual(also, ['source.ip is not 10.0.0.0/8'])
})

test('access: ports past the proxy and pods without one meet no policy', () => {
  const deny = policy('shop/deny', { selector, action: 'DENY', rules: [{}] })
  const past = reportOf([...shop({ 'traffic.sidecar.istio.io/excludeInboundPorts': '8080' }), deny])
  assert.deepEqual(
    past.rows.map(({ port, verdict }) => [port, verdict]),
    [
      [undefined, 'deny'],
      [8080, 'allow'],
    ],
  )
  const outside = reportOf([
    ...controlPlane(),
    ...deployment('shop/cart'),
    service('shop/cart'),
    deny,
  ])
  assert.deepEqual(
    outside.rows.map(({ from: who, verdict, because }) => [who, verdict, /no proxy/.test(because)]),
    [['*', 'allow', true]],
  )
})

test('access: what may not be read is unknown, by default and for each workload', () => {
  const { default: otherwise, rows: told } = reportOf(shop(), (snapshot) => {
    const id = 'security.istio.io/authorizationpolicies'
    const slice = snapshot.kinds.get(id)
    assert.ok(slice)
    const status = { state: 'not-permitted' as const, message: 'no' }
    return { ...snapshot, kinds: new Map(snapshot.kinds).set(id, { ...slice, status }) }
  })
  assert.deepEqual(otherwise, { verdict: 'unknown', decidedBy: ['unknown'] })
  assert.deepEqual(
    told.map(({ from: who, to: target, verdict }) => [who, target, verdict]),
    [['*', CART, 'unknown']],
  )
})

test('access: the default is the root namespace that says it, or Istio', () => {
  assert.deepEqual(reportOf(shop()).default, { verdict: 'allow', decidedBy: ['default'] })
  const closed = reportOf([...shop(), policy('istio-system/nothing', {})])
  assert.deepEqual(closed.default, {
    verdict: 'deny',
    decidedBy: ['AuthorizationPolicy/istio-system/nothing'],
  })
})

test('access: each control plane has a default of its own, and its workloads the policies that it reads', () => {
  const canary = [
    object('v1', 'ConfigMap', 'istio-system/istio-canary', { data: { mesh: '' } }),
    ...deployment('istio-system/istiod-canary', {
      labels: { app: 'istiod', 'istio.io/rev': 'canary' },
      containers: [{ name: 'discovery', image: 'docker.io/istio/pilot:1.27.0' }],
    }),
    namespace('next', { 'istio.io/rev': 'canary' }),
    ...deployment('next/web', { sidecar: true }),
  ]
  const closed = (labels: Record<string, string>) =>
    object(
      'security.istio.io/v1',
      'AuthorizationPolicy',
      'istio-system/nothing',
      { spec: {} },
      { labels },
    )
  const said = (labels: Record<string, string>) => {
    const report = reportOf([...shop(), ...canary, closed(labels)])
    return {
      default: report.default.verdict,
      defaults: report.defaults?.map((d) => `${d.controlPlane} ${d.verdict}`),
      rows: report.rows.map((r) => `${r.from} → ${r.to} ${r.verdict}`),
    }
  }
  const [own, other] = ['istio:istio-system/default', 'istio:istio-system/canary']
  const WEB = 'workload:next/Deployment/web'
  assert.deepEqual(said({}), {
    default: 'deny',
    defaults: [`${own} deny`, `${other} deny`],
    rows: ['* → * deny'],
  })
  assert.deepEqual(said({ 'istio.io/rev': 'default' }), {
    default: 'deny',
    defaults: [`${own} deny`, `${other} allow`],
    rows: ['* → * deny', `* → ${WEB} allow`],
  })
  assert.deepEqual(said({ 'istio.io/rev': 'canary' }), {
    default: 'allow',
    defaults: [`${own} allow`, `${other} deny`],
    rows: [`* → ${WEB} deny`],
  })
  assert.equal(reportOf(shop()).defaults, undefined)
})
