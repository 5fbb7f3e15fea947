import type { ResourceAddress } from '#lib/paths.ts'
import { parseRef, type Ref } from '#lib/resources/reference.ts'
import type { WatchedKind } from './answers.ts'

/** Kinds that people edit, for the moment before the cluster has said which versions it serves. */
const FALLBACK: readonly WatchedKind[] = [
  ['VirtualService', 'virtualservices', 'v1'],
  ['DestinationRule', 'destinationrules', 'v1'],
  ['Gateway', 'gateways', 'v1'],
  ['ServiceEntry', 'serviceentries', 'v1'],
  ['Sidecar', 'sidecars', 'v1'],
  ['EnvoyFilter', 'envoyfilters', 'v1alpha3'],
].map(([kind = '', plural = '', version = '']) => ({
  group: 'networking.istio.io',
  kind,
  plural,
  version,
  scope: 'Namespaced',
  state: 'unknown',
}))

/** Never read by the product itself, so not among the kinds; what is known of one has a page all the same. */
const SECRET: WatchedKind = {
  group: '',
  kind: 'Secret',
  plural: 'secrets',
  version: 'v1',
  scope: 'Namespaced',
  state: 'by-name',
}

/**
 * Where an object lives in the API, from its reference and the kinds that the cluster serves.
 * Where two groups share a kind, that of which there are objects comes first, then the meshes' own.
 */
export function addressOf(
  ref: Ref,
  kinds: readonly WatchedKind[] | undefined,
): ResourceAddress | undefined {
  const parsed = parseRef(ref)
  if (!parsed) return undefined
  const isIt = (kind: WatchedKind) => kind.kind === parsed.kind
  const served = (kinds ?? []).filter((k) => isIt(k) && k.version && k.state !== 'not-served')
  const present = served.filter((k) => k.objects !== 0)
  const best = present.length > 0 ? present : served
  const kind =
    parsed.kind === 'Secret'
      ? SECRET
      : (best.find((k) => k.group.endsWith('istio.io')) ?? best[0] ?? FALLBACK.find(isIt))
  if (!kind?.version) return undefined
  return {
    group: kind.group,
    version: kind.version,
    plural: kind.plural,
    ...(parsed.namespace ? { namespace: parsed.namespace } : {}),
    name: parsed.name,
  }
}

/** Kinds whose text decides routes, best first: what "Edit routing" opens. */
const ROUTING = ['VirtualService', 'HTTPRoute', 'EnvoyFilter', 'DestinationRule', 'Gateway']

export function routingRef(via: readonly Ref[]): Ref | undefined {
  for (const kind of ROUTING) {
    const ref = via.find((r) => r.startsWith(`${kind}/`))
    if (ref) return ref
  }
  return undefined
}
