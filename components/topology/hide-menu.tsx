'use client'
import { useMemo } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { Menu, type MenuEntry } from '#components/ui/menu.tsx'
import { basisOf } from '#lib/graph/basis.ts'
import type { Graph } from '#lib/graph/graph.ts'

/** What is often in the way: a find expression, its name, and what of the graph it takes out. */
const OFTEN: readonly {
  readonly query: string
  readonly label: string
  readonly of: (graph: Graph) => number
}[] = [
  {
    query: 'kind:client',
    label: 'Clients outside',
    of: ({ nodes }) => nodes.filter((n) => n.kind === 'client').length,
  },
  {
    query: 'kind:external',
    label: 'External hosts',
    of: ({ nodes }) => nodes.filter((n) => n.kind === 'external').length,
  },
  {
    query: 'kind:entry',
    label: 'Service entries',
    of: ({ nodes }) => nodes.filter((n) => n.kind === 'entry').length,
  },
  {
    query: 'in:none',
    label: 'Workloads without a proxy',
    of: ({ nodes }) => nodes.filter((n) => n.inMesh === 'none').length,
  },
  {
    query: 'basis:inferred',
    label: 'Inferred hops',
    of: ({ edges }) => edges.filter((e) => basisOf(e) === 'inferred').length,
  },
  {
    query: 'mtls:mtls',
    label: 'Hops with mTLS',
    of: ({ edges }) => edges.filter((e) => e.mtls?.state === 'mtls').length,
  },
]

/** Takes out of the picture what is not looked for: what is often in the way, what is selected, what was found. */
export function HideMenu({
  graph,
  hide,
  found,
  selected,
  onChange,
}: {
  /** All that could be shown, hidden or not. */
  graph: Graph
  hide: readonly string[]
  /** The text of the find box. */
  found: string
  selected: { readonly name: string; readonly query: string } | undefined
  onChange: (hide: readonly string[]) => void
}) {
  const often = useMemo(
    () =>
      OFTEN.map(({ query, label, of }) => ({ query, label, count: of(graph) })).filter(
        ({ count }) => count > 0,
      ),
    [graph],
  )
  const others = hide.filter((query) => !often.some((one) => one.query === query))
  const add = (query: string) => onChange([...hide, query])
  const drop = (query: string) => onChange(hide.filter((one) => one !== query))
  const entries: MenuEntry[] = [
    ...(selected
      ? [{ label: `Hide ${selected.name}`, hint: 'h', onSelect: () => add(selected.query) }]
      : []),
    found
      ? { label: `Hide what matches ${found}`, onSelect: () => add(found) }
      : {
          label: 'Find what to hide …',
          hint: '/',
          onSelect: () => window.dispatchEvent(new Event('meshwright:find')),
        },
    ...(often.length > 0 ? [{ heading: 'Not shown' }] : []),
    ...often.map(({ query, label, count }) => ({
      label,
      hint: count.toLocaleString('en'),
      checked: hide.includes(query),
      onChange: (isHidden: boolean) => (isHidden ? add(query) : drop(query)),
    })),
    ...others.map((query) => ({
      label: query,
      checked: true,
      onChange: () => drop(query),
    })),
    ...(hide.length > 0
      ? [{ line: true as const }, { label: 'Show everything', onSelect: () => onChange([]) }]
      : []),
  ]
  return (
    <Menu
      label="Hide"
      entries={entries}
      trigger={
        <Button look="ghost">
          Hide…
          <Glyph name="chevronDown" className="text-ink-3" />
        </Button>
      }
    />
  )
}
