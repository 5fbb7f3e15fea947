import { clusterStatus, clusterSummary } from './cluster.ts'
import { define } from './endpoint.ts'
import { inCluster, none } from './parameters.ts'
import { opened, samples } from './samples.ts'
import * as segment from './segments.ts'
import { z } from './zod.ts'

/** Clusters: which there are, how they are, and what a sandbox shows. */
export const clusterEndpoints = {
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
} as const
