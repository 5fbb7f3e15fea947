'use client'
import { useEffect, useRef, useState } from 'react'
import { namespaceOfNode } from '#components/query/names.ts'
import { counted } from '#components/ui/count.ts'
import type { Graph, GraphEdge, GraphNode } from '#lib/graph/graph.ts'
import { namespaceId } from '#lib/graph/layout/namespaces.ts'
import { listChanges } from '#lib/incremental/sorted.ts'

export type Mark = 'new' | 'changed' | 'gone'
export type Marks = ReadonlyMap<string, Mark>

const LINGER_MS = 4000
/** Where nothing moves, a mark is the only sign, and stays as long as it takes to find it. */
const STILL_MS = 10_000
const NONE: Marks = new Map()

/** How long a mark stays. */
export const lingersMs = (): number =>
  matchMedia('(prefers-reduced-motion: reduce)').matches ? STILL_MS : LINGER_MS

const edgeFace = (e: GraphEdge) =>
  JSON.stringify([e.share, e.written, e.mtls?.state, e.mtls?.enforced, e.verdict, e.when, e.order])
const nodeFace = (n: GraphNode) =>
  JSON.stringify([n.inMesh, n.accepts?.mode, n.pods?.map((p) => p.ready), n.findings, n.ports])

/** What is new or reads differently in the second graph, and what of the first is gone. */
export function changesBetween(before: Graph, after: Graph): Marks {
  const marks = new Map<string, Mark>()
  const compare = <T extends { readonly id: string }>(
    olds: readonly T[],
    news: readonly T[],
    face: (one: T) => string,
  ) => {
    const { gone, came } = listChanges(olds, news)
    const known = new Map(gone.map((one) => [one.id, one]))
    for (const now of came) {
      const old = known.get(now.id)
      known.delete(now.id)
      if (!old) marks.set(now.id, 'new')
      else if (face(old) !== face(now)) marks.set(now.id, 'changed')
    }
    for (const id of known.keys()) marks.set(id, 'gone')
  }
  compare(before.nodes, after.nodes, nodeFace)
  compare(before.edges, after.edges, edgeFace)
  return marks
}

/** The same with the namespaces in which it happened: one that is drawn as a card shows it there. */
export function withNamespaces(marks: Marks): Marks {
  const all = new Map(marks)
  // An edge's id begins with that of the thing it leaves.
  for (const id of marks.keys())
    for (const part of id.split(' ')) {
      const namespace = part.includes(':') ? namespaceOfNode(part) : undefined
      if (namespace !== undefined) all.set(namespaceId(namespace), 'changed')
    }
  return all
}

/** Marks what changed for some seconds after each live update, and says it in sum for those who listen. */
export function useLiveMarks(graph: Graph | undefined): { marks: Marks; spoken: string } {
  const before = useRef<Graph | undefined>(undefined)
  const [marks, setMarks] = useState<Marks>(NONE)
  const [spoken, setSpoken] = useState('')
  const until = useRef(new Map<string, number>())
  useEffect(() => {
    const old = before.current
    before.current = graph
    if (!old || !graph || old === graph) return
    const changes = changesBetween(old, graph)
    if (changes.size === 0) return
    const found = withNamespaces(changes)
    const lingers = lingersMs()
    // What is marked anew meanwhile keeps its mark for its own time.
    for (const id of found.keys()) until.current.set(id, performance.now() + lingers)
    setMarks((now) => new Map([...now, ...found]))
    setSpoken(`${counted(changes.size, 'thing')} changed`)
    setTimeout(() => {
      const over = [...until.current].filter(([, at]) => at <= performance.now() + 1)
      for (const [id] of over) until.current.delete(id)
      const ended = new Set(over.map(([id]) => id))
      setMarks((now) => new Map([...now].filter(([id]) => !ended.has(id))))
      setSpoken('')
    }, lingers)
  }, [graph])
  return { marks, spoken }
}
