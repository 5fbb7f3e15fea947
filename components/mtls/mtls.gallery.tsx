'use client'
import { asyncStates } from '#components/ui/async-gallery.tsx'
import type { GalleryEntry } from '#components/ui/gallery.ts'
import { somePorts } from '#lib/fixtures/findings.ts'
import { Posture } from './mtls-page.tsx'
import { Outcome } from './what-if.tsx'

/** More rows than are held in a page at once. */
function manyPorts() {
  const few = somePorts()
  return {
    ...few,
    rows: Array.from({ length: 300 }, (_, i) =>
      few.rows.map((row) => ({ ...row, workload: `${row.workload}-${i}` })),
    ).flat(),
  }
}
const edge = (state: 'mtls' | 'conflict') => ({
  id: 'e',
  from: 'client:outside',
  to: 'service:shop/cart',
  via: [],
  mtls: {
    state,
    because: 'Clients outside have no certificate of the mesh.',
    decidedBy: ['PeerAuthentication/shop/default'],
  },
})
const outcome = (fails: boolean, isNew: boolean) => (
  <Outcome
    cluster="demo"
    version="v1"
    readOnly={false}
    edit={{ text: '{}', ref: 'PeerAuthentication/shop/default', isNew }}
    plan={{
      findings: { added: [], kept: [], removed: [] },
      effects: fails
        ? [
            {
              kind: 'mtls',
              summary: 'Service/shop/cart accepts: PERMISSIVE becomes STRICT.',
              affected: [],
            },
          ]
        : [],
      graph: {
        nodes: { added: [], removed: [], changed: [] },
        edges: {
          added: [],
          removed: [],
          changed: fails ? [{ id: 'e', before: edge('mtls'), after: edge('conflict') }] : [],
        },
      },
    }}
  />
)

export const mtlsGallery: readonly GalleryEntry[] = [
  {
    title: 'mTLS',
    height: 460,
    wide: true,
    states: {
      ready: () => (
        <div className="flex h-full flex-col">
          <Posture cluster="demo" report={somePorts()} />
        </div>
      ),
      'partly readable': () => (
        <div className="flex h-full flex-col">
          <Posture
            cluster="demo"
            report={{
              ...somePorts(),
              partial: [
                {
                  group: 'security.istio.io',
                  version: 'v1',
                  plural: 'peerauthentications',
                  namespace: 'finance',
                  reason: 'not-permitted',
                  message: 'peerauthentications.security.istio.io is forbidden',
                },
              ],
            }}
          />
        </div>
      ),
      'very many': () => (
        <div className="flex h-full flex-col">
          <Posture cluster="demo" report={manyPorts()} />
        </div>
      ),
      ...asyncStates('mTLS'),
      empty: () => (
        <div className="flex h-full flex-col">
          <Posture cluster="demo" report={{ ...somePorts(), rows: [] }} />
        </div>
      ),
    },
  },
  {
    title: 'What if STRICT',
    states: {
      'calls would fail': () => outcome(true, false),
      'nothing changes': () => outcome(false, true),
    },
  },
]
