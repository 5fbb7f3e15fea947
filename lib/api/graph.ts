import { decider, ref } from './common.ts'
import { z } from './zod.ts'

export const mtlsState = z.enum([
  'mtls',
  'tls',
  'passthrough',
  'opaque',
  'plaintext',
  'loopback',
  'bypass',
  'conflict',
  'unknown',
  'none',
])

const listener = z.object({
  port: z.number(),
  protocol: z.string(),
  hosts: z.array(z.string()),
  tls: z.string().optional(),
  credential: z.string().optional(),
  from: ref,
  exposed: z.boolean().optional(),
})

export const bypass = z.object({
  direction: z.enum(['inbound', 'outbound']),
  ports: z.array(z.number()).optional(),
  ranges: z.array(z.string()).optional(),
  from: ref,
})

export const inMesh = z.enum([
  'sidecar',
  'native-sidecar',
  'gateway',
  'ambient',
  'waypoint',
  'none',
  'unknown',
])

export const pod = z.object({
  name: z.string(),
  ready: z.string(),
  phase: z.string(),
  node: z.string().optional(),
})

export const graphNode = z.object({
  id: z.string(),
  kind: z.enum([
    'gateway',
    'service',
    'workload',
    'entry',
    'ingress',
    'external',
    'cluster',
    'client',
  ]),
  name: z.string(),
  namespace: z.string().optional(),
  mesh: z.string().optional(),
  inMesh: inMesh.optional(),
  pods: z.array(pod).optional(),
  replicas: z.number().optional(),
  ports: z.array(z.number()).optional(),
  hosts: z.array(z.string()).optional(),
  address: z.array(z.string()).optional(),
  listeners: z.array(listener).optional(),
  endpoints: z.array(z.string()).optional(),
  subsets: z
    .array(z.object({ name: z.string(), default: z.boolean().optional(), instances: z.number() }))
    .optional(),
  versions: z.array(z.string()).optional(),
  bypasses: z.array(bypass).optional(),
  controller: z.string().optional(),
  badges: z.array(z.string()).optional(),
  serviceAccount: z.string().optional(),
  accepts: z
    .object({
      mode: z.enum(['STRICT', 'PERMISSIVE', 'DISABLE', 'n/a', 'unknown', 'mixed']),
      decidedBy: z.array(ref),
      because: z.string(),
    })
    .optional(),
  findings: z.object({ error: z.number(), warning: z.number(), info: z.number() }),
  resources: z.array(ref),
})

const textMatch = z.object({
  name: z.string(),
  op: z.enum(['present', 'absent', 'exact', 'prefix', 'regex']),
  value: z.string().optional(),
})

export const match = z.object({
  port: z.number().optional(),
  hosts: z.array(z.string()).optional(),
  methods: z.array(z.string()).optional(),
  path: z.object({ op: z.enum(['exact', 'prefix', 'regex']), value: z.string() }).optional(),
  headers: z.array(textMatch).optional(),
  query: z.array(textMatch).optional(),
  claims: z.record(z.string(), z.array(z.string())).optional(),
  sources: z.array(z.string()).optional(),
})

export const graphEdge = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  kind: z
    .enum([
      'selects',
      'route',
      'intention',
      'upstream',
      'split',
      'ingress',
      'bypass',
      'loopback',
      'mirror',
      'failover',
      'peering',
      'exported',
      'instance',
      'through',
      'allowed',
      'inferred',
      'observed',
    ])
    .optional(),
  port: z.number().optional(),
  protocol: z.string().optional(),
  host: z.string().optional(),
  subset: z.string().optional(),
  order: z.number().optional(),
  match: z.array(match).optional(),
  when: z.string().optional(),
  share: z.number().optional().describe('Effective percentage, 0 to 100'),
  written: z.number().optional().describe('The weight as it stands in the object'),
  conflict: z.boolean().optional(),
  verdict: z.enum(['allow', 'deny', 'conditional', 'unknown']).optional(),
  via: z.array(ref),
  policies: z.array(ref).optional(),
  because: z.string().optional(),
  mtls: z
    .object({
      state: mtlsState,
      enforced: z.boolean().optional(),
      because: z.string(),
      decidedBy: z.array(decider),
    })
    .optional(),
})

const changed = <T extends z.ZodType>(what: T) =>
  z.array(z.object({ id: z.string(), before: what, after: what }))

export const graphDiff = z.object({
  nodes: z.object({
    added: z.array(graphNode),
    removed: z.array(z.string()),
    changed: changed(graphNode),
  }),
  edges: z.object({
    added: z.array(graphEdge),
    removed: z.array(z.string()),
    changed: changed(graphEdge),
  }),
})
