'use client'
import { useEffect, useMemo, useState } from 'react'
import { answerFind, type FindAnswer } from '#components/query/page-find.ts'
import { digits } from '#components/ui/count.ts'
import type { FindResult } from '#lib/graph/find.ts'
import type { Graph } from '#lib/graph/graph.ts'
import type { Lit } from './selection.ts'
import type { Drawing } from './use-scene.ts'

/** Comes when somebody looks for something, or a link hides something. */
const loadFinder = async () => {
  const [{ findIn, parseFind }, { completeFind }, { without }, { around }] = await Promise.all([
    import('#lib/graph/find.ts'),
    import('#lib/graph/find-completion.ts'),
    import('#lib/graph/without.ts'),
    import('#lib/graph/around.ts'),
  ])
  return { findIn, parseFind, completeFind, without, around }
}
type Finder = Awaited<ReturnType<typeof loadFinder>>

function useFinder(isWanted: boolean): Finder | undefined {
  const [finder, setFinder] = useState<Finder>()
  useEffect(() => {
    if (!isWanted || finder) return
    let isCurrent = true
    // Not loaded is as if nothing were asked; the next letter asks again.
    loadFinder().then(
      (loaded) => (isCurrent ? setFinder(loaded) : undefined),
      () => undefined,
    )
    return () => {
      isCurrent = false
    }
  }, [isWanted, finder])
  return finder
}

/** What of the graph the address asks for: what is near one thing, and without what is hidden. */
export type Part = {
  readonly hide: readonly string[]
  readonly centre: string | undefined
  readonly reach: number
}

/** That part of the graph; `undefined` until it is known what it is. */
export function useShown(graph: Graph, { hide, centre, reach }: Part): Graph | undefined {
  const isWhole = hide.length === 0 && centre === undefined
  const finder = useFinder(!isWhole)
  return useMemo(() => {
    if (isWhole) return graph
    if (!finder) return undefined
    return finder.without(centre === undefined ? graph : finder.around(graph, centre, reach), hide)
  }, [graph, hide, centre, reach, isWhole, finder])
}

export type Found = {
  readonly result: FindResult
  readonly lit: Lit
}

/** What of the picture the find box asks for, and the box's answer: how many, the next, what a word may become. */
export function useFind(
  drawing: Drawing | undefined,
  text: string,
  selected: string | undefined,
  select: (id: string | undefined) => void,
  hide: () => void,
): Found | undefined {
  const [isFocused, setFocused] = useState(false)
  const finder = useFinder(text !== '' || isFocused)
  const query = useMemo(() => finder?.parseFind(text), [finder, text])
  const result = useMemo(
    () => (finder && drawing && query ? finder.findIn(drawing.graph, query) : undefined),
    [finder, drawing, query],
  )
  const lit = useMemo(
    () => (drawing && result ? litByFind(drawing, result) : undefined),
    [drawing, result],
  )
  const graph = drawing?.graph
  useEffect(() => {
    const answer: FindAnswer = {
      placeholder: 'Find, for example mtls:plaintext',
      onFocus: () => setFocused(true),
      ...(query?.error ? { error: query.error } : {}),
      ...(finder && graph
        ? { complete: (value, caret) => finder.completeFind(value, caret, graph) }
        : {}),
      ...(result && graph ? walk(graph, result, selected, select, hide) : {}),
    }
    answerFind(answer)
  }, [finder, graph, query, result, selected, select, hide])
  useEffect(() => () => answerFind({}), [])
  return useMemo(() => (result && lit ? { result, lit } : undefined), [result, lit])
}

function walk(
  graph: Graph,
  { counts, nodes, edges }: FindResult,
  selected: string | undefined,
  select: (id: string | undefined) => void,
  hide: () => void,
): Pick<FindAnswer, 'summary' | 'next' | 'action'> {
  const isHops = counts === 'hops'
  const total = isHops ? graph.edges.length : graph.nodes.length
  const ids = [...(isHops ? edges : nodes)]
  if (ids.length === 0) return { summary: `Nothing of ${digits(total)} matches` }
  return {
    summary: `${digits(ids.length)} of ${digits(total)} ${ids.length === 1 ? 'matches' : 'match'}, Enter for the next`,
    next: () => select(ids[(ids.indexOf(selected ?? '') + 1) % ids.length]),
    action: { label: `Hide ${ids.length === 1 ? 'it' : `these ${digits(ids.length)}`}`, run: hide },
  }
}

function litByFind(drawing: Drawing, result: FindResult): Lit {
  const { scene, graph } = drawing
  const cards = new Set<string>()
  const links = new Set<string>()
  for (const id of result.nodes) cards.add(scene.cardOf.get(id) ?? id)
  // Hops inside a card have no line of their own; the card stands for them.
  for (const edge of graph.edges)
    if (result.edges.has(edge.id) && !scene.linkOfEdge.has(edge.id))
      cards.add(scene.cardOf.get(edge.from) ?? edge.from)
  for (const link of scene.links)
    if (link.edges.some((e) => result.edges.has(e.id))) {
      links.add(link.id)
      cards.add(link.from)
      cards.add(link.to)
    }
  return { cards, links }
}
