/** Kinds of edges along which requests go. */
export const CALLS: ReadonlySet<string> = new Set([
  'route',
  'split',
  'mirror',
  'ingress',
  'upstream',
  'intention',
])
