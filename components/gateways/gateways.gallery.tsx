'use client'
import type { ReactNode } from 'react'
import { asyncStates } from '#components/ui/async-gallery.tsx'
import type { GalleryEntry } from '#components/ui/gallery.ts'
import type { GatewayRow, Listener } from './gateway-lines.ts'
import { Gateways } from './gateways-page.tsx'

const listener = (port: number, more: Partial<Listener> = {}): Listener => ({
  port,
  protocol: 'HTTPS',
  hosts: ['shop.example'],
  tls: 'SIMPLE',
  files: [],
  from: 'Gateway/shop/public',
  path: 'spec.servers[0]',
  exposed: true,
  exposure: [
    { how: 'LoadBalancer', addresses: ['203.0.113.10'], port, from: 'Service/edge/public' },
  ],
  redirectsToHttps: false,
  ...more,
})
const secret = (name: string, state: 'present' | 'missing' | 'not-verified') => ({
  credential: { name, namespace: 'edge', state },
})
const gateway = (name: string, listeners: readonly Listener[]): GatewayRow => ({
  id: `gateway:edge/${name}`,
  mesh: 'istio',
  resource: `Deployment/edge/${name}`,
  namespace: 'edge',
  name,
  pods: [
    { name: 'a', ready: '1/1', phase: 'Running' },
    { name: 'b', ready: '0/1', phase: 'Pending' },
  ],
  services: [{ resource: `Service/edge/${name}`, type: 'LoadBalancer' }],
  addresses: ['203.0.113.10'],
  selectedBy: ['Gateway/shop/public'],
  listeners,
  filters: ['EnvoyFilter/edge/divert'],
  badges: ['client address hidden (Cluster)'],
})
const gateways = [
  gateway('public', [
    listener(80, {
      protocol: 'HTTP',
      redirectsToHttps: true,
      hosts: ['*'],
      exposure: [{ how: 'NodePort', addresses: [], port: 31380, from: 'Service/edge/public' }],
      ...{ tls: undefined },
    } as Partial<Listener>),
    listener(443, { ...secret('shop-cert', 'present'), minimumVersion: 'TLSV1_2' }),
    listener(8443, secret('gone', 'missing')),
    listener(8444, secret('hidden', 'not-verified')),
    listener(9443, { files: ['/etc/certs/tls.crt'], exposed: false, exposure: [] }),
    listener(15443, {
      tls: 'AUTO_PASSTHROUGH',
      conflict: {
        because: 'Another Gateway holds this port with the same host.',
        with: ['Gateway/old/public'],
      },
    }),
  ]),
  gateway('idle', []),
]
const page = (content: ReactNode) => <div className="flex h-full flex-col">{content}</div>

export const gatewaysGallery: readonly GalleryEntry[] = [
  {
    title: 'Gateways',
    height: 480,
    wide: true,
    states: {
      ready: () =>
        page(
          <Gateways
            cluster="demo"
            answer={{
              gateways,
              partial: [],
              withoutPods: [
                {
                  resource: 'Gateway/shop/partner',
                  selector: { istio: 'partner' },
                  state: 'nothing',
                  because: 'No pod has these labels.',
                },
              ],
              withoutListeners: [
                {
                  id: 'gateway:edge/idle',
                  resource: 'Deployment/edge/idle',
                  because: 'No Gateway selects these pods, so they listen for nothing.',
                },
              ],
            }}
          />,
        ),
      partial: () =>
        page(
          <Gateways
            cluster="demo"
            answer={{
              gateways,
              withoutPods: [],
              withoutListeners: [],
              partial: [
                {
                  group: 'networking.istio.io',
                  version: 'v1',
                  plural: 'gateways',
                  namespace: 'finance',
                  reason: 'not-permitted',
                  message: 'gateways.networking.istio.io is forbidden',
                },
              ],
            }}
          />,
        ),
      ...asyncStates('gateways'),
      empty: () =>
        page(
          <Gateways
            cluster="demo"
            answer={{ gateways: [], withoutPods: [], withoutListeners: [], partial: [] }}
          />,
        ),
    },
  },
]
