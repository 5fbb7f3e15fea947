'use client'
import type { ReactNode } from 'react'
import { asyncStates } from '#components/ui/async-gallery.tsx'
import type { GalleryEntry } from '#components/ui/gallery.ts'
import type { ControlPlane, Webhook, WebhooksUnread, Workload } from './control-plane.ts'
import { ControlPlaneSection } from './control-plane-section.tsx'
import { ControlPlanes } from './control-planes-page.tsx'
import { MeshConfig } from './mesh-config-table.tsx'

const plane: ControlPlane = {
  mesh: 'istio',
  id: 'istio:istio-system/canary',
  namespace: 'istio-system',
  revision: 'canary',
  version: '1.28.1',
  rootNamespace: 'istio-system',
  trustDomain: 'cluster.local',
  settings: [
    { name: 'enableAutoMtls', value: true, from: 'default' },
    { name: 'rootNamespace', value: 'istio-system', from: 'default' },
    { name: 'outboundTrafficPolicy.mode', value: 'ALLOW_ANY', from: 'default' },
    { name: 'discoverySelectors', value: [], from: 'default' },
    {
      name: 'PILOT_SCOPE_GATEWAY_TO_NAMESPACE',
      value: 'true',
      from: 'Deployment/istio-system/istiod-canary',
    },
  ],
}
const member = (pods: number, proxyVersion: string | undefined) => ({
  inMesh: 'sidecar' as const,
  pods,
  asked: 'asked' as const,
  evidence: '',
  revision: 'canary',
  ...(proxyVersion ? { proxyVersion } : {}),
})
const workload = (namespace: string, name: string, more: Partial<Workload>): Workload => ({
  id: `workload:${namespace}/Deployment/${name}`,
  resource: `Deployment/${namespace}/${name}`,
  kind: 'Deployment',
  namespace,
  name,
  owner: { resource: `Deployment/${namespace}/${name}`, read: true },
  pods: [{ name: `${name}-1`, ready: '1/1', phase: 'Running' }],
  inMesh: 'none',
  memberships: [],
  bypasses: [],
  services: [],
  inbound: [],
  identity: { serviceAccount: name, trustDomain: 'cluster.local' },
  policies: [],
  ...more,
})
const workloads = [
  workload('istio-system', 'istiod-canary', {}),
  workload('shop', 'web', {
    mesh: 'istio',
    inMesh: 'sidecar',
    memberships: [member(6, '1.28.1'), member(2, '1.26.4'), member(1, '1.27.0')],
  }),
  workload('shop', 'api', {
    mesh: 'istio',
    inMesh: 'sidecar',
    memberships: [member(1, '1.29.0'), member(1, undefined), member(3, '1.28.0')],
  }),
]
const webhooks: readonly Webhook[] = [
  {
    key: 'a',
    object: 'istio-sidecar-injector-canary',
    name: 'rev.namespace.sidecar-injector.istio.io',
    service: 'istio-system/istiod-canary',
    revision: 'canary',
    tag: undefined,
    failurePolicy: 'Fail',
    selects: 'namespace istio.io/rev In canary, pod sidecar.istio.io/inject NotIn false',
  },
  {
    key: 'b',
    object: 'istio-revision-tag-prod',
    name: 'rev.namespace.sidecar-injector.istio.io',
    service: 'istio-system/istiod-canary',
    revision: 'canary',
    tag: 'prod',
    failurePolicy: 'Ignore',
    selects: '',
  },
]
const part = (name: string, role: string, ready: number) => ({
  name,
  role,
  resource: `Deployment/istio-system/${name}`,
  version: '1.4.10',
  pods: 1,
  ready,
})
const SPLIT: ControlPlane['components'] = [
  part('istio-pilot', 'pilot', 1),
  part('istio-galley', 'galley', 0),
  part('istio-citadel', 'citadel', 1),
]
const section = (
  of: readonly Webhook[] | WebhooksUnread,
  components?: ControlPlane['components'],
) => (
  <ControlPlaneSection
    plane={{ ...plane, ...(components ? { components } : {}) }}
    planes={[plane]}
    workloads={workloads}
    webhooks={of}
    tags={new Map([['prod', 'canary']])}
    config={
      <MeshConfig
        plane={plane}
        from="ConfigMap istio-system/istio-canary"
        settings={[
          { path: 'accessLogFile', value: '/dev/stdout' },
          { path: 'trustDomain', value: 'cluster.local' },
        ]}
      />
    }
  />
)
const page = (content: ReactNode) => <div className="flex h-full flex-col">{content}</div>

export const controlPlanesGallery: readonly GalleryEntry[] = [
  {
    title: 'Control planes',
    wide: true,
    states: {
      ready: () => <div className="bg-surface">{section(webhooks)}</div>,
    },
  },
  {
    title: 'Control planes, less to see',
    wide: true,
    states: {
      ...asyncStates('control planes'),
      'of the split control plane': () => (
        <div className="bg-surface">{section(webhooks, SPLIT)}</div>
      ),
      'webhooks not permitted': () => <div className="bg-surface">{section('not-permitted')}</div>,
      'no webhook': () => <div className="bg-surface">{section([])}</div>,
      'no control plane': () =>
        page(
          <ControlPlanes cluster="demo" status={{ partial: [] }} workloads={[]} webhooks={[]} />,
        ),
    },
  },
]
