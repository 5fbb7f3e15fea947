'use client'
import type { ReactNode } from 'react'
import type { WatchedKind } from '#components/query/answers.ts'
import type { Reference } from '#components/query/object-hooks.ts'
import { asyncStates } from '#components/ui/async-gallery.tsx'
import type { GalleryEntry } from '#components/ui/gallery.ts'
import { DecidedParts } from './decided-list.tsx'
import { DeniedKind } from './denied-kind.tsx'
import { DiffText } from './diff-text.tsx'
import { InForceFacts } from './in-force.tsx'
import { Conditions, Events } from './object-events.tsx'
import { ChangeLines } from './object-history.tsx'
import { ObjectList } from './object-list.tsx'
import { PartlyRead } from './partly-read.tsx'
import { PrintedNotice } from './printed-notice.tsx'
import { ReferenceLists } from './reference-lists.tsx'
import { Kinds } from './resources-page.tsx'
import { YamlText } from './yaml-text.tsx'

const NOW = Date.parse('2026-11-23T12:00:00Z')
const address = { group: 'networking.istio.io', version: 'v1', plural: 'virtualservices' }
const kind = (name: string, plural: string, state: string, objects: number): WatchedKind => ({
  group: plural === 'pods' ? '' : 'networking.istio.io',
  kind: name,
  plural,
  version: 'v1',
  scope: 'Namespaced',
  state,
  objects,
})
const refused: WatchedKind = {
  ...kind('VirtualService', 'virtualservices', 'not-permitted', 0),
  message: 'virtualservices.networking.istio.io is forbidden: User "ada" cannot list resource',
}
const kinds = [
  kind('VirtualService', 'virtualservices', 'synced', 12),
  kind('Gateway', 'gateways', 'not-permitted', 0),
  kind('Sidecar', 'sidecars', 'syncing', 3),
  kind('EnvoyFilter', 'envoyfilters', 'failed', 0),
  kind('ProxyConfig', 'proxyconfigs', 'not-served', 0),
  kind('Pod', 'pods', 'synced', 11_400),
]
type List = Parameters<typeof ObjectList>[0]['answer']
const answer: List = {
  kind: 'VirtualService',
  scope: 'Namespaced',
  columns: [{ name: 'Gateways' }, { name: 'Hosts' }],
  rows: [
    { namespace: 'shop', name: 'cart', created: '2026-11-20T12:00:00Z', cells: ['', 'cart'] },
    {
      namespace: 'shop',
      name: 'front',
      created: '2026-11-23T11:00:00Z',
      cells: ['edge/front', 'shop.example.com, www.shop.example.com'],
    },
  ],
}
const pods: List = {
  ...answer,
  columns: [{ name: 'Ready' }, { name: 'Status' }, { name: 'Restarts', numeric: true }],
  rows: [{ namespace: 'shop', name: 'cart-1', cells: ['1/2', null, null] }],
}
const list = (given: List, printing: 'running' | 'done' = 'done') => (
  <ObjectList
    cluster="demo"
    address={address}
    answer={given}
    findings={new Map([['VirtualService/shop/cart', { error: 1, warning: 2, info: 0 }]])}
    facts={new Map()}
    printing={printing}
  />
)
const reference = (name: string, path: string, state: Reference['state']): Reference => ({
  path,
  group: '',
  kind: 'Service',
  version: 'v1',
  plural: 'services',
  namespace: 'shop',
  name,
  state,
})
const inColumn = (content: ReactNode) => <div className="flex h-full flex-col">{content}</div>
const trouble = (status: number) => ({
  title: status === 403 ? 'You may not get virtualservices in shop' : 'The cluster does not answer',
  detail: 'Kubernetes says: forbidden',
  status,
})

const change = (id: string, state: 'applied' | 'failed' | 'partly-applied', summary: string) => ({
  id,
  at: '2026-11-23T11:58:30Z',
  who: 'ada',
  groups: [],
  state,
  resources: ['VirtualService/shop/cart'],
  verdict: 'ok' as const,
  summary,
})
const changes = [
  change('2', 'applied', 'Replace VirtualService shop/cart'),
  change('1', 'failed', 'Create VirtualService shop/cart'),
]
const DIFF = <DiffText diff={'@@ -1 +1 @@\n spec:\n-  weight: 80\n+  weight: 60\n'} />

export const resourcesGallery: readonly GalleryEntry[] = [
  {
    title: 'Kinds',
    height: 320,
    wide: true,
    states: { ready: () => inColumn(<Kinds cluster="demo" kinds={kinds} />) },
  },
  {
    title: 'Object list',
    height: 300,
    wide: true,
    states: {
      ready: () => inColumn(list(answer)),
      empty: () => inColumn(list({ ...answer, rows: [] })),
      'partly readable': () =>
        inColumn(
          <>
            <PartlyRead kind={{ ...refused, objects: 2 }} />
            {list(answer)}
          </>,
        ),
      denied: () => inColumn(<DeniedKind kind={refused} namespaces={['shop']} />),
      'lines not printed': () =>
        inColumn(
          <>
            <PrintedNotice
              printed={{ state: 'failed', trouble: trouble(502), retry: () => undefined }}
            />
            {list(pods)}
          </>,
        ),
      'lines being printed': () => inColumn(list(pods, 'running')),
      'too many lines': () =>
        inColumn(
          <>
            <PrintedNotice
              printed={{
                state: 'ready',
                data: { at: '', columns: [], rows: [], refused: [], isCut: true },
              }}
            />
            {list(answer)}
          </>,
        ),
      ...asyncStates('virtualservices'),
    },
  },
  {
    title: 'Object parts',
    states: {
      references: () => (
        <ReferenceLists
          cluster="demo"
          references={{
            owners: [reference('cart', 'metadata.ownerReferences[0]', 'present')],
            uses: [
              reference('cart', 'spec.hosts[0]', 'present'),
              reference('cart', 'spec.http[0].route[0].destination.host', 'present'),
              reference('gone', 'spec.http[0].route[1].destination.host', 'missing'),
              reference('hidden', 'spec.http[0].mirror.host', 'unknown'),
            ],
            usedBy: [],
          }}
        />
      ),
      conditions: () => (
        <Conditions
          of={[
            { type: 'Programmed', status: 'True', reason: 'Programmed', message: '', since: '' },
            {
              type: 'ResolvedRefs',
              status: 'False',
              reason: 'RefNotPermitted',
              message: 'certificateRef shop/cert not accessible',
              since: '',
              of: 'listener https',
            },
            { type: 'Accepted', status: 'Unknown', reason: '', message: '', since: '' },
          ]}
        />
      ),
      events: () => (
        <Events
          now={NOW}
          of={[
            {
              type: 'Warning',
              reason: 'Unhealthy',
              message: 'Readiness probe failed',
              count: 4,
              last: '2026-11-23T11:58:30Z',
              from: 'kubelet',
            },
          ]}
        />
      ),
      history: () => <ChangeLines cluster="demo" list={changes} detail={() => DIFF} />,
      'no history': () => <ChangeLines cluster="demo" list={[]} detail={() => null} />,
      'what its proxy is told': () => (
        <InForceFacts
          facts={{
            sidecar: { resource: 'Sidecar/shop/default', because: 'It covers the namespace shop.' },
            outbound: { mode: 'REGISTRY_ONLY', decidedBy: 'Sidecar/shop/default' },
            hosts: 3,
            routes: [{ resource: 'VirtualService/shop/cart', hosts: ['cart'] }],
            routesInAll: 1,
            destinationRules: [
              {
                host: 'cart.shop.svc.cluster.local',
                resources: ['DestinationRule/shop/cart'],
                subsets: ['v1', 'v2'],
                because: 'It stands in the client’s namespace.',
                settings: [
                  {
                    name: 'TLS',
                    value: 'ISTIO_MUTUAL',
                    from: 'DestinationRule/shop/cart',
                    path: 'spec.trafficPolicy.tls',
                  },
                ],
              },
            ],
            ruledHosts: 1,
            servers: [],
            droppedServers: [],
          }}
        />
      ),
      'what it decides': () => (
        <DecidedParts
          cluster="demo"
          address={{ ...address, namespace: 'shop', name: 'cart' }}
          parts={[
            {
              title: 'Rules that it states',
              lines: [
                { key: 'a', words: 'cart at shop/cart, rule 1: any request', path: 'spec.http[0]' },
                {
                  key: 'b',
                  words: 'cart at shop/cart, rule 2: path /x',
                  because: 'Rule 1 takes everything.',
                  isVain: true,
                },
              ],
            },
          ]}
        />
      ),
      'it decides nothing': () => (
        <DecidedParts
          cluster="demo"
          address={{ ...address, namespace: 'shop', name: 'cart' }}
          parts={[]}
        />
      ),
      'text with a marked line': () => (
        <YamlText
          label="Text of Service cart"
          mark={{ line: 2, endLine: 2 }}
          text={'apiVersion: v1\nkind: Service\n'}
        />
      ),
      text: () => (
        <YamlText
          label="Text of VirtualService cart"
          text={'apiVersion: v1\nkind: Service\nspec:\n  ports:\n  - port: 80\n    name: "http"\n'}
        />
      ),
    },
  },
]
