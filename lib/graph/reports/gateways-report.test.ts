import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  controlPlane,
  deployment,
  gateway,
  httpServer,
  ingressGateway,
  service,
} from '#lib/fixtures/istio-objects.ts'
import { gatewaysReport } from './gateways-report.ts'
import { modelOf } from './reports.fixture.ts'

const https = (credentialName: string, hosts: readonly string[], more = {}) => ({
  port: { number: 443, name: 'https', protocol: 'HTTPS' },
  hosts,
  tls: { mode: 'SIMPLE', credentialName, minProtocolVersion: 'TLSV1_2', ...more },
})

test('gateways: listeners with certificate, version, exposure and who opened them', () => {
  const { gateways } = gatewaysReport(
    modelOf([
      ...controlPlane(),
      ...ingressGateway(),
      gateway('shop/web', [https('cart-cert', ['a.example.com'])]),
    ]),
  )
  const [row] = gateways
  assert.equal(row?.id, 'gateway:istio-system/ingress')
  assert.deepEqual(row.selectedBy, ['Gateway/shop/web'])
  assert.deepEqual(row.listeners, [
    {
      port: 443,
      protocol: 'HTTPS',
      hosts: ['a.example.com'],
      tls: 'SIMPLE',
      minimumVersion: 'TLSV1_2',
      credential: { name: 'cart-cert', namespace: 'istio-system', state: 'not-verified' },
      files: [],
      from: 'Gateway/shop/web',
      path: 'spec.servers[0]',
      exposed: true,
      exposure: [
        { how: 'LoadBalancer', addresses: [], port: 443, from: 'Service/istio-system/ingress' },
      ],
      redirectsToHttps: false,
    },
  ])
})

test('gateways: a contested listener says why and with whom', () => {
  const { gateways } = gatewaysReport(
    modelOf([
      ...controlPlane(),
      ...ingressGateway(),
      gateway('shop/first', [https('a', ['a.example.com'])]),
      gateway('shop/second', [https('b', ['b.example.com', 'a.example.com'])]),
    ]),
  )
  const contested = gateways[0]?.listeners.filter((l) => l.conflict) ?? []
  assert.deepEqual(
    contested.map(({ from, conflict }) => [from, conflict?.with]),
    [['Gateway/shop/second', ['Gateway/shop/first']]],
  )
  assert.ok(contested[0]?.conflict?.because)
})

test('gateways: what selects nothing, and what nothing selects', () => {
  const { withoutPods, withoutListeners } = gatewaysReport(
    modelOf([
      ...controlPlane(),
      ...ingressGateway(),
      gateway('shop/lost', [httpServer()], { istio: 'egressgateway' }),
    ]),
  )
  assert.deepEqual(
    withoutPods.map(({ resource, selector, state }) => [resource, { ...selector }, state]),
    [['Gateway/shop/lost', { istio: 'egressgateway' }, 'nothing']],
  )
  assert.deepEqual(
    withoutListeners.map(({ id }) => id),
    ['gateway:istio-system/ingress'],
  )
})

test('gateways: ports on the node are ways in too', () => {
  const pods = deployment('edge/proxy', {
    labels: { istio: 'ingressgateway' },
    containers: [
      {
        name: 'istio-proxy',
        image: 'istio/proxyv2:1.26.3',
        args: ['proxy', 'router'],
        ports: [{ containerPort: 8080, hostPort: 80 }],
      },
    ],
  })
  const { gateways } = gatewaysReport(
    modelOf([
      ...controlPlane(),
      ...pods,
      service('edge/proxy', [['http', 80, 8080]], { selector: { istio: 'ingressgateway' } }),
      gateway('edge/web', [httpServer(80)]),
    ]),
  )
  assert.deepEqual(gateways[0]?.listeners[0]?.exposure, [
    { how: 'host-port', addresses: [], port: 80, from: 'Deployment/edge/proxy' },
  ])
})
