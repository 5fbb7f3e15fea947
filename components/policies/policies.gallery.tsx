'use client'
import type { ReactNode } from 'react'
import type { AccessAnswer } from '#components/query/report-hooks.ts'
import { asyncStates } from '#components/ui/async-gallery.tsx'
import type { GalleryEntry } from '#components/ui/gallery.ts'
import { AccessPane } from './access-pane.tsx'
import { AccessRules } from './access-rules.tsx'
import { Policies } from './policies-page.tsx'
import { StatedCalls } from './stated-calls.tsx'
import { callersOf, mayCall, rowsByTarget, targetsOf, type Workload } from './who-may-call.ts'

const workload = (namespace: string, name: string): Workload => ({
  id: `workload:${namespace}/Deployment/${name}`,
  resource: `Deployment/${namespace}/${name}`,
  kind: 'Deployment',
  namespace,
  name,
  owner: { resource: `Deployment/${namespace}/${name}`, read: true },
  pods: [],
  mesh: 'istio',
  inMesh: 'sidecar',
  memberships: [],
  bypasses: [],
  services: [],
  inbound: [],
  identity: {
    serviceAccount: name,
    trustDomain: 'cluster.local',
    principal: `spiffe://cluster.local/ns/${namespace}/sa/${name}`,
  },
  policies: [],
})
const workloads = [
  workload('shop', 'web'),
  workload('shop', 'api'),
  workload('data', 'db'),
  workload('data', 'cache'),
]
const DB = 'workload:data/Deployment/db'
const rows: AccessAnswer['rows'] = [
  {
    from: 'ServiceAccount/shop/api',
    to: DB,
    verdict: 'allow',
    by: ['AuthorizationPolicy/data/allow-api'],
    precedence: 1,
    because: 'AuthorizationPolicy/data/allow-api allows it.',
  },
  {
    from: 'ServiceAccount/shop/web',
    to: DB,
    verdict: 'deny',
    by: ['AuthorizationPolicy/data/deny-web'],
    precedence: 2,
    shadows: [{ by: 'AuthorizationPolicy/data/allow-shop', precedence: 1 }],
    because: 'AuthorizationPolicy/data/deny-web denies it.',
  },
  {
    from: '*',
    to: DB,
    verdict: 'deny',
    by: ['AuthorizationPolicy/data/allow-api'],
    precedence: 1,
    because: 'An ALLOW policy exists and none of its rules can match.',
  },
  {
    from: '*',
    to: 'workload:shop/Deployment/api',
    verdict: 'conditional',
    by: ['AuthorizationPolicy/shop/need-token'],
    precedence: 1,
    match: [{ claims: { aud: ['shop.example'] } }],
    because: 'AuthorizationPolicy/shop/need-token allows requests that meet its conditions.',
  },
  {
    from: '*',
    to: 'workload:data/Deployment/cache',
    port: 6379,
    verdict: 'unknown',
    by: [],
    because: 'AuthorizationPolicies of data may not be read.',
  },
]
const byDefault: AccessAnswer['default'] = { verdict: 'allow', decidedBy: ['default'] }
const answer = { default: byDefault, rows, partial: [] }
const page = (content: ReactNode) => <div className="flex h-full flex-col">{content}</div>
const callers = callersOf(workloads, rows)
const targets = targetsOf(workloads, rows)
const byTarget = rowsByTarget(rows)
const pane = (from: string | undefined, to: string) => (
  <div className="flex h-full justify-end">
    <AccessPane
      from={callers.find((c) => c.id === from)}
      to={targets.filter((t) => t.id === to)}
      callers={callers}
      targets={targets}
      cellOf={(c, t) => mayCall(byTarget, byDefault, c, t)}
      callsOf={() => (from && to === DB ? [call('deny')] : [])}
      onSelect={() => undefined}
      onClose={() => undefined}
    />
  </div>
)
const call = (verdict: 'allow' | 'deny' | 'conditional' | 'unknown') => ({
  id: verdict,
  from: 'gateway:edge/public',
  to: 'service:shop/api',
  port: 8080,
  via: [],
  verdict,
  policies: ['AuthorizationPolicy/shop/need-token'],
  because: 'An ALLOW policy exists and none of its rules can match.',
})

export const policiesGallery: readonly GalleryEntry[] = [
  {
    title: 'Policies',
    height: 520,
    wide: true,
    states: {
      matrix: () => page(<Policies answer={answer} workloads={workloads} edges={[call('deny')]} />),
      rules: () => page(<AccessRules rows={rows} />),
      'stated calls': () =>
        page(
          <StatedCalls
            calls={[call('allow'), call('deny'), call('conditional'), call('unknown')]}
            from={undefined}
            to={undefined}
          />,
        ),
      'no policy': () =>
        page(<Policies answer={{ ...answer, rows: [] }} workloads={[]} edges={[]} />),
      'too large for the matrix': () =>
        page(
          <Policies
            answer={answer}
            workloads={Array.from({ length: 40 }, (_, i) => workload('large', `part-${i}`))}
            edges={[]}
          />,
        ),
      ...asyncStates('policies'),
      'default unknown': () =>
        page(
          <Policies
            answer={{
              default: { verdict: 'unknown', decidedBy: ['unknown'] },
              rows: [],
              partial: [
                {
                  group: 'security.istio.io',
                  version: 'v1',
                  plural: 'authorizationpolicies',
                  reason: 'not-permitted',
                  message: 'forbidden',
                },
              ],
            }}
            workloads={workloads}
            edges={[]}
          />,
        ),
    },
  },
  {
    title: 'Access of a pair',
    height: 480,
    states: {
      denied: () => pane('ServiceAccount/shop/web', DB),
      'by default': () => pane('ServiceAccount/shop/web', 'workload:data/Deployment/cache'),
      'all callers': () => pane(undefined, DB),
    },
  },
]
