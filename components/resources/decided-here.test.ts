import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decidedBy, type Reports } from './decided-here.ts'

const reports = {
  edges: [
    {
      id: 'e1',
      from: 'service:shop/a',
      to: 'service:shop/b',
      port: 80,
      via: ['VirtualService/shop/b'],
    },
    {
      id: 'e2',
      from: 'service:shop/a',
      to: 'service:shop/c',
      via: [],
      verdict: 'deny',
      policies: ['AuthorizationPolicy/shop/none'],
      mtls: { state: 'mtls', because: 'STRICT.', decidedBy: ['PeerAuthentication/shop/default'] },
    },
  ],
  workloads: [
    {
      id: 'workload:shop/Deployment/c',
      namespace: 'shop',
      name: 'c',
      inbound: [
        {
          port: 80,
          mode: 'STRICT',
          decidedBy: ['PeerAuthentication/shop/default'],
          because: 'It sets STRICT.',
        },
        { port: 81, mode: 'PERMISSIVE', decidedBy: ['default'], because: '' },
      ],
      policies: [{ resource: 'PeerAuthentication/shop/default', because: 'It covers shop.' }],
    },
  ],
  tables: [
    {
      id: 't',
      owner: 'gateway:shop/front',
      hosts: ['b'],
      rules: [
        {
          order: 1,
          resource: 'VirtualService/shop/b',
          path: 'spec.http[0]',
          via: ['VirtualService/shop/b'],
          reachable: true,
        },
        {
          order: 2,
          resource: 'VirtualService/shop/b',
          path: 'spec.http[1]',
          via: ['VirtualService/shop/b'],
          when: 'path /x',
          reachable: false,
          shadowed: { because: 'Rule 1 takes everything.' },
        },
      ],
    },
  ],
  gateways: {
    gateways: [],
    withoutPods: [
      {
        resource: 'Gateway/shop/idle',
        because: 'No pod has app=x.',
        selector: {},
        state: 'nothing',
      },
    ],
  },
} as unknown as Reports

const rows = [
  {
    ref: 'VirtualService/shop/b',
    says: [
      'Rules that it states: b at shop/front, rule 1: any request',
      'Rules that it states: b at shop/front, rule 2: path /x (not in force: Rule 1 takes everything.)',
      'Hops that it has a say in: shop/a → shop/b:80: states it',
    ],
  },
  {
    ref: 'PeerAuthentication/shop/default',
    says: [
      'Ports whose mTLS it decides: shop/c port 80: STRICT',
      'Workloads that it reaches: shop/c',
      'Hops that it has a say in: shop/a → shop/c: decides its mTLS: mtls',
    ],
  },
  {
    ref: 'AuthorizationPolicy/shop/none',
    says: ['Hops that it has a say in: shop/a → shop/c: decides access: deny'],
  },
  {
    ref: 'Gateway/shop/idle',
    says: ['Listeners that it opens: No pod listens for it. (not in force: No pod has app=x.)'],
  },
  { ref: 'Sidecar/shop/nothing', says: [] },
]
for (const { ref, says } of rows)
  test(`${ref} decides ${says.length} things`, () => {
    const found = decidedBy(ref, reports).flatMap(({ title, lines }) =>
      lines.map(
        ({ words, isVain, because }) =>
          `${title}: ${words}${isVain ? ` (not in force: ${because})` : ''}`,
      ),
    )
    assert.deepEqual(found, says)
  })
