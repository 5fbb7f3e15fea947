import { accessReport } from './access.ts'
import { clusterStatus, clusterSummary, readiness, revisionEvent, session } from './cluster.ts'
import { collapsed } from './collapsed.ts'
import { answerHead, kubernetesObject } from './common.ts'
import { finding } from './finding.ts'
import { gatewaysReport } from './gateways.ts'
import { graphEdge, graphNode } from './graph.ts'
import { inForceReport } from './in-force.ts'
import { mtlsReport } from './mtls.ts'
import { objectEvent, objectList, printedPage, references } from './objects.ts'
import { applied, change, changeSummary, edit, plan } from './plan.ts'
import { routeTable } from './routes.ts'
import { opened, samples } from './samples.ts'
import { searchResult } from './search.ts'
import * as segment from './segments.ts'
import { serviceRow } from './services.ts'
import { sinceRevision } from './since.ts'
import { workloadRow } from './workloads.ts'
import { z } from './zod.ts'

/**
 * `public`: without a session. `read`: what a session may see; also previews, which change nothing.
 * `write`: changes the cluster, or which one the sandbox shows; refused with --read-only.
 */
export type Access = 'public' | 'read' | 'write'

export type Endpoint = {
  readonly id: string
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** With `{name}` for each parameter; folders under `app/api` follow it. */
  readonly path: string
  readonly access: Access
  readonly summary: string
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  readonly answer: z.ZodType
  /** What else it answers than JSON, by the Accept header or always. */
  readonly media?: 'yaml' | 'event-stream'
  /** Status of an answer that is no problem; 200 unless told. */
  readonly status?: number
}

const define = <const E extends Endpoint>(endpoint: E): E => endpoint

const inCluster = z.object({ cluster: segment.clusterId })
const ofKind = inCluster.extend({
  group: segment.group,
  version: segment.version,
  plural: segment.plural,
})
const none = z.strictObject({})
const inNamespace = z.array(segment.namespace).optional()
/** Reports come whole, by namespace, or for the nodes that a page shows. */
const ofNodes = z.strictObject({
  namespace: inNamespace.describe('Only what is in these'),
  id: z.array(z.string().min(1).max(600)).max(200).optional().describe('Only these nodes'),
})
const ofObject = z.strictObject({
  group: segment.group,
  plural: segment.plural,
  namespace: segment.namespace.optional(),
  name: segment.objectName,
})

export const endpoints = {
  health: define({
    id: 'health',
    method: 'GET',
    path: '/api/health',
    access: 'public',
    summary: 'Answers as soon as the process does',
    answer: z.object({ status: z.literal('ok') }),
  }),
  ready: define({
    id: 'ready',
    method: 'GET',
    path: '/api/ready',
    access: 'public',
    summary: '200 once every cluster has settled (live, denied or unreachable), 503 until then',
    answer: readiness,
  }),
  openapi: define({
    id: 'openapi',
    method: 'GET',
    path: '/api/openapi.json',
    access: 'public',
    summary: 'This document',
    answer: z.looseObject({ openapi: z.string() }),
  }),
  session: define({
    id: 'session',
    method: 'GET',
    path: '/api/session',
    access: 'read',
    summary: 'Who one is',
    answer: session,
  }),
  signIn: define({
    id: 'signIn',
    method: 'POST',
    path: '/api/session',
    access: 'public',
    summary: 'Trades the launch token for a session cookie',
    body: z.strictObject({ token: z.string().min(1).max(1024) }),
    answer: session,
  }),
  signOut: define({
    id: 'signOut',
    method: 'DELETE',
    path: '/api/session',
    access: 'read',
    summary: 'Ends the session',
    answer: none,
  }),
  clusters: define({
    id: 'clusters',
    method: 'GET',
    path: '/api/clusters',
    access: 'read',
    summary: 'The clusters and how they are',
    answer: z.object({ clusters: z.array(clusterSummary) }),
  }),
  openSandbox: define({
    id: 'openSandbox',
    method: 'POST',
    path: '/api/clusters',
    access: 'read',
    summary: 'Opens the embedded sandbox beside the clusters that are there',
    body: z.strictObject({ sandbox: z.literal(true) }),
    answer: clusterSummary,
    status: 201,
  }),
  status: define({
    id: 'status',
    method: 'GET',
    path: '/api/clusters/{cluster}/status',
    access: 'read',
    summary: 'How far each kind is read, and what is wrong when something is',
    params: inCluster,
    answer: clusterStatus,
  }),
  retry: define({
    id: 'retry',
    method: 'POST',
    path: '/api/clusters/{cluster}/status',
    access: 'read',
    summary: 'Tries again now to reach the cluster',
    params: inCluster,
    body: z.strictObject({ retry: z.literal(true) }),
    answer: none,
    status: 202,
  }),
  readNamespaces: define({
    id: 'readNamespaces',
    method: 'POST',
    path: '/api/clusters/{cluster}/namespaces',
    access: 'read',
    summary: 'Namespaces to look into where not all may be listed; they replace those named before',
    params: inCluster,
    body: z.strictObject({ namespaces: z.array(segment.namespace).max(100) }),
    answer: z.object({
      namespaces: z.array(z.string()),
      kept: z.boolean().describe('Whether they are still known after a restart'),
    }),
  }),
  samples: define({
    id: 'samples',
    method: 'GET',
    path: '/api/clusters/{cluster}/samples',
    access: 'read',
    summary: 'Meshes that the sandbox can show, which it shows, and what was changed in it',
    params: inCluster,
    answer: z.object(samples),
  }),
  openSample: define({
    id: 'openSample',
    method: 'POST',
    path: '/api/clusters/{cluster}/samples',
    access: 'write',
    summary: 'Shows another mesh in the sandbox; what was changed in the one before is discarded',
    params: inCluster,
    body: z.strictObject({ sample: segment.sampleId }),
    answer: opened,
  }),
  resetSample: define({
    id: 'resetSample',
    method: 'POST',
    path: '/api/clusters/{cluster}/samples/reset',
    access: 'write',
    summary: 'Loads what the sandbox shows anew; what was changed in it is discarded',
    params: inCluster,
    body: z.strictObject({ reset: z.literal(true) }),
    answer: opened,
  }),
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
  resources: define({
    id: 'resources',
    method: 'GET',
    path: '/api/clusters/{cluster}/resources/{group}/{version}/{plural}',
    access: 'read',
    summary: 'Objects of one kind as the snapshot holds them (fields that no view reads left out)',
    params: ofKind,
    query: z.strictObject({ namespace: z.array(segment.namespace).optional() }),
    answer: z.object({ ...answerHead, items: z.array(kubernetesObject) }),
  }),
  list: define({
    id: 'list',
    method: 'GET',
    path: '/api/clusters/{cluster}/lists/{group}/{version}/{plural}',
    access: 'read',
    summary: 'Objects of one kind as lines with the columns of kubectl',
    params: ofKind,
    query: z.strictObject({ namespace: inNamespace }),
    answer: z.object({ ...answerHead, ...objectList }),
  }),
  printed: define({
    id: 'printed',
    method: 'GET',
    path: '/api/clusters/{cluster}/printed/{group}/{version}/{plural}',
    access: 'read',
    summary:
      'The same lines printed by the API server, live and with the rights of the person; of Secrets names and types',
    params: ofKind,
    query: z.strictObject({
      namespace: inNamespace,
      name: segment.objectName.optional().describe('One object, in the one namespace given'),
      continue: z.string().max(8192).optional().describe('Of the page before'),
    }),
    answer: z.object(printedPage),
  }),
  references: define({
    id: 'references',
    method: 'GET',
    path: '/api/clusters/{cluster}/references',
    access: 'read',
    summary: 'What one object names and who names it, each with the field, and who owns it',
    params: inCluster,
    query: ofObject,
    answer: z.object({ ...answerHead, ...references }),
  }),
  effective: define({
    id: 'effective',
    method: 'GET',
    path: '/api/clusters/{cluster}/effective',
    access: 'read',
    summary: 'What the proxy of one workload or pod is told, and who decides it',
    params: inCluster,
    query: z.strictObject({
      kind: segment.kind,
      namespace: segment.namespace,
      name: segment.objectName,
    }),
    answer: z.object({ ...answerHead, ...inForceReport }),
  }),
  objectEvents: define({
    id: 'objectEvents',
    method: 'GET',
    path: '/api/clusters/{cluster}/object-events',
    access: 'read',
    summary: 'What Kubernetes noted about one object, live and with the rights of the person',
    params: inCluster,
    query: z.strictObject({
      kind: segment.kind,
      namespace: segment.namespace.optional(),
      name: segment.objectName,
    }),
    answer: z.object({ events: z.array(objectEvent) }),
  }),
  clusterResource: define({
    id: 'clusterResource',
    method: 'GET',
    path: '/api/clusters/{cluster}/resources/{group}/{version}/{plural}/{name}',
    access: 'read',
    summary: 'One cluster-scoped object, live and with the rights of the person',
    params: ofKind.extend({ name: segment.objectName }),
    answer: kubernetesObject,
    media: 'yaml',
  }),
  resource: define({
    id: 'resource',
    method: 'GET',
    path: '/api/clusters/{cluster}/resources/{group}/{version}/{plural}/{namespace}/{name}',
    access: 'read',
    summary: 'One object, live and with the rights of the person',
    params: ofKind.extend({ namespace: segment.namespace, name: segment.objectName }),
    answer: kubernetesObject,
    media: 'yaml',
  }),
  schema: define({
    id: 'schema',
    method: 'GET',
    path: '/api/clusters/{cluster}/schemas/{group}/{version}/{kind}',
    access: 'read',
    summary: 'The OpenAPI v3 schema of a kind as the cluster publishes it',
    params: inCluster.extend({
      group: segment.group,
      version: segment.version,
      kind: segment.kind,
    }),
    answer: z.record(z.string(), z.unknown()),
  }),
  plans: define({
    id: 'plans',
    method: 'POST',
    path: '/api/clusters/{cluster}/plans',
    access: 'read',
    summary: 'What would these edits do? Nothing is written',
    params: inCluster,
    body: z.strictObject({
      edits: z.array(edit).min(1).max(100),
      dryRun: z.boolean().optional().describe('Ask the API server too; true unless told'),
    }),
    answer: plan,
  }),
  apply: define({
    id: 'apply',
    method: 'POST',
    path: '/api/clusters/{cluster}/plans/{plan}/apply',
    access: 'write',
    summary: 'Writes what was reviewed, and only that',
    params: inCluster.extend({ plan: segment.planId }),
    body: z.strictObject({ hash: z.string().max(200), confirm: z.string().max(1000).optional() }),
    answer: applied,
  }),
  changes: define({
    id: 'changes',
    method: 'GET',
    path: '/api/clusters/{cluster}/changes',
    access: 'read',
    summary: 'What was applied, newest first',
    params: inCluster,
    answer: z.object({ changes: z.array(changeSummary) }),
  }),
  change: define({
    id: 'change',
    method: 'GET',
    path: '/api/clusters/{cluster}/changes/{change}',
    access: 'read',
    summary: 'One change with its objects before and after',
    params: inCluster.extend({ change: segment.changeId }),
    answer: change,
  }),
  revert: define({
    id: 'revert',
    method: 'POST',
    path: '/api/clusters/{cluster}/changes/{change}/revert',
    access: 'read',
    summary: 'A plan that takes the change back; nothing is written yet',
    params: inCluster.extend({ change: segment.changeId }),
    answer: plan,
  }),
} as const

export type Endpoints = typeof endpoints
export type EndpointId = keyof Endpoints

type In<S> = S extends z.ZodType ? z.infer<S> : Record<string, never>
export type ParamsOf<E extends Endpoint> = In<E['params']>
export type QueryOf<E extends Endpoint> = In<E['query']>
export type BodyOf<E extends Endpoint> = E['body'] extends z.ZodType
  ? z.infer<E['body']>
  : undefined
export type AnswerOf<E extends Endpoint> = Frozen<z.infer<E['answer']>>

/** What the domain hands out is read-only; so is what the contract says about it. */
export type Frozen<T> = T extends readonly (infer I)[]
  ? readonly Frozen<I>[]
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T
