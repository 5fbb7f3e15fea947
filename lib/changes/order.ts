/** Kinds that others refer to come first; what is not listed stands in the middle. */
const FIRST = [
  'Namespace',
  'CustomResourceDefinition',
  'ServiceAccount',
  'ConfigMap',
  'Service',
  'ServiceDefaults',
  'ProxyDefaults',
  'ServiceEntry',
  'ServiceResolver',
  'DestinationRule',
  'Gateway',
  'ServiceSplitter',
  'ServiceRouter',
]
const LAST = [
  'VirtualService',
  'HTTPRoute',
  'EnvoyFilter',
  'RequestAuthentication',
  'Policy',
  'PeerAuthentication',
  'AuthorizationPolicy',
  'ServiceIntentions',
]

const rank = (kind: string): number => {
  const first = FIRST.indexOf(kind)
  if (first >= 0) return first - FIRST.length
  return LAST.indexOf(kind) + 1
}

type Step = { readonly op: 'create' | 'replace' | 'delete'; readonly kind: string }

/**
 * The order to write in: what others need first, clients' settings before the servers' demands, deletions last
 * and the other way round. Equal ones stay as given.
 */
export const inOrder = <T extends Step>(steps: readonly T[]): readonly T[] =>
  [...steps].sort((a, b) => {
    if ((a.op === 'delete') !== (b.op === 'delete')) return a.op === 'delete' ? 1 : -1
    const difference = rank(a.kind) - rank(b.kind)
    return a.op === 'delete' ? -difference : difference
  })
