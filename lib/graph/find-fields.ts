/** The facts that the find box asks for: of things, of hops, and of both. */
export const NODE_FIELDS = ['kind', 'ns', 'name', 'id', 'mesh', 'in', 'accepts', 'finding'] as const
export const EDGE_FIELDS = [
  'mtls',
  'share',
  'weight',
  'access',
  'basis',
  'via',
  'protocol',
  'from',
  'to',
] as const
export const BOTH_FIELDS = ['host', 'port', 'by'] as const
export type NodeField = (typeof NODE_FIELDS)[number]
export type EdgeField = (typeof EDGE_FIELDS)[number]
export type Field = NodeField | EdgeField | (typeof BOTH_FIELDS)[number]

export const FIELDS: readonly Field[] = [...NODE_FIELDS, ...EDGE_FIELDS, ...BOTH_FIELDS]
export const isField = (text: string): text is Field => (FIELDS as readonly string[]).includes(text)
export const isNumeric = (field: Field) =>
  field === 'share' || field === 'weight' || field === 'port'

/** Closed fields and what they take; others take any text. */
export const TAKES: Partial<Record<Field, readonly string[]>> = {
  mtls: [
    'mtls',
    'enforced',
    'accepted',
    'tls',
    'passthrough',
    'opaque',
    'plaintext',
    'loopback',
    'bypass',
    'conflict',
    'unknown',
    'none',
  ],
  kind: ['gateway', 'service', 'workload', 'entry', 'ingress', 'external', 'cluster', 'client'],
  in: ['sidecar', 'native', 'ambient', 'none', 'gateway', 'waypoint', 'unknown'],
  accepts: ['strict', 'permissive', 'disable', 'unknown', 'mixed', 'n/a'],
  access: ['allow', 'deny', 'conditional', 'unknown'],
  basis: ['stated', 'allowed', 'inferred', 'observed'],
  finding: ['error', 'warning', 'info'],
}
