import { accessReport } from './access.ts'
import { revisionEvent } from './cluster.ts'
import { collapsed } from './collapsed.ts'
import { answerHead } from './common.ts'
import { define } from './endpoint.ts'
import { finding } from './finding.ts'
import { gatewaysReport } from './gateways.ts'
import { graphEdge, graphNode } from './graph.ts'
import { mtlsReport } from './mtls.ts'
import { inCluster, inNamespace } from './parameters.ts'
import { routeTable } from './routes.ts'
import { searchResult } from './search.ts'
import * as segment from './segments.ts'
import { serviceRow } from './services.ts'
import { sinceRevision } from './since.ts'
import { workloadRow } from './workloads.ts'
import { z } from './zod.ts'

/** Reports come whole, by namespace, or for the nodes that a page shows. */
const ofNodes = z.strictObject({
  namespace: inNamespace.describe('Only what is in these'),
  id: z.array(z.string().min(1).max(600)).max(200).optional().describe('Only these nodes'),
})

/** What is concluded of a mesh, and what went stale of it. */
export const meshEndpoints = {
  topology: define({
    id: 'topology',
    method: 'GET',
    path: '/api/clusters/{cluster}/topology',
    access: 'read',
    summary: 'The graph: who routes to whom, stated by what',
    params: inCluster,
    query: z.strictObject({
      namespace: z
        .array(segment.namespace)
        .optional()
        .describe('Nodes of these, and the edges that touch them with their other ends'),
      q: z
        .string()
        .max(1000)
        .optional()
        .describe('A find expression: what matches, with both ends of each hop'),
      collapse: z
        .array(z.union([z.literal('*'), segment.namespace]))
        .optional()
        .describe('Namespaces to show as one group each, or * for all'),
      since: z
        .string()
        .max(100)
        .optional()
        .describe('A revision that was answered before, without other parameters'),
    }),
    answer: z.object({
      cluster: z.string(),
      ...answerHead,
      nodes: z.array(graphNode),
      edges: z.array(graphEdge),
      ...collapsed,
      ...sinceRevision,
    }),
  }),
  workloads: define({
    id: 'workloads',
    method: 'GET',
    path: '/api/clusters/{cluster}/workloads',
    access: 'read',
    summary: 'Workloads: proxies asked for and actual, what their ports take and by which steps',
    params: inCluster,
    query: ofNodes,
    answer: z.object({ ...answerHead, workloads: z.array(workloadRow) }),
  }),
  services: define({
    id: 'services',
    method: 'GET',
    path: '/api/clusters/{cluster}/services',
    access: 'read',
    summary: 'Services: names, ports and protocols, subsets, who is behind them, what they take',
    params: inCluster,
    query: ofNodes,
    answer: z.object({ ...answerHead, services: z.array(serviceRow) }),
  }),
  gateways: define({
    id: 'gateways',
    method: 'GET',
    path: '/api/clusters/{cluster}/gateways',
    access: 'read',
    summary:
      'Gateways: pods, listeners, certificates, exposure, conflicts, and what came to nothing',
    params: inCluster,
    query: ofNodes,
    answer: z.object({ ...answerHead, ...gatewaysReport }),
  }),
  routes: define({
    id: 'routes',
    method: 'GET',
    path: '/api/clusters/{cluster}/routes',
    access: 'read',
    summary: 'Route tables: hosts, ordered rules, destinations, and what is never reached',
    params: inCluster,
    query: ofNodes,
    answer: z.object({ ...answerHead, tables: z.array(routeTable) }),
  }),
  access: define({
    id: 'access',
    method: 'GET',
    path: '/api/clusters/{cluster}/access',
    access: 'read',
    summary: 'Who may call whom, as policies state it',
    params: inCluster,
    query: ofNodes,
    answer: z.object({ ...answerHead, ...accessReport }),
  }),
  mtls: define({
    id: 'mtls',
    method: 'GET',
    path: '/api/clusters/{cluster}/mtls',
    access: 'read',
    summary: 'Which hops are encrypted, and who decided it',
    params: inCluster,
    answer: z.object({ ...answerHead, ...mtlsReport }),
  }),
  findings: define({
    id: 'findings',
    method: 'GET',
    path: '/api/clusters/{cluster}/findings',
    access: 'read',
    summary: 'What is wrong in the configuration',
    params: inCluster,
    query: z.strictObject({
      severity: z.array(finding.shape.severity).optional(),
      code: z.array(z.string().min(1).max(200)).optional().describe('Own codes or aliases'),
      layer: z.array(finding.shape.layer).optional(),
      namespace: inNamespace.describe('On objects of these'),
      resource: z.array(z.string().min(1).max(600)).optional().describe('On these, or "mesh"'),
      suppressed: z
        .enum(['with', 'without', 'only'])
        .optional()
        .describe('Suppressed findings: among the others unless told'),
    }),
    answer: z.object({ ...answerHead, findings: z.array(finding), suppressed: z.number() }),
  }),
  search: define({
    id: 'search',
    method: 'GET',
    path: '/api/clusters/{cluster}/search',
    access: 'read',
    summary: 'Objects of every kind by name, kind and namespace: prefix, then word, then inside',
    params: inCluster,
    query: z.strictObject({
      q: z.string().max(200).describe('Words that must all be found'),
    }),
    answer: z.object({ ...answerHead, ...searchResult }),
  }),
  events: define({
    id: 'events',
    method: 'GET',
    path: '/api/clusters/{cluster}/events',
    access: 'read',
    summary: 'Tells what went stale; `id` is the revision, a comment each 15 s is the heartbeat',
    params: inCluster,
    answer: revisionEvent,
    media: 'event-stream',
  }),
} as const
