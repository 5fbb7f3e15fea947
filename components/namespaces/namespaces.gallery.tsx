'use client'
import type { ReactNode } from 'react'
import type { WorkloadsAnswer } from '#components/query/report-hooks.ts'
import { asyncStates } from '#components/ui/async-gallery.tsx'
import type { GalleryEntry } from '#components/ui/gallery.ts'
import { someFindings } from '#lib/fixtures/findings.ts'
import { Namespaces } from './namespaces-page.tsx'

type Workload = WorkloadsAnswer['workloads'][number]
const workload = (namespace: string, inMesh: Workload['inMesh'], agrees: boolean): Workload => ({
  id: `workload:${namespace}/Deployment/${inMesh}`,
  resource: `Deployment/${namespace}/${inMesh}`,
  kind: 'Deployment',
  namespace,
  name: inMesh,
  owner: { resource: `Deployment/${namespace}/${inMesh}`, read: true },
  pods: [],
  inMesh,
  memberships: [{ inMesh, pods: 1, asked: 'asked', agrees, evidence: '' }],
  bypasses: [],
  services: [],
  inbound: [],
  identity: { serviceAccount: 'default', trustDomain: 'cluster.local' },
  policies: [],
})
const named = (name: string, labels: Record<string, string> = {}) => ({
  metadata: { name, labels },
})
const sums = {
  strict: 0,
  permissive: 0,
  disabled: 0,
  unknown: 0,
  plaintextHops: 0,
  conflictHops: 0,
}
const page = (content: ReactNode) => <div className="flex h-full flex-col">{content}</div>
const sources = {
  namespaces: [
    named('default', { 'istio-injection': 'enabled' }),
    named('shop', { 'istio.io/rev': 'canary' }),
    named('data', { 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'waypoint' }),
    named('legacy', { 'istio-injection': 'disabled' }),
    named('kube-system'),
  ],
  workloads: [
    workload('default', 'sidecar', true),
    workload('shop', 'sidecar', true),
    workload('shop', 'none', false),
    workload('data', 'ambient', true),
    workload('hidden', 'unknown', true),
  ],
  services: [],
  summary: [
    { ...sums, scope: 'shop', strict: 4, permissive: 2, plaintextHops: 1, conflictHops: 1 },
    { ...sums, scope: 'data', disabled: 1, unknown: 1 },
  ],
  findings: someFindings(),
}

export const namespacesGallery: readonly GalleryEntry[] = [
  {
    title: 'Namespaces',
    height: 320,
    wide: true,
    states: {
      ready: () => page(<Namespaces cluster="demo" partial={[]} {...sources} />),
      partial: () =>
        page(
          <Namespaces
            cluster="demo"
            {...sources}
            namespaces={[]}
            partial={[
              {
                group: '',
                version: 'v1',
                plural: 'namespaces',
                reason: 'not-permitted',
                message: 'forbidden',
              },
            ]}
          />,
        ),
      ...asyncStates('namespaces'),
      empty: () =>
        page(
          <Namespaces
            cluster="demo"
            partial={[]}
            namespaces={[]}
            workloads={[]}
            services={[]}
            summary={[]}
            findings={[]}
          />,
        ),
    },
  },
]
