'use client'
import type { ReactNode } from 'react'
import type { RoutesAnswer } from '#components/query/report-hooks.ts'
import { asyncStates } from '#components/ui/async-gallery.tsx'
import type { GalleryEntry } from '#components/ui/gallery.ts'
import type { GraphEdge } from '#lib/graph/graph.ts'
import type { RuleRow } from './route-tree.ts'
import { Routing } from './routing-page.tsx'

const rule = (order: number, more: Partial<RuleRow>): RuleRow => ({
  order,
  resource: 'VirtualService/shop/web',
  path: `spec.http[${order - 1}]`,
  via: ['Gateway/edge/public', 'VirtualService/shop/web'],
  action: 'route',
  destinations: [],
  facts: [],
  conflict: false,
  reachable: true,
  ...more,
})
const to = (id: string, share: number, more: object = {}) => ({
  kind: 'route' as const,
  to: id,
  written: id,
  host: id,
  share,
  path: `${id} ${share}`,
  via: [],
  ...more,
})

const tables: RoutesAnswer['tables'] = [
  {
    id: 'gateway 8080 shop.example',
    mesh: 'istio',
    owner: 'gateway:edge/public',
    followedBy: 'gateway',
    protocol: 'http',
    port: 8080,
    hosts: ['shop.example', 'www.shop.example'],
    rules: [
      rule(1, {
        when: 'path = /api, or starts with /api/',
        destinations: [
          to('service:shop/api', 72.7, { subset: 'v1', weight: 80 }),
          to('service:shop/api', 27.3, { subset: 'v2', weight: 30 }),
          to('service:shop/api', 10, { subset: 'next', kind: 'mirror' }),
        ],
        facts: [
          {
            kind: 'timeout',
            resource: 'VirtualService/shop/web',
            path: 'spec.http[0].timeout',
            says: '5s',
          },
        ],
      }),
      rule(2, { destinations: [to('service:shop/web', 100)] }),
      rule(3, {
        when: 'path starts with /old',
        reachable: false,
        shadowed: {
          because: 'Never reached: rule 2 takes everything.',
          by: { order: 2, resource: 'VirtualService/shop/web', path: 'spec.http[1]' },
        },
        destinations: [to('service:shop/old', 100)],
      }),
      rule(4, { when: 'path = /lost', conflict: true, destinations: [to('nowhere', 100)] }),
      rule(5, {
        when: 'path = /moved',
        action: 'redirect',
        facts: [
          {
            kind: 'redirect',
            resource: 'VirtualService/shop/web',
            path: 'spec.http[4].redirect',
            says: 'to https, status 301',
          },
        ],
      }),
    ],
  },
]
const edges: readonly GraphEdge[] = [
  {
    id: 'hop',
    from: 'gateway:edge/public',
    to: 'service:shop/web',
    via: [],
    verdict: 'deny',
    policies: ['AuthorizationPolicy/shop/deny-all'],
  },
]
const refused = [
  {
    group: 'networking.istio.io',
    version: 'v1',
    plural: 'virtualservices',
    namespace: 'finance',
    reason: 'not-permitted' as const,
    message: 'forbidden',
  },
]

const page = (content: ReactNode) => <div className="flex h-full flex-col">{content}</div>

export const routingGallery: readonly GalleryEntry[] = [
  {
    title: 'Routing',
    height: 480,
    wide: true,
    states: {
      ready: () => page(<Routing cluster="demo" answer={{ tables, partial: [] }} edges={edges} />),
      partial: () =>
        page(<Routing cluster="demo" answer={{ tables, partial: refused }} edges={edges} />),
      empty: () => page(<Routing cluster="demo" answer={{ tables: [], partial: [] }} edges={[]} />),
      'one host that is not there': () =>
        page(
          <Routing
            cluster="demo"
            answer={{ tables, partial: [] }}
            edges={[]}
            host="gone.example"
          />,
        ),
      ...asyncStates('routes'),
    },
  },
]
