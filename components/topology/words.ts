import { counted } from '#components/ui/count.ts'
import { mtlsLook, postureLook } from '#components/ui/mtls-look.ts'
import { basisOf } from '#lib/graph/basis.ts'
import type { GraphEdge, GraphNode } from '#lib/graph/graph.ts'
import type { NamespaceSum } from '#lib/graph/layout/cards.ts'
import { parseRef } from '#lib/resources/reference.ts'

/** A number and its sign stay together. */
const NO_BREAK = '\u00a0'

/** "80 %", "72.7 %". */
export const percent = (share: number): string =>
  `${Number.isInteger(share) ? share : Number(share.toFixed(1))}${NO_BREAK}%`

/** The weight as written, where it is another number than the share. */
export const writtenWeight = (edge: GraphEdge): string | undefined =>
  edge.written !== undefined &&
  edge.share !== undefined &&
  edge.share < 100 &&
  Math.abs(edge.written - edge.share) > 0.05
    ? `(${edge.written})`
    : undefined

/** Long names are cut in the middle, where they differ least. */
export function cutMiddle(text: string, most: number): string {
  if (text.length <= most) return text
  const tail = Math.floor((most - 1) / 2.6)
  return `${text.slice(0, most - 1 - tail)}…${text.slice(text.length - tail)}`
}

export const KIND_WORD: Record<GraphNode['kind'], string> = {
  gateway: 'Gateway',
  service: 'Service',
  workload: 'Workload',
  entry: 'ServiceEntry',
  ingress: 'Ingress',
  external: 'External',
  cluster: 'Peer cluster',
  client: 'Outside',
}

/** "Deployment", "DaemonSet": what a workload's id says it is. */
export function kindWord(node: GraphNode): string {
  if (node.kind !== 'workload') return KIND_WORD[node.kind]
  return node.id.split('/')[1] ?? 'Workload'
}

const IN_MESH_WORD: Record<string, string> = {
  sidecar: 'sidecar',
  'native-sidecar': 'native sidecar',
  gateway: 'gateway proxy',
  ambient: 'ambient',
  waypoint: 'waypoint',
  none: 'no proxy',
  unknown: 'unknown',
}
export const inMeshWord = (inMesh: string | undefined): string => IN_MESH_WORD[inMesh ?? ''] ?? ''

/** "19 services · 29 hops": what a collapsed namespace holds. */
export function sumWords(sum: NamespaceSum | undefined): string {
  return [
    sum?.gateways ? counted(sum.gateways, 'gateway') : '',
    sum?.hosts ? counted(sum.hosts, 'host') : '',
    sum?.services || !(sum?.gateways || sum?.hosts) ? counted(sum?.services ?? 0, 'service') : '',
    counted(sum?.hops ?? 0, 'hop'),
  ]
    .filter(Boolean)
    .join(' · ')
}

/** "2/2" of a workload's pods: ready ones of all when there are several. */
export function readyWord(node: GraphNode): string {
  const pods = node.pods ?? []
  if (pods.length === 1) return pods[0]?.ready ?? ''
  if (pods.length === 0) return node.replicas === 0 ? '0 pods' : ''
  const ready = pods.filter((p) => {
    const [up, all] = p.ready.split('/')
    return up === all
  }).length
  return `${ready} of ${pods.length} pods`
}

/** The second line of a card. */
export function subtitle(node: GraphNode): string {
  switch (node.kind) {
    case 'gateway': {
      const listeners = node.listeners ?? []
      const ports = [...new Set(listeners.map((l) => `${l.port} ${l.protocol}`))]
      const hosts = [...new Set(listeners.flatMap((l) => l.hosts))]
      const host =
        hosts.length === 0
          ? ''
          : hosts.includes('*')
            ? 'any host'
            : hosts.length === 1
              ? (hosts[0] ?? '')
              : counted(hosts.length, 'host')
      const shown = ports.length > 2 ? `${ports.length} listeners` : ports.join(', ')
      return [shown, host].filter(Boolean).join(' · ') || 'no listener'
    }
    case 'service':
      return (
        (node.ports ?? []).slice(0, 4).join(', ') + ((node.ports?.length ?? 0) > 4 ? ', …' : '')
      )
    case 'workload':
      return kindWord(node)
    case 'entry':
      return ['ServiceEntry', (node.ports ?? []).join(', ')].filter(Boolean).join(' · ')
    case 'ingress':
      return ['Ingress', (node.hosts ?? []).slice(0, 1).join('')].filter(Boolean).join(' · ')
    case 'external':
      return ['outside the cluster', (node.ports ?? []).join(', ')].filter(Boolean).join(' · ')
    case 'cluster':
      return 'peer'
    case 'client':
      return ''
  }
}

/** "80 %, mTLS, plaintext accepted": one hop in words, for ears and tables. */
export function hopWords(edge: GraphEdge): string {
  const parts = [
    edge.order === undefined ? '' : `rule ${edge.order}`,
    edge.when ? `if ${edge.when}`.replace(/^if everything else$/, 'everything else') : '',
    edge.share === undefined ? '' : percent(edge.share),
    writtenWeight(edge) ? `weight ${edge.written}` : '',
    edge.subset ? `subset ${edge.subset}` : '',
    edge.kind === 'mirror' ? 'copy' : '',
    edge.mtls ? mtlsLook(edge.mtls.state, edge.mtls.enforced).word : '',
    edge.verdict === 'deny'
      ? 'denied'
      : edge.verdict === 'conditional'
        ? 'if a condition holds'
        : '',
    basisOf(edge) === 'stated' ? '' : basisOf(edge),
  ]
  return parts.filter(Boolean).join(', ')
}

/** "reviews, Service, 9080, accepts mTLS only, 2 hops, no findings". */
export function thingWords(node: GraphNode, hops: number): string {
  const { error, warning, info } = node.findings
  const findings = [
    error ? `${error} ${error === 1 ? 'error' : 'errors'}` : '',
    warning ? `${warning} ${warning === 1 ? 'warning' : 'warnings'}` : '',
    info ? `${info} ${info === 1 ? 'note' : 'notes'}` : '',
  ].filter(Boolean)
  return [
    node.name,
    kindWord(node),
    node.kind === 'workload' ? '' : subtitle(node),
    node.accepts ? postureLook(node.accepts.mode).word : '',
    node.kind === 'workload' ? inMeshWord(node.inMesh) : '',
    node.kind === 'workload' ? readyWord(node) : '',
    `${hops} ${hops === 1 ? 'hop' : 'hops'}`,
    findings.length ? findings.join(', ') : 'no findings',
  ]
    .filter(Boolean)
    .join(', ')
}

/** "VirtualService default/demoapp" */
export function refWords(ref: string): string {
  const parsed = parseRef(ref)
  if (!parsed) return ref
  return `${parsed.kind} ${parsed.namespace ? `${parsed.namespace}/` : ''}${parsed.name}`
}

export const deciderWords = (decider: string): string =>
  decider === 'default'
    ? 'the default, no policy'
    : decider === 'unknown'
      ? 'a policy you may not read'
      : refWords(decider)

/**
 * A condition for a narrow place: alternatives that differ only in their path are counted.
 * The whole text is `when`, in the title, the drawer and the table.
 */
export function shortCondition(edge: GraphEdge | undefined, most: number): string {
  if (!edge || edge.when === undefined) return 'any request'
  if (edge.when === 'everything else') return edge.when
  const whole = `if ${edge.when}`
  if (whole.length <= most) return whole
  const paths = edge.match?.filter((m) => m.path) ?? []
  if (paths.length > 1 && paths.length === edge.match?.length) {
    const rest = new Set(paths.map((m) => JSON.stringify({ ...m, path: undefined })))
    const tests = (paths[0]?.headers ?? []).map(
      (h) => `${h.name} ${h.op === 'exact' ? `= ${h.value}` : h.op}`,
    )
    if (rest.size === 1 && tests.length === 0) return `if path is one of ${paths.length}`
    const sum = `if ${tests.join(', ')} and ${paths.length} paths`
    if (rest.size === 1 && sum.length <= most) return sum
  }
  return `${whole.slice(0, most - 1)}…`
}
