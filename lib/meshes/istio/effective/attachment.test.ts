import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAuthorizationPolicies } from '#lib/meshes/istio/authorization-policy.ts'
import { PolicyIndex } from './attachment.ts'
import { names, object } from './istio-objects.fixture.ts'
import type { ProxyView } from './proxy-view.ts'

const NAME = 'gateway.networking.k8s.io/gateway-name'
const target = (kind: string, name: string, group = '', namespace?: string) => ({
  group,
  kind,
  name,
  ...(namespace ? { namespace } : {}),
})
const api = (kind: string, name: string, namespace?: string) =>
  target(kind, name, 'gateway.networking.k8s.io', namespace)
const app = { selector: { matchLabels: { app: 'web' } } }

const view = (
  type: ProxyView['type'],
  namespace: string,
  labels: Readonly<Record<string, string>>,
  service?: ProxyView['service'],
): ProxyView => ({ type, namespace, labels: new Map(Object.entries(labels)), service })
const web = view('sidecar', 'shop', { app: 'web' })
const ingress = view('gateway', 'edge', { app: 'web' })
const kubernetes = view('gateway', 'edge', { [NAME]: 'public', app: 'web' })
const waypoint = view('waypoint', 'shop', { [NAME]: 'wp', app: 'web' })
const served = (kind: 'Service' | 'ServiceEntry', id: string) => {
  const [namespace = '', name = ''] = id.split('/')
  return view('waypoint', 'shop', { [NAME]: 'wp' }, { kind, namespace, name })
}

const rows: readonly {
  name: string
  id: string
  spec?: unknown
  proxy: ProxyView
  applies: boolean
}[] = [
  { name: 'a namespace’s to its sidecars', id: 'shop/p', proxy: web, applies: true },
  { name: 'not to those of another', id: 'books/p', proxy: web, applies: false },
  { name: 'the mesh’s to all', id: 'istio-system/p', proxy: web, applies: true },
  {
    name: 'a selector in the root namespace reaches out',
    id: 'istio-system/p',
    spec: app,
    proxy: web,
    applies: true,
  },
  {
    name: 'a selector that does not match',
    id: 'shop/p',
    spec: { selector: { matchLabels: { app: 'web', v: '1' } } },
    proxy: web,
    applies: false,
  },
  {
    name: 'targets are nothing to a sidecar',
    id: 'shop/p',
    spec: { targetRefs: [target('Service', 'web')] },
    proxy: web,
    applies: false,
  },
  {
    name: 'nor to a gateway that no Kubernetes Gateway made',
    id: 'edge/p',
    spec: { targetRefs: [api('Gateway', 'public')] },
    proxy: ingress,
    applies: false,
  },
  { name: 'which goes by selector', id: 'edge/p', spec: app, proxy: ingress, applies: true },
  {
    name: 'a Kubernetes Gateway by its name',
    id: 'edge/p',
    spec: { targetRefs: [api('Gateway', 'public')] },
    proxy: kubernetes,
    applies: true,
  },
  {
    name: 'by the older single field',
    id: 'edge/p',
    spec: { targetRef: api('Gateway', 'public') },
    proxy: kubernetes,
    applies: true,
  },
  {
    name: 'not by another name',
    id: 'edge/p',
    spec: { targetRefs: [api('Gateway', 'private')] },
    proxy: kubernetes,
    applies: false,
  },
  {
    name: 'not from another namespace',
    id: 'shop/p',
    spec: { targetRefs: [api('Gateway', 'public')] },
    proxy: kubernetes,
    applies: false,
  },
  {
    name: 'not with another namespace in the target',
    id: 'edge/p',
    spec: { targetRefs: [api('Gateway', 'public', 'shop')] },
    proxy: kubernetes,
    applies: false,
  },
  {
    name: 'an Istio Gateway of that name is another thing',
    id: 'edge/p',
    spec: { targetRefs: [target('Gateway', 'public', 'networking.istio.io')] },
    proxy: kubernetes,
    applies: false,
  },
  {
    name: 'one target of several is enough',
    id: 'edge/p',
    spec: { targetRefs: [api('Gateway', 'x'), api('Gateway', 'public')] },
    proxy: kubernetes,
    applies: true,
  },
  { name: 'it also goes by selector', id: 'edge/p', spec: app, proxy: kubernetes, applies: true },
  { name: 'a waypoint does not', id: 'shop/p', spec: app, proxy: waypoint, applies: false },
  { name: 'nor does a namespace’s policy reach it', id: 'shop/p', proxy: waypoint, applies: false },
  {
    name: 'a waypoint by its Gateway',
    id: 'shop/p',
    spec: { targetRefs: [api('Gateway', 'wp')] },
    proxy: waypoint,
    applies: true,
  },
  {
    name: 'a waypoint by the Service that it serves',
    id: 'shop/p',
    spec: { targetRefs: [target('Service', 'web')] },
    proxy: served('Service', 'shop/web'),
    applies: true,
  },
  {
    name: 'the core group may be written',
    id: 'shop/p',
    spec: { targetRefs: [target('Service', 'web', 'core')] },
    proxy: served('Service', 'shop/web'),
    applies: true,
  },
  {
    name: 'the policy stands in the Service’s namespace',
    id: 'books/p',
    spec: { targetRefs: [target('Service', 'reviews')] },
    proxy: served('Service', 'books/reviews'),
    applies: true,
  },
  {
    name: 'and not in the waypoint’s',
    id: 'shop/p',
    spec: { targetRefs: [target('Service', 'reviews')] },
    proxy: served('Service', 'books/reviews'),
    applies: false,
  },
  {
    name: 'a ServiceEntry of the same name is another thing',
    id: 'shop/p',
    spec: { targetRefs: [target('Service', 'web')] },
    proxy: served('ServiceEntry', 'shop/web'),
    applies: false,
  },
  {
    name: 'a waypoint by the ServiceEntry that it serves',
    id: 'shop/p',
    spec: { targetRefs: [target('ServiceEntry', 'x', 'networking.istio.io')] },
    proxy: served('ServiceEntry', 'shop/x'),
    applies: true,
  },
  {
    name: 'all waypoints by their class, from the root namespace',
    id: 'istio-system/p',
    spec: { targetRefs: [api('GatewayClass', 'istio-waypoint')] },
    proxy: waypoint,
    applies: true,
  },
  {
    name: 'not from another namespace',
    id: 'shop/p',
    spec: { targetRefs: [api('GatewayClass', 'istio-waypoint')] },
    proxy: waypoint,
    applies: false,
  },
  {
    name: 'the class of waypoints is nothing to gateways',
    id: 'istio-system/p',
    spec: { targetRefs: [api('GatewayClass', 'istio-waypoint')] },
    proxy: kubernetes,
    applies: false,
  },
  {
    name: 'an absurd spec is a policy for the namespace',
    id: 'shop/p',
    spec: { selector: 7, targetRefs: 'x' },
    proxy: web,
    applies: true,
  },
]
for (const { name, id, spec = {}, proxy, applies } of rows)
  test(`which policies apply: ${name}`, () => {
    const policies = readAuthorizationPolicies([object('AuthorizationPolicy', id, spec)])
    const found = new PolicyIndex(policies, 'istio-system').appliedTo(proxy)
    assert.deepEqual(names(found.map(({ policy }) => policy)), applies ? [id] : [])
    assert.ok(found.every(({ because }) => because.endsWith('.')))
  })

const actions = [
  { written: undefined, action: 'ALLOW' },
  { written: 'DENY', action: 'DENY' },
  { written: 'AUDIT', action: 'AUDIT' },
  { written: 'CUSTOM', action: 'CUSTOM' },
  { written: 'constructor', action: undefined },
]
for (const { written, action } of actions)
  test(`the action ${written} is ${action}`, () => {
    const [policy] = readAuthorizationPolicies([
      object('AuthorizationPolicy', 'a/b', { action: written }),
    ])
    assert.equal(policy?.action, action)
  })
