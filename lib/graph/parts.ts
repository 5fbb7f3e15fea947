import { concat } from '#lib/incremental/concat.ts'
import type { KeptModel } from '#lib/meshes/kept-model.ts'
import type { StatedEdge } from '#lib/model/stated-edge.ts'
import { CLIENT, serviceId } from './node-id.ts'
import {
  type Draft,
  entryNodes,
  gatewayNodes,
  postureOf,
  serviceNode,
  workloadNode,
} from './nodes.ts'
import { entranceEdges, exposedEdges } from './outside.ts'

export type GraphParts = {
  /** Everything that exists but for names outside, which edges bring along. */
  readonly nodes: readonly Draft[]
  /** Everything that is stated, selected or open to clients outside. */
  readonly edges: readonly StatedEdge[]
}

const known = new WeakMap<KeptModel, () => GraphParts>()

/** Nodes and edges, each derived on its own: by Service, by workload, and together by namespace. */
export function partsOf(kept: KeptModel): GraphParts {
  const parts = known.get(kept) ?? derivations(kept)
  known.set(kept, parts)
  return parts()
}

function derivations({ memory, live }: KeptModel): () => GraphParts {
  const { cluster } = live
  const contributions = () => [...live.contributions.values()]
  const gateways = memory.derivation('gateway nodes', () => gatewayNodes(live))
  // By themselves: a gateway that only has other listeners changes nothing for its neighbours.
  const standIns = memory.pinned('gateway stand-ins', () => ({
    workloads: gateways('').workloads,
    services: gateways('').services,
  }))
  const service = memory.derivation('service node', (key) => {
    const found = at(key, cluster.service)
    return found && serviceNode(live, found)
  })
  const workload = memory.derivation('workload node', (key) => {
    const found = at(key, cluster.workload)
    return found && workloadNode(live, found)
  })
  const nodesIn = memory.derivation('nodes of namespace', (namespace): readonly Draft[] => {
    const { workloads, services } = standIns('')
    return [
      ...cluster
        .servicesIn(namespace)
        .flatMap((s) => (services.has(s.ref) ? [] : (service(`${namespace}/${s.name}`) ?? []))),
      ...cluster
        .workloadsIn(namespace)
        .flatMap((w) => (workloads.has(w.id) ? [] : (workload(`${namespace}/${w.id}`) ?? []))),
    ]
  })
  const nodes = memory.derivation('nodes', (): readonly Draft[] =>
    concat([
      [OUTSIDE],
      gateways('').drafts,
      ...cluster.namespaceNames().map(nodesIn),
      entryNodes(live),
    ]),
  )

  /** A Service and the workloads that its selector finds, and the clients outside that may call it. */
  const around = memory.derivation('edges of service', (key): readonly StatedEdge[] => {
    const found = at(key, cluster.service)
    const posture = found && postureOf(live, found)
    if (!found) return []
    const { workloads } = standIns('')
    return [
      ...(posture ? exposedEdges(posture) : []),
      ...cluster.backends(found).flatMap((backend) =>
        workloads.has(backend.workload.id)
          ? []
          : [
              {
                key: '',
                from: serviceId(found),
                to: backend.workload.id,
                kind: 'selects' as const,
                via: [found.ref],
              },
            ],
      ),
    ]
  })
  const edgesIn = memory.derivation('edges of namespace', (namespace): readonly StatedEdge[] => {
    const { services } = standIns('')
    return cluster
      .servicesIn(namespace)
      .flatMap((s) => (services.has(s.ref) ? [] : around(`${namespace}/${s.name}`)))
  })
  const entrances = memory.derivation('entrances', () =>
    contributions().flatMap((c) => entranceEdges(c.gateways)),
  )
  const edges = memory.derivation('edges', (): readonly StatedEdge[] =>
    concat([
      ...contributions().map((c) => c.edges),
      entrances(''),
      ...cluster.namespaceNames().map(edgesIn),
    ]),
  )
  return () => ({ nodes: nodes(''), edges: edges('') })
}

const OUTSIDE: Draft = { id: CLIENT, kind: 'client', name: 'outside', resources: [] }

/** What `namespace/name` stands for; neither namespaces nor the names after them begin with a slash. */
function at<T>(key: string, find: (namespace: string, name: string) => T): T {
  const slash = key.indexOf('/')
  return find(key.slice(0, slash), key.slice(slash + 1))
}
