'use client'
import { useEffect, useRef, useState } from 'react'
import type { Graph, GraphEdge, GraphNode } from '#lib/graph/graph.ts'

export type Marks = ReadonlyMap<string, 'new' | 'changed'>

const LINGER_MS = 4000
const NONE: Marks = new Map()

const edgeFace = (e: GraphEdge) =>
  JSON.stringify([e.share, e.written, e.mtls?.state, e.mtls?.enforced, e.verdict, e.when, e.order])
const nodeFace = (n: GraphNode) =>
  JSON.stringify([n.inMesh, n.accepts?.mode, n.pods?.map((p) => p.ready), n.findings, n.ports])

/** What is new or reads differently in the second graph. */
export function changesBetween(before: Graph, after: Graph): Marks {
  const marks = new Map<string, 'new' | 'changed'>()
  const compare = <T extends { readonly id: string }>(
    olds: readonly T[],
    news: readonly T[],
    face: (one: T) => string,
  ) => {
    const known = new Map(olds.map((o) => [o.id, o]))
    for (const now of news) {
      const old = known.get(now.id)
      if (!old) marks.set(now.id, 'new')
      else if (old !== now && face(old) !== face(now)) marks.set(now.id, 'changed')
    }
  }
  compare(before.nodes, after.nodes, nodeFace)
  compare(before.edges, after.edges, edgeFace)
  return marks
}

/** Marks what changed for some seconds after each live update, and says it in sum for those who listen. */
export function useLiveMarks(graph: Graph | undefined): { marks: Marks; spoken: string } {
  const before = useRef<Graph | undefined>(undefined)
  const [marks, setMarks] = useState<Marks>(NONE)
  const [spoken, setSpoken] = useState('')
  useEffect(() => {
    const old = before.current
    before.current = graph
    if (!old || !graph || old === graph) return
    const found = changesBetween(old, graph)
    if (found.size === 0) return
    setMarks((now) => new Map([...now, ...found]))
    setSpoken(`${found.size} ${found.size === 1 ? 'thing' : 'things'} changed`)
    const timer = setTimeout(() => {
      setMarks((now) => new Map([...now].filter(([id]) => !found.has(id))))
      setSpoken('')
    }, LINGER_MS)
    return () => clearTimeout(timer)
  }, [graph])
  return { marks, spoken }
}
