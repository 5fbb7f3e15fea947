import type { Finding } from '#lib/findings/finding.ts'
import type { Graph, GraphDiff, GraphEdge, GraphNode } from '#lib/graph/graph.ts'
import { at, isRecord, list, textMap } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { Ref } from '#lib/resources/reference.ts'
import { inNamespace } from '#lib/snapshot/read.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import { isCall } from './hops.ts'

/** Services that would behave otherwise although no edited object names or selects them. */
export function unnamedServices(
  diff: GraphDiff,
  after: Graph,
  objects: readonly KubernetesObject[],
  snapshot: Snapshot,
): readonly string[] {
  const changed = changedServices(diff, after)
  if (changed.length === 0) return []
  const words = new Set<string>()
  for (const object of objects) collectWords(object, words)
  return changed
    .filter((node) => !words.has(node.name) && !isSelected(node, objects, snapshot))
    .map((node) => node.id)
}

/** Services whose own facts or whose incoming calls differ and that are there before and after. */
function changedServices(diff: GraphDiff, after: Graph): readonly GraphNode[] {
  const ids = new Set<string>()
  for (const { before, after: now } of diff.nodes.changed)
    if (now.kind === 'service' && before.accepts?.mode !== now.accepts?.mode) ids.add(now.id)
  const edges: readonly GraphEdge[] = [
    ...diff.edges.added,
    ...diff.edges.changed.flatMap(({ before, after: now }) =>
      isSameCall(before, now) ? [] : [now],
    ),
  ]
  for (const edge of edges) if (isCall(edge)) ids.add(edge.to)
  const isNew = new Set(diff.nodes.added.map((node) => node.id))
  return after.nodes.filter(
    (node) => node.kind === 'service' && ids.has(node.id) && !isNew.has(node.id),
  )
}

/** The same for requests: who decides it and in which words may differ. */
const isSameCall = (a: GraphEdge, b: GraphEdge): boolean =>
  a.share === b.share &&
  a.verdict === b.verdict &&
  a.when === b.when &&
  a.port === b.port &&
  a.subset === b.subset &&
  a.mtls?.state === b.mtls?.state &&
  a.mtls?.enforced === b.mtls?.enforced

/** Every label of every text in an object: `web.shop.svc` and `outbound|80||web.shop.svc` both name `web`. */
function collectWords(root: unknown, words: Set<string>): void {
  const stack: unknown[] = [root]
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (typeof value === 'string') for (const word of value.split(/[^A-Za-z0-9-]/)) words.add(word)
    else if (Array.isArray(value)) stack.push(...value.filter((entry) => entry !== undefined))
    else if (isRecord(value))
      stack.push(...Object.values(value).filter((entry) => entry !== undefined))
  }
}

/** Whether an edited object selects pods that this Service selects too. */
function isSelected(
  service: GraphNode,
  objects: readonly KubernetesObject[],
  snapshot: Snapshot,
): boolean {
  const namespace = service.namespace ?? ''
  const own = snapshot.kinds.get('core/services')?.namespaces.get(namespace)?.get(service.name)
  const selector = textMap(at(own, 'spec', 'selector'))
  if (selector.size === 0) return false
  const policies = objects.flatMap((object) => {
    const labels = selectorOf(object)
    return labels.size > 0 ? [{ labels, namespace: object.metadata.namespace }] : []
  })
  if (policies.length === 0) return false
  for (const pod of inNamespace(snapshot, 'core/pods', namespace)) {
    const labels = textMap(pod.metadata.labels)
    if (!matches(selector, labels)) continue
    // Selectors of the root namespace reach everywhere, so the namespace is not compared.
    if (policies.some((policy) => matches(policy.labels, labels))) return true
  }
  return false
}

function selectorOf(object: KubernetesObject): ReadonlyMap<string, string> {
  const { spec } = object
  for (const path of [
    ['selector', 'matchLabels'],
    ['workloadSelector', 'labels'],
    ['workloadSelector', 'matchLabels'],
    ['selector'],
  ]) {
    const labels = textMap(at(spec, ...path))
    if (labels.size > 0) return labels
  }
  return new Map()
}

const matches = (
  selector: ReadonlyMap<string, string>,
  labels: ReadonlyMap<string, string>,
): boolean => [...selector].every(([key, value]) => labels.get(key) === value)

/**
 * Nodes over which an edited object decides after the edit and did not before: findings that stay on them gain
 * a new meaning. Answers the objects that these nodes stand for.
 */
export function newlyGoverned(
  before: Graph,
  after: Graph,
  edited: ReadonlySet<Ref>,
): ReadonlySet<Ref> {
  const governed = (graph: Graph): ReadonlySet<string> => {
    const ids = new Set<string>()
    const names = (refs: readonly string[] | undefined) => refs?.some((ref) => edited.has(ref))
    for (const node of graph.nodes) if (names(node.accepts?.decidedBy)) ids.add(node.id)
    for (const edge of graph.edges)
      if (isCall(edge) && (names(edge.policies) || names(edge.mtls?.decidedBy))) ids.add(edge.to)
    return ids
  }
  const had = governed(before)
  const fresh = new Set([...governed(after)].filter((id) => !had.has(id)))
  for (const edge of after.edges)
    if (edge.kind === 'selects' && fresh.has(edge.from)) fresh.add(edge.to)
  return new Set(
    after.nodes.flatMap((node) => (fresh.has(node.id) ? list(node.resources).map(String) : [])),
  )
}

/** Whether a finding is about one of these objects, itself or by mention. */
export const isAbout = (finding: Finding, refs: ReadonlySet<Ref>): boolean =>
  refs.has(finding.resource) || finding.mentions.some((ref) => refs.has(ref))
