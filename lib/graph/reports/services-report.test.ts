import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  controlPlane,
  deployment,
  gateway,
  httpServer,
  ingressGateway,
  namespace,
  networking,
  service,
} from '#lib/fixtures/istio-objects.ts'
import { protocolOf } from '#lib/meshes/istio/explain/port-protocol.ts'
import { modelOf } from './reports.fixture.ts'
import { servicesReport } from './services-report.ts'

test('services: names, subsets with instances, who is behind, waypoint', () => {
  const [row] = servicesReport(
    modelOf([
      ...controlPlane(),
      namespace('shop', { 'istio.io/use-waypoint': 'way' }),
      ...ingressGateway(),
      gateway('shop/web', [httpServer()]),
      ...deployment('shop/cart-v1', {
        labels: { app: 'cart', version: 'v1' },
        sidecar: true,
        replicas: 2,
      }),
      ...deployment('shop/cart-v2', { labels: { app: 'cart', version: 'v2' } }),
      service('shop/cart', [['http', 80]], {
        type: 'NodePort',
        ports: [{ port: 80, nodePort: 30080 }],
      }),
      networking('DestinationRule', 'shop/cart', {
        host: 'cart',
        subsets: [
          { name: 'v1', labels: { version: 'v1' } },
          { name: 'v9', labels: { version: 'v9' } },
        ],
      }),
      networking('VirtualService', 'shop/web', {
        hosts: ['a.example.com'],
        gateways: ['web'],
        http: [{ route: [{ destination: { host: 'cart' } }] }],
      }),
    ]),
    { id: ['service:shop/cart'] },
  )
  assert.ok(row)
  assert.deepEqual(
    row.names.map(({ host, callers, at }) => [host, callers, at]),
    [
      ['cart', 'namespace', undefined],
      ['cart.shop', 'cluster', undefined],
      ['cart.shop.svc', 'cluster', undefined],
      ['cart.shop.svc.cluster.local', 'cluster', undefined],
      ['a.example.com', 'gateway', 'gateway:istio-system/ingress'],
    ],
  )
  assert.deepEqual(
    row.subsets.map(({ name, instances, from }) => [name, instances, from]),
    [
      ['v1', 2, 'DestinationRule/shop/cart'],
      ['v9', 0, 'DestinationRule/shop/cart'],
    ],
  )
  assert.deepEqual(
    row.workloads.map(({ id, pods, inMesh }) => [id, pods, inMesh]),
    [
      ['workload:shop/Deployment/cart-v1', 2, 'sidecar'],
      ['workload:shop/Deployment/cart-v2', 1, 'none'],
    ],
  )
  assert.deepEqual(row.waypoint, { name: 'way', from: 'Namespace/shop' })
  assert.deepEqual(row.exposed, [
    { how: 'NodePort', addresses: [], port: 30080, from: 'Service/shop/cart' },
  ])
  assert.equal(row.posture?.proxies, 'some')
})

const port = (fields: object) => ({
  at: 0,
  name: undefined,
  port: 80,
  protocol: 'TCP',
  appProtocol: undefined,
  targetPort: 80,
  nodePort: undefined,
  ...fields,
})
const protocols = [
  { name: 'http-web', expect: ['HTTP', 'name'] },
  { name: 'HTTP2', expect: ['HTTP2', 'name'] },
  { name: 'grpc-web-ui', expect: ['GRPC-Web', 'name'] },
  { name: 'grpc-a', expect: ['GRPC', 'name'] },
  { name: 'httpx', expect: ['auto', 'default'] },
  { name: 'web', expect: ['auto', 'default'] },
  { name: undefined, port: 3306, expect: ['TCP', 'port-number'] },
  { name: 'http', appProtocol: 'tcp', expect: ['TCP', 'appProtocol'] },
  { name: 'x', appProtocol: 'kubernetes.io/h2c', expect: ['HTTP2', 'appProtocol'] },
  { name: 'kubernetes.io/h2c', expect: ['auto', 'default'] },
  { name: 'http', protocol: 'UDP', expect: ['UDP', 'transport'] },
  { name: '__proto__', expect: ['auto', 'default'] },
]
for (const { expect, ...fields } of protocols) {
  test(`services: the protocol of ${JSON.stringify(fields)}`, () => {
    const { value, decidedBy } = protocolOf(port(fields))
    assert.deepEqual([value, decidedBy], expect)
  })
}
