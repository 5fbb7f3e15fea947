'use client'
import type { ReactNode } from 'react'
import type { WatchedKind } from '#components/query/answers.ts'
import type { Reference } from '#components/query/object-hooks.ts'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import type { GalleryEntry } from '#components/ui/gallery.ts'
import { DeniedKind, PartlyRead } from './denied-kind.tsx'
import { Conditions, Events } from './object-events.tsx'
import { ObjectList } from './object-list.tsx'
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
const answer = {
  kind: 'VirtualService',
  scope: 'Namespaced' as const,
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
const list = (given: typeof answer) => (
  <ObjectList
    cluster="demo"
    address={address}
    answer={given}
    findings={new Map([['VirtualService/shop/cart', { error: 1, warning: 2, info: 0 }]])}
    facts={new Map()}
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
      loading: () => (
        <AsyncPanel value={{ state: 'loading' }} label="virtualservices">
          {() => null}
        </AsyncPanel>
      ),
      failed: () => (
        <AsyncPanel value={{ state: 'failed', trouble: trouble(502) }} label="virtualservices">
          {() => null}
        </AsyncPanel>
      ),
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
      text: () => (
        <YamlText
          label="Text of VirtualService cart"
          text={'apiVersion: v1\nkind: Service\nspec:\n  ports:\n  - port: 80\n    name: "http"\n'}
        />
      ),
    },
  },
]
