'use client'
import { useMemo } from 'react'
import { digits } from '#components/ui/count.ts'
import { Segmented } from '#components/ui/segmented.tsx'
import { basisOf } from '#lib/graph/basis.ts'
import type { Graph } from '#lib/graph/graph.ts'
import { type Basis, scoped } from './use-scene.ts'

export const BASES: readonly Basis[] = ['stated', 'allowed', 'inferred', 'observed']
/** What may be called is asked for: beside what is stated it would crowd it. */
export const HIDDEN_AT_FIRST: readonly Basis[] = ['allowed']
const isAtFirst = (hidden: readonly Basis[]): boolean =>
  hidden.length === HIDDEN_AT_FIRST.length && hidden.every((b) => HIDDEN_AT_FIRST.includes(b))
const BASIS_LABEL: Record<Basis, string> = {
  stated: 'Stated',
  allowed: 'Allowed',
  inferred: 'Inferred',
  observed: 'Observed',
}

/** Which hops are drawn, by why they are. */
export function BasisSwitch({
  graph,
  namespaces,
  hidden,
  onChange,
}: {
  graph: Graph
  namespaces: readonly string[]
  hidden: readonly Basis[]
  onChange: (basis: string | undefined) => void
}) {
  const counts = useMemo(() => {
    const part = scoped(graph, { namespaces, hidden: [] })
    const found: Record<Basis, number> = { stated: 0, allowed: 0, inferred: 0, observed: 0 }
    for (const edge of part.edges) if (edge.kind !== 'selects') found[basisOf(edge)] += 1
    return found
  }, [graph, namespaces])
  // Observed edges exist only with a source of metrics.
  const offered = BASES.filter((b) => b !== 'observed' || counts.observed > 0)
  const on = offered.filter((b) => !hidden.includes(b) && counts[b] > 0)
  return (
    <Segmented
      many
      label="Hops by basis"
      value={on}
      onChange={(value) => {
        const basis = value as Basis
        const next = hidden.includes(basis) ? hidden.filter((b) => b !== basis) : [...hidden, basis]
        onChange(isAtFirst(next) ? undefined : BASES.filter((b) => !next.includes(b)).join(','))
      }}
      segments={offered.map((basis) => ({
        value: basis,
        label: `${BASIS_LABEL[basis]} ${digits(counts[basis])}`,
        disabled: counts[basis] === 0,
      }))}
    />
  )
}
