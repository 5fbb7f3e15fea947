import { answerHead, kubernetesObject } from './common.ts'
import { define } from './endpoint.ts'
import { inForceReport } from './in-force.ts'
import { objectEvent, objectList, printedPage, references } from './objects.ts'
import { inCluster, inNamespace } from './parameters.ts'
import * as segment from './segments.ts'
import { z } from './zod.ts'

const ofKind = inCluster.extend({
  group: segment.group,
  version: segment.version,
  plural: segment.plural,
})
const ofObject = z.strictObject({
  group: segment.group,
  plural: segment.plural,
  namespace: segment.namespace.optional(),
  name: segment.objectName,
})

/** Objects as the cluster holds them, and what is said about each. */
export const objectEndpoints = {
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
} as const
