import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kindId } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { columnsOf } from './columns.ts'
import { ALL_KINDS } from './index.ts'

const object = (rest: Readonly<Record<string, unknown>>): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Any',
  metadata: { name: 'a' },
  ...rest,
})

const rows = [
  {
    kind: 'core/services',
    rest: {
      spec: {
        type: 'LoadBalancer',
        clusterIP: '10.0.0.1',
        ports: [
          { port: 80, nodePort: 30080 },
          { port: 53, protocol: 'UDP' },
        ],
        selector: { app: 'web' },
      },
      status: { loadBalancer: { ingress: [{ hostname: 'lb.example' }] } },
    },
    cells: ['LoadBalancer', '10.0.0.1', 'lb.example', '80:30080/TCP,53/UDP', 'app=web'],
  },
  {
    kind: 'core/pods',
    rest: {
      spec: { containers: [{}, {}], nodeName: 'n1' },
      status: { phase: 'Running', containerStatuses: [{ ready: true }, { ready: false }] },
    },
    // Status, restarts and gates are told by the API server alone.
    cells: ['1/2', undefined, undefined, '<none>', 'n1', undefined, undefined],
  },
  {
    kind: 'core/pods',
    rest: {
      spec: {
        containers: [{ name: 'app' }],
        initContainers: [{ name: 'proxy', restartPolicy: 'Always' }, { name: 'init' }],
      },
      status: {
        containerStatuses: [{ name: 'app', ready: true }],
        initContainerStatuses: [
          { name: 'proxy', ready: true, started: true },
          { name: 'init', ready: true },
        ],
      },
    },
    cells: ['2/2', undefined, undefined, '<none>', '<none>', undefined, undefined],
  },
  {
    kind: 'core/nodes',
    rest: {
      metadata: { name: 'a', labels: { 'node-role.kubernetes.io/control-plane': '' } },
      status: { addresses: [{ type: 'InternalIP', address: '10.0.0.1' }] },
    },
    cells: [
      undefined,
      'control-plane',
      undefined,
      '10.0.0.1',
      '<none>',
      undefined,
      undefined,
      undefined,
    ],
  },
  {
    kind: 'networking.istio.io/virtualservices',
    rest: { spec: { hosts: ['a', 'b', 7], gateways: null } },
    cells: ['', 'a, b'],
  },
  {
    kind: 'gateway.networking.k8s.io/gateways',
    rest: {
      spec: { gatewayClassName: 'istio' },
      status: { conditions: [{ type: 'Programmed', status: 'True' }] },
    },
    cells: ['istio', '', 'True'],
  },
  {
    kind: 'networking.k8s.io/ingresses',
    rest: { spec: { rules: [{ host: 'x.example' }, {}], tls: [{}] } },
    cells: ['<none>', 'x.example', '', '80, 443'],
  },
]
for (const { kind, rest, cells } of rows)
  test(`${kind} prints ${cells.join(' | ')}`, () =>
    assert.deepEqual(
      columnsOf(kind).map((column) => column.cell(object(rest))),
      cells,
    ))

const SHAPES: readonly unknown[] = [null, 7, 'text', [], [null], {}, { spec: [] }]
for (const kind of ALL_KINDS)
  test(`${kindId(kind)} has columns for whatever the fields hold`, () => {
    for (const shape of SHAPES)
      for (const { cell } of columnsOf(kindId(kind))) {
        const value = cell(object({ spec: shape, status: shape, webhooks: shape, ports: shape }))
        assert.match(typeof value, /^(string|number|undefined)$/)
      }
  })
