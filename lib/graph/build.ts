import type { Finding } from '#lib/findings/finding.ts'
import type { MeshModel } from '#lib/model/mesh-model.ts'
import type { StatedEdge } from '#lib/model/stated-edge.ts'
import { addTo } from '#lib/resources/multi-map.ts'
import type { Graph, GraphEdge, GraphNode } from './graph.ts'
import { CLIENT, serviceId } from './node-id.ts'
import { nodesOf } from './nodes.ts'
import { outsideEdges } from './outside.ts'

/**
 * The graph of a model: what exists, what is selected and what is stated. Nodes and edges come in the order of
 * their ids, so that the same cluster always gives the same text.
 */
export function graphOf(model: MeshModel, findings: readonly Finding[]): Graph {
  const nodes = new Map(nodesOf(model))
  const edges = new Map<string, GraphEdge>()
  const stated = [...model.contributions.values()].flatMap((c) => c.edges)
  nodes.set(CLIENT, { id: CLIENT, kind: 'client', name: 'outside', resources: [] })
  for (const edge of [
    ...stated,
    ...outsideEdges(model, (id) => nodes.has(id)),
    ...selectEdges(model),
  ]) {
    for (const end of [edge.from, edge.to])
      if (end.startsWith('external:') && !nodes.has(end))
        nodes.set(end, {
          id: end,
          kind: 'external',
          name: end.slice('external:'.length),
          resources: [],
        })
    if (edge.kind === 'selects' && !(nodes.has(edge.from) && nodes.has(edge.to))) continue
    const made = graphEdge(edge)
    edges.set(made.id, made)
  }
  const counts = countByResource(findings)
  return {
    nodes: [...nodes.values()]
      .map((node): GraphNode => ({ ...node, findings: countFor(node.resources, counts) }))
      .sort(byId),
    edges: [...edges.values()].sort(byId),
  }
}

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** A Service and the workloads that its selector finds. */
function selectEdges(model: MeshModel): readonly StatedEdge[] {
  const edges: StatedEdge[] = []
  for (const service of model.cluster.services())
    for (const { workload } of model.cluster.backends(service))
      edges.push({
        key: '',
        from: serviceId(service),
        to: workload.id,
        kind: 'selects',
        via: [service.ref],
      })
  return edges
}

function graphEdge(edge: StatedEdge): GraphEdge {
  const { key, ...facts } = edge
  const id = [edge.from, edge.kind, edge.to, ...(key ? [key] : [])].join(' ')
  const out: Record<string, unknown> = { id }
  for (const [name, value] of Object.entries(facts)) if (value !== undefined) out[name] = value
  return out as GraphEdge
}

type Counts = GraphNode['findings']

function countByResource(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const found = new Map<string, Finding[]>()
  for (const finding of findings) if (!finding.suppressed) addTo(found, finding.resource, finding)
  return found
}

function countFor(
  resources: readonly string[],
  found: ReadonlyMap<string, readonly Finding[]>,
): Counts {
  const counts = { error: 0, warning: 0, info: 0 }
  for (const resource of resources)
    for (const { severity } of found.get(resource) ?? []) counts[severity]++
  return counts
}
