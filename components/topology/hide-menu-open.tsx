'use client'
import { useMemo } from 'react'
import { digits } from '#components/ui/count.ts'
import type { Trigger } from '#components/ui/first-use.tsx'
import type { MenuEntry } from '#components/ui/menu.tsx'
import OpenedMenu from '#components/ui/menu-open.tsx'
import { basisOf } from '#lib/graph/basis.ts'
import type { Graph } from '#lib/graph/graph.ts'
import type { HideMenuProps } from './hide-menu.tsx'

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

/** The menu from its first use on. */
export default function OpenedHideMenu({
  graph,
  hide,
  found,
  selected,
  onChange,
  trigger,
  byKeyboard,
}: HideMenuProps & { trigger: Trigger; byKeyboard: boolean }) {
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
      hint: digits(count),
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
  return <OpenedMenu label="Hide" entries={entries} trigger={trigger} byKeyboard={byKeyboard} />
}
