import type { Plan } from '#lib/changes/plan.ts'
import type { Finding } from '#lib/findings/finding.ts'
import type { GraphEdge } from '#lib/graph/graph.ts'

/** Plans as the API answers them, for the gallery and the tests of this folder. */
const VIRTUAL_SERVICE = 'VirtualService/default/demoapp'
const GATEWAY = 'gateway:istio-system/istio-ingressgateway'

const hop = (version: string, share: number): GraphEdge => ({
  id: `${GATEWAY}->service:app/webapp-${version}#80`,
  from: GATEWAY,
  to: `service:app/webapp-${version}`,
  kind: 'route',
  port: 80,
  share,
  written: share,
  via: [VIRTUAL_SERVICE],
  mtls: { state: 'mtls', enforced: false, because: 'automatic mTLS', decidedBy: ['default'] },
})

const changed = (version: string, before: number, after: number) => ({
  id: hop(version, after).id,
  before: hop(version, before),
  after: hop(version, after),
})

export const finding = (over: Partial<Finding>): Finding => ({
  id: `${over.code ?? 'ref.host-not-found'}:${over.path ?? ''}`,
  code: 'ref.host-not-found',
  aliases: ['IST0101'],
  severity: 'error',
  layer: 'cross-resource',
  resource: VIRTUAL_SERVICE,
  path: 'spec.http[0].route[1].destination.host',
  range: { line: 21, column: 19, endLine: 21, endColumn: 60 },
  message:
    'No Service or ServiceEntry is named vt-webapp-2.app-with-injection.svc.cluster.local, so 20\u2009% of requests fail with 503.',
  fix: 'Use one of: vt-webapp-v1, vt-webapp-v2.',
  mentions: [],
  docs: '',
  ...over,
})

export const okPlan: Plan = {
  plan: 'p1',
  hash: 'sha256:7c1e04ab55d1',
  verdict: 'ok',
  changes: [
    {
      op: 'replace',
      resource: VIRTUAL_SERVICE,
      base: { uid: 'u1', resourceVersion: '48090' },
      diff: '@@ -17 +17 @@\n-      weight: 80\n+      weight: 50\n',
    },
  ],
  findings: { added: [], kept: [], removed: [] },
  effects: [
    {
      kind: 'route',
      summary: 'webapp-v1 gets 50 % instead of 80 %.',
      before: '80',
      after: '50',
      affected: ['service:app/webapp-v1', 'service:app/webapp-v2'],
    },
  ],
  graph: {
    nodes: { added: [], removed: [], changed: [] },
    edges: { added: [], removed: [], changed: [changed('v1', 80, 50), changed('v2', 20, 50)] },
  },
  dryRun: { state: 'passed', findings: [] },
}

export const unchangedPlan: Plan = {
  ...okPlan,
  changes: okPlan.changes.map((change) => ({ ...change, diff: '' })),
  effects: [],
  graph: {
    nodes: { added: [], removed: [], changed: [] },
    edges: { added: [], removed: [], changed: [] },
  },
}

export const warnPlan: Plan = {
  ...okPlan,
  verdict: 'warn',
  findings: {
    added: [
      finding({
        code: 'route.weight-sum',
        severity: 'warning',
        message: 'Weights add up to 110. The mesh uses proportions: 72.7\u2009% and 27.3\u2009%.',
      }),
    ],
    kept: [],
    removed: [],
  },
}

export const confirmPlan: Plan = {
  ...okPlan,
  verdict: 'confirm',
  confirm: {
    phrase: '20 % fail',
    because: 'Kubernetes would accept this, but 20\u2009% of requests would fail.',
  },
  findings: { added: [finding({})], kept: [], removed: [] },
  graph: {
    nodes: { added: [], removed: [], changed: [] },
    edges: {
      added: [
        {
          ...hop('2', 20),
          mtls: { state: 'none', because: 'no such host', decidedBy: ['default'] },
        },
      ],
      removed: [hop('v2', 20).id],
      changed: [],
    },
  },
}

export const blockedPlan: Plan = {
  ...okPlan,
  verdict: 'block',
  effects: [],
  graph: unchangedPlan.graph,
  dryRun: {
    state: 'failed',
    findings: [
      finding({
        code: 'schema.type',
        layer: 'schema',
        path: 'spec.http[0].route[0].weight',
        message: 'spec.http[0].route[0].weight must be an integer, not 49.5.',
      }),
    ],
  },
}

export const beforeEdges: ReadonlyMap<string, GraphEdge> = new Map(
  [hop('v1', 80), hop('v2', 20)].map((edge) => [edge.id, edge]),
)
