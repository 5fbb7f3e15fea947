import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '#lib/changes/derive.ts'
import { namespace } from '#lib/fixtures/istio-objects.ts'
import { ALL_KINDS } from '#lib/meshes/index.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { snapshotFromObjects } from '#lib/snapshot/from-objects.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import type { GatewayApiContribution } from './contribute.ts'
import {
  gateway,
  gatewayApi,
  gatewayClass,
  httpListener,
  route,
} from './gateway-objects.fixture.ts'

const attachments = (snapshot: Snapshot) =>
  (derive(snapshot).model.contributions.get('gateway-api') as GatewayApiContribution).attachments

const selecting = (matchLabels: object) => ({
  allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels } } },
})
const allowing = (from: string) => ({ allowedRoutes: { namespaces: { from } } })
const PARENT = { namespace: 'infra', name: 'web' }
const status = (state: string, reason: string, observedGeneration = 1) => ({
  status: {
    parents: [
      {
        parentRef: PARENT,
        controllerName: 'istio.io/gateway-controller',
        conditions: [{ type: 'Accepted', status: state, reason, observedGeneration }],
      },
    ],
  },
})
const x = (parent: object = {}, more: Record<string, unknown> = {}, kind = 'HTTPRoute') =>
  route(kind, 'shop/x', { ...PARENT, ...parent }, [{}], more)

/** @see gateway-api apis/v1/gateway_types.go (AllowedRoutes), shared_types.go (ParentReference, RouteConditionReason) */
const rows: readonly {
  name: string
  listeners: readonly object[]
  route: KubernetesObject
  objects?: readonly KubernetesObject[]
  /** Listeners with their hosts, or why there are none. */
  gives: string
}[] = [
  {
    name: 'listeners take routes of their own namespace unless told otherwise',
    listeners: [httpListener()],
    route: x(),
    gives: 'NotAllowedByListeners',
  },
  { name: 'All', listeners: [httpListener(allowing('All'))], route: x(), gives: 'http *' },
  {
    name: 'None',
    listeners: [httpListener(allowing('None'))],
    route: x(),
    gives: 'NotAllowedByListeners',
  },
  {
    name: 'a word that is not known opens nothing',
    listeners: [httpListener(allowing('Everybody'))],
    route: x(),
    gives: 'NotAllowedByListeners',
  },
  {
    name: 'a selector that holds',
    listeners: [httpListener(selecting({ team: 'a' }))],
    route: x(),
    objects: [namespace('shop', { team: 'a' })],
    gives: 'http *',
  },
  {
    name: 'a selector that does not',
    listeners: [httpListener(selecting({ team: 'b' }))],
    route: x(),
    objects: [namespace('shop', { team: 'a' })],
    gives: 'NotAllowedByListeners',
  },
  {
    name: 'namespaces carry their name as a label',
    listeners: [httpListener(selecting({ 'kubernetes.io/metadata.name': 'shop' }))],
    route: x(),
    gives: 'http *',
  },
  {
    name: 'a selector that is not there selects nothing',
    listeners: [httpListener(allowing('Selector'))],
    route: x(),
    gives: 'NotAllowedByListeners',
  },
  {
    name: 'sectionName picks one listener',
    listeners: [
      httpListener(allowing('All')),
      httpListener({ name: 'b', port: 81, ...allowing('All') }),
    ],
    route: x({ sectionName: 'b' }),
    gives: 'b *',
  },
  {
    name: 'port picks listeners too',
    listeners: [
      httpListener(allowing('All')),
      httpListener({ name: 'b', port: 81, ...allowing('All') }),
    ],
    route: x({ port: 80 }),
    gives: 'http *',
  },
  {
    name: 'sectionName and port must both hold',
    listeners: [
      httpListener(allowing('All')),
      httpListener({ name: 'b', port: 81, ...allowing('All') }),
    ],
    route: x({ port: 80, sectionName: 'b' }),
    gives: 'NoMatchingParent',
  },
  {
    name: 'a Gateway that does not exist',
    listeners: [],
    route: x({ name: 'other' }),
    gives: 'NoMatchingParent',
  },
  {
    name: 'hosts that meet',
    listeners: [httpListener({ hostname: '*.a.com', ...allowing('All') })],
    route: x({}, { hostnames: ['x.a.com', 'x.b.com'] }),
    gives: 'http x.a.com',
  },
  {
    name: 'hosts that do not meet',
    listeners: [httpListener({ hostname: '*.a.com', ...allowing('All') })],
    route: x({}, { hostnames: ['x.b.com'] }),
    gives: 'NoMatchingListenerHostname',
  },
  {
    name: 'hosts have no case',
    listeners: [httpListener({ hostname: 'X.A.com', ...allowing('All') })],
    route: x({}, { hostnames: ['x.a.COM'] }),
    gives: 'http x.a.com',
  },
  {
    name: 'an HTTP listener takes no TCPRoute',
    listeners: [httpListener(allowing('All'))],
    route: x({}, {}, 'TCPRoute'),
    gives: 'NotAllowedByListeners',
  },
  {
    name: 'kinds narrow what the protocol takes',
    listeners: [
      httpListener({
        allowedRoutes: { namespaces: { from: 'All' }, kinds: [{ kind: 'GRPCRoute' }] },
      }),
    ],
    route: x(),
    gives: 'NotAllowedByListeners',
  },
  {
    name: 'kinds do not widen it',
    listeners: [
      httpListener({
        allowedRoutes: { namespaces: { from: 'All' }, kinds: [{ kind: 'TCPRoute' }] },
      }),
    ],
    route: x({}, {}, 'TCPRoute'),
    gives: 'NotAllowedByListeners',
  },
  {
    name: 'TLS that is passed on takes TLSRoutes, by SNI',
    listeners: [
      { name: 't', port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' }, ...allowing('All') },
    ],
    route: x({}, { hostnames: ['a.com'] }, 'TLSRoute'),
    gives: 't a.com',
  },
  {
    name: 'and no TCPRoutes',
    listeners: [
      { name: 't', port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' }, ...allowing('All') },
    ],
    route: x({}, {}, 'TCPRoute'),
    gives: 'NotAllowedByListeners',
  },
  {
    name: 'a route may name a ListenerSet that the Gateway lets in',
    listeners: [],
    route: x({ kind: 'ListenerSet', name: 'more', namespace: 'shop' }),
    objects: [
      gatewayApi('ListenerSet', 'shop/more', { parentRef: PARENT, listeners: [httpListener()] }),
    ],
    gives: 'http *',
  },
  {
    name: 'a route that names the Gateway does not get the listeners of its sets',
    listeners: [httpListener(allowing('None'))],
    route: x(),
    objects: [
      gatewayApi('ListenerSet', 'shop/more', { parentRef: PARENT, listeners: [httpListener()] }),
    ],
    gives: 'NotAllowedByListeners',
  },
]
for (const { name, listeners, route: own, objects = [], gives } of rows)
  test(name, () => {
    const [found] = attachments(
      snapshotFromObjects(ALL_KINDS, [
        gatewayClass(),
        gateway('infra/web', listeners as readonly Record<string, unknown>[], {
          allowedListeners: { namespaces: { from: 'All' } },
        }),
        own,
        ...objects,
      ]),
    )
    const text = found?.listeners.map((l) => `${l.listener.name} ${l.hosts.join(' ')}`).join(', ')
    assert.equal(found?.reason ?? text, gives)
  })

test('a Gateway takes no ListenerSets unless it says so', () => {
  const [found] = attachments(
    snapshotFromObjects(ALL_KINDS, [
      gateway('infra/web'),
      gatewayApi('ListenerSet', 'shop/more', { parentRef: PARENT, listeners: [httpListener()] }),
      x({ kind: 'ListenerSet', name: 'more', namespace: 'shop' }),
    ]),
  )
  assert.equal(found?.reason, 'NoMatchingParent')
})

const withStatus = (own: KubernetesObject, more: object): KubernetesObject => ({ ...own, ...more })

/** @see gateway-api apis/v1/shared_types.go, RouteParentStatus; observedGeneration of metav1.Condition */
const told: readonly {
  name: string
  from: string
  status: object
  disagrees: RegExp | undefined
}[] = [
  { name: 'agrees', from: 'All', status: status('True', 'Accepted'), disagrees: undefined },
  {
    name: 'refuses what looks attached',
    from: 'All',
    status: status('False', 'UnsupportedValue'),
    disagrees: /istio\.io\/gateway-controller has not accepted it \(UnsupportedValue\)/,
  },
  {
    name: 'accepts what looks refused',
    from: 'Same',
    status: status('True', 'Accepted'),
    disagrees: /has accepted it all the same/,
  },
  {
    name: 'has not looked since the last change',
    from: 'All',
    status: status('False', 'UnsupportedValue', 0),
    disagrees: undefined,
  },
]
for (const { name, from, status: said, disagrees } of told)
  test(`the controller ${name}`, () => {
    const [found] = attachments(
      snapshotFromObjects(ALL_KINDS, [
        gateway('infra/web', [httpListener(allowing(from))]),
        withStatus(x(), said),
      ]),
    )
    if (disagrees) assert.match(found?.disagreement ?? '', disagrees)
    else assert.equal(found?.disagreement, undefined)
    assert.equal(found?.statuses.length, 1)
  })

test('where namespaces may not be read a selector is not known to hold, until a controller says so', () => {
  const unreadable = (own: KubernetesObject): Snapshot => {
    const snapshot = snapshotFromObjects(ALL_KINDS, [
      gateway('infra/web', [httpListener(selecting({ team: 'a' }))]),
      own,
    ])
    const slice = snapshot.kinds.get('core/namespaces')
    assert.ok(slice)
    const hidden = { ...slice, status: { state: 'not-permitted' as const, message: '' } }
    return { ...snapshot, kinds: new Map([...snapshot.kinds, ['core/namespaces', hidden]]) }
  }
  assert.equal(attachments(unreadable(x()))[0]?.state, 'unknown')
  const [found] = attachments(unreadable(withStatus(x(), status('True', 'Accepted'))))
  assert.equal(found?.state, 'attached')
})
