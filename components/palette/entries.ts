import type { ClusterSummary, WatchedKind } from '#components/query/answers.ts'
import { nodeWords } from '#components/query/names.ts'
import { samePage } from '#components/query/same-page.ts'
import type { SearchAnswer } from '#components/query/search-hook.ts'
import type { GlyphName } from '#components/ui/glyph.tsx'
import type { GraphNode } from '#lib/graph/graph.ts'
import { pages } from '#lib/paths.ts'
import { kindId } from '#lib/resources/kind.ts'
import { shortNamesOf } from '#lib/search/short-names.ts'
import { type Entry, entry } from './entry.ts'

export const pageEntries = (cluster: string): readonly Entry[] =>
  (
    [
      ['Topology', 'topology', pages.topology(cluster), ['map', 'graph'], 't'],
      ['mTLS', 'lock', pages.mtls(cluster), ['encryption', 'plaintext', 'audit'], 'm'],
      ['Findings', 'warning', pages.findings(cluster), ['errors', 'warnings', 'checks'], 'f'],
      ['Routing', 'routing', pages.routing(cluster), ['routes', 'hosts', 'weights'], 'r'],
      ['Policies', 'conditional', pages.policies(cluster), ['access', 'authorization'], 'p'],
      ['Gateways', 'gateway', pages.gateways(cluster), ['listeners', 'certificates']],
      ['Namespaces', 'namespace', pages.namespaces(cluster), ['injection']],
      ['Control planes', 'workload', pages.controlPlanes(cluster), ['istiod', 'revisions']],
      ['Resources', 'table', pages.resources(cluster), ['kinds', 'objects', 'lists'], 'o'],
      ['Changes', 'changes', pages.changes(cluster), ['drafts'], 'c'],
      ['Settings', 'settings', pages.settings, ['preferences', 'time', 'density']],
    ] as const
  ).map(([label, glyph, href, also, key]) =>
    entry({
      id: `page:${label}`,
      group: 'Pages',
      label,
      glyph,
      href,
      also,
      ...(key ? { keys: ['g', key] } : {}),
    }),
  )

const NODE: Readonly<Record<GraphNode['kind'], readonly [word: string, glyph: GlyphName]>> = {
  gateway: ['Gateway', 'gateway'],
  service: ['Service', 'service'],
  workload: ['Workload', 'workload'],
  entry: ['ServiceEntry', 'external'],
  ingress: ['Ingress', 'gateway'],
  external: ['External host', 'external'],
  cluster: ['Cluster', 'peer'],
  client: ['Clients', 'globe'],
}

const SHORT: Readonly<Partial<Record<GraphNode['kind'], readonly string[]>>> = {
  service: ['svc'],
  workload: ['deploy', 'deployment'],
  gateway: ['gw'],
  entry: ['se'],
}

/** Things of the graph, by name and host. */
export const nodeEntries = (cluster: string, nodes: readonly GraphNode[]): readonly Entry[] =>
  nodes.map(({ id, kind, name, namespace, hosts }) => {
    const [word, glyph] = NODE[kind] ?? ['Thing', 'unknown']
    return entry({
      id: `node:${id}`,
      group: 'On the map',
      label: kind === 'client' ? nodeWords(id) : name,
      hint: namespace ? `${word} · ${namespace}` : word,
      glyph,
      href: pages.topology(cluster, { sel: id }),
      also: [...(SHORT[kind] ?? []), ...(hosts ?? [])],
    })
  })

const OBJECT: ReadonlyMap<string, GlyphName> = new Map([
  ['Service', 'service'],
  ['Deployment', 'workload'],
  ['StatefulSet', 'workload'],
  ['DaemonSet', 'workload'],
  ['ReplicaSet', 'workload'],
  ['Pod', 'workload'],
  ['Namespace', 'namespace'],
  ['Gateway', 'gateway'],
  ['Ingress', 'gateway'],
  ['VirtualService', 'routing'],
  ['HTTPRoute', 'routing'],
  ['GRPCRoute', 'routing'],
  ['DestinationRule', 'routing'],
  ['ServiceEntry', 'external'],
  ['EnvoyFilter', 'bolt'],
  ['PeerAuthentication', 'lock'],
  ['RequestAuthentication', 'key'],
  ['AuthorizationPolicy', 'conditional'],
  ['ServiceAccount', 'person'],
])

type Found = SearchAnswer['results'][number]

/** What the server found: the page of each object, or its text where that can be edited. */
export function objectEntries(
  cluster: string,
  found: readonly Found[],
  verb: 'go' | 'edit',
  kinds: readonly WatchedKind[] | undefined,
): readonly Entry[] {
  const editable = new Set(
    (kinds ?? []).filter((k) => k.editable !== false).map((k) => `${k.group}/${k.plural}`),
  )
  return found
    .filter(({ group, plural }) => verb === 'go' || editable.has(`${group}/${plural}`))
    .map((object) => {
      const { group, version, plural, kind, namespace, name } = object
      const address = { group, version, plural, namespace, name }
      return entry({
        id: `${verb}:${group}/${plural}/${namespace ?? ''}/${name}`,
        group: 'Objects',
        label: name,
        hint: namespace ? `${kind} · ${namespace}` : kind,
        glyph: verb === 'edit' ? 'edit' : (OBJECT.get(kind) ?? 'table'),
        href: verb === 'edit' ? pages.edit(cluster, address) : pages.resource(cluster, address),
        also: [plural, ...shortNamesOf(kindId({ group, plural }))],
      })
    })
}

export const clusterEntries = (
  clusters: readonly ClusterSummary[],
  current: string,
  path: string,
): readonly Entry[] =>
  clusters
    .filter(({ id }) => id !== current)
    .map(({ id, name, state }) =>
      entry({
        id: `cluster:${id}`,
        group: 'Clusters',
        label: name,
        hint: state,
        glyph: 'peer',
        href: samePage(path, id),
        also: ['cluster'],
      }),
    )
