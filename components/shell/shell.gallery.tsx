'use client'
import { type ReactNode, useId } from 'react'
import type { ClusterStatus } from '#components/query/answers.ts'
import type { GalleryEntry } from '#components/ui/gallery.ts'
import { ClusterList } from './cluster-list.tsx'
import { DraftChip } from './draft-chip.tsx'
import { FailedCluster } from './failed-cluster.tsx'
import { FindSuggestions } from './find-suggestions.tsx'
import { JumpButton } from './jump-button.tsx'
import { NamespaceList } from './namespace-list.tsx'
import { Rail } from './rail.tsx'
import { ReadOnlyBadge } from './read-only-badge.tsx'
import { ReadingCluster } from './reading-cluster.tsx'
import { StateBanner } from './state-banner.tsx'
import { StatusBar } from './status-bar.tsx'

const status: ClusterStatus = {
  revision: '48112',
  freshness: { state: 'live', since: '2026-11-22T22:00:00Z' },
  partial: [],
  name: 'staging-eu',
  source: 'kubeconfig',
  state: 'live',
  since: '2026-11-22T22:00:00Z',
  synced: 23,
  of: 23,
  readOnly: false,
  kinds: [
    {
      group: '',
      kind: 'Service',
      plural: 'services',
      version: 'v1',
      scope: 'Namespaced',
      state: 'synced',
      objects: 40,
    },
    {
      group: '',
      kind: 'Pod',
      plural: 'pods',
      version: 'v1',
      scope: 'Namespaced',
      state: 'reading',
      objects: 1140,
    },
  ],
  installations: [
    {
      mesh: 'istio',
      version: '1.26.3',
      rootNamespace: 'istio-system',
      trustDomain: 'cluster.local',
    },
  ],
}
/** Rights in one namespace only: the names of the others are for the person to give. */
const narrow: ClusterStatus = {
  ...status,
  cluster: 'staging-eu',
  namespaces: ['shop'],
  partial: [
    {
      group: '',
      version: 'v1',
      plural: 'namespaces',
      reason: 'not-permitted',
      message: 'Your account may not list namespaces.',
    },
  ],
}
const live = { state: 'live' } as const
const lost = {
  state: 'lost',
  since: 1763849645000,
  retryAt: 1763849653000,
  retry: () => undefined,
} as const
const partly: ClusterStatus = {
  ...status,
  partial: [
    {
      group: 'security.istio.io',
      version: 'v1',
      plural: 'peerauthentications',
      namespace: 'finance',
      reason: 'not-permitted',
      message: 'Your account may not list peerauthentications in finance.',
    },
  ],
}

const nothing = () => undefined
const DRAFTS = [
  { title: 'VirtualService/bookinfo/reviews', href: '/sandbox/changes/edit/x/reviews' },
  { title: 'DestinationRule/bookinfo/reviews', href: '/sandbox/changes/edit/x/rule' },
]
const MANY = Array.from({ length: 400 }, (_, i) => `team-${String(i).padStart(3, '0')}`)
const CLUSTERS = (
  [
    ['staging-eu', 'kubeconfig', 'live'],
    ['sandbox', 'sandbox', 'live'],
    ['prod-eu-1', 'kubeconfig', 'failed'],
    ['prod-eu-2', 'kubeconfig', 'stale'],
    ['prod-us-1', 'kubeconfig', 'denied'],
    ['prod-us-2', 'in-cluster', 'syncing'],
  ] as const
).map(([id, source, state]) => ({ id, name: id, source, state, current: false }))

const Popped = ({ children }: { children: ReactNode }) => (
  <div className="tint-card w-75 rounded-card bg-card p-3 text-12 leading-[18px] text-ink-2 shadow-menu">
    {children}
  </div>
)

function Suggestions() {
  return (
    <FindSuggestions
      id={useId()}
      options={[
        { text: 'mtls:', hint: 'mtls, enforced, accepted' },
        { text: 'mesh:' },
        { text: 'mesh-gateway', hint: 'name' },
      ]}
      active={1}
      onTake={() => undefined}
    />
  )
}

export const shellGallery: readonly GalleryEntry[] = [
  {
    title: 'Rail',
    states: {
      'with 2 drafts': () => (
        <div className="flex h-90">
          <Rail cluster="sandbox" drafts={2} />
        </div>
      ),
      'without drafts': () => (
        <div className="flex h-90">
          <Rail cluster="sandbox" drafts={0} />
        </div>
      ),
    },
  },
  {
    title: 'Status bar',
    states: {
      live: () => <StatusBar connection={live} status={status} revision="48112" />,
      stale: () => <StatusBar connection={lost} status={status} revision="48112" />,
      'partly denied': () => <StatusBar connection={live} status={partly} revision="48112" />,
      'namespaces not permitted': () => (
        <StatusBar connection={live} status={narrow} revision="48112" />
      ),
      connecting: () => (
        <StatusBar connection={{ state: 'connecting' }} status={undefined} revision={undefined} />
      ),
    },
  },
  {
    title: 'Top bar, right',
    states: {
      'a draft and read-only': () => (
        <div className="flex justify-end gap-2">
          <DraftChip cluster="sandbox" drafts={DRAFTS.slice(0, 1)} />
          <ReadOnlyBadge />
          <JumpButton onJump={nothing} onNear={nothing} />
        </div>
      ),
      'several drafts': () => (
        <div className="flex justify-end gap-2">
          <DraftChip cluster="sandbox" drafts={DRAFTS} />
          <JumpButton onJump={nothing} onNear={nothing} />
        </div>
      ),
    },
  },
  {
    title: 'Pickers',
    states: {
      'namespaces, two chosen': () => (
        <Popped>
          <NamespaceList
            cluster="gallery"
            namespaces={['bookinfo', 'istio-system', 'payments-and-a-very-long-name-of-it', 'shop']}
            chosen={['bookinfo', 'gone']}
            onChange={nothing}
          />
        </Popped>
      ),
      'namespaces, 400': () => (
        <Popped>
          <NamespaceList cluster="gallery" namespaces={MANY} chosen={[]} onChange={nothing} />
        </Popped>
      ),
      clusters: () => (
        <Popped>
          <ClusterList current="staging-eu" clusters={CLUSTERS.slice(0, 3)} />
        </Popped>
      ),
      'many clusters': () => (
        <Popped>
          <ClusterList current="staging-eu" clusters={CLUSTERS} />
        </Popped>
      ),
    },
  },
  {
    title: 'Find suggestions',
    states: {
      'fields and names, the second chosen': () => <Suggestions />,
    },
  },
  {
    title: 'Banner',
    states: {
      'connection lost': () => <StateBanner connection={lost} status={status} />,
      'cluster stale': () => (
        <StateBanner connection={live} status={{ ...status, state: 'stale' }} />
      ),
      'cluster stale, with the way out': () => (
        <StateBanner
          connection={live}
          status={{
            ...status,
            cluster: 'staging-eu',
            state: 'stale',
            message: 'https://10.0.4.1:6443: connection refused',
            fix: 'Check that the API server runs and that the kubeconfig points to it.',
          }}
        />
      ),
      'live, with a kubeconfig that broke': () => (
        <StateBanner
          connection={live}
          status={{
            ...status,
            message:
              '/home/ada/.kube/config: line 12 is no YAML. The connection of before goes on.',
            fix: 'Correct /home/ada/.kube/config; "kubectl config view" shows what kubectl makes of it.',
          }}
        />
      ),
      'certificate not checked': () => (
        <StateBanner
          connection={live}
          status={{ ...status, server: 'https://10.0.4.1:6443', insecure: true }}
        />
      ),
      'manifests not read': () => (
        <StateBanner
          connection={live}
          status={{
            ...status,
            documents: 41,
            unreadable: [
              { file: 'bookinfo.yaml', document: 3, line: 88, message: 'indentation is wrong' },
              { file: 'bookinfo.yaml', document: 7, line: 190, message: 'kind is missing' },
              {
                file: 'gateway.yaml',
                document: 0,
                line: 1,
                message: 'spec.selector: Required value',
              },
            ],
          }}
        />
      ),
    },
  },
  {
    title: 'Cluster',
    states: {
      reading: () => <ReadingCluster status={{ ...status, synced: 14 }} />,
      failed: () => (
        <FailedCluster
          status={{
            name: 'staging-eu',
            state: 'failed',
            message: 'certificate signed by unknown authority.',
            fix: 'Check certificate-authority-data in the kubeconfig.',
          }}
          clusters={[]}
        />
      ),
      'failed, with a sandbox': () => (
        <FailedCluster
          status={{ name: 'staging-eu', state: 'failed', message: 'connection refused.' }}
          clusters={[
            { id: 'sandbox', name: 'sandbox', source: 'sandbox', current: false, state: 'live' },
          ]}
        />
      ),
      denied: () => (
        <FailedCluster
          status={{
            name: 'prod',
            state: 'denied',
            message: 'You may not list services in any namespace.',
          }}
          clusters={[]}
        />
      ),
      'denied, with namespaces to name': () => (
        <FailedCluster
          status={{ ...narrow, state: 'denied', message: 'You may not list services.' }}
          clusters={[]}
        />
      ),
    },
  },
]
