'use client'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useCallback, useEffect, useId, useMemo, useState } from 'react'
import { findingsQuery, statusQuery, useTopology } from '#components/query/hooks.ts'
import { useUrlState } from '#components/query/url-state.ts'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PageBar } from '#components/ui/page-bar.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import type { Finding } from '#lib/findings/finding.ts'
import { basisOf } from '#lib/graph/basis.ts'
import type { Graph } from '#lib/graph/graph.ts'
import { namespaceOfId } from '#lib/graph/layout/namespaces.ts'
import { pages } from '#lib/paths.ts'
import { useLiveMarks } from './live-marks.ts'
import { Outline } from './outline.tsx'
import { PlaceProvider } from './references.tsx'
import { litBy } from './selection.ts'
import { useFind, useShown } from './use-find.ts'
import { type Basis, scoped, useScene } from './use-scene.ts'

const loadGraph = () => import('./graph-view.tsx').then((m) => m.GraphView)
const GraphView = dynamic(loadGraph, { ssr: false })
// What the first picture does not need comes with its first use.
const TableView = dynamic(() => import('./table-view.tsx').then((m) => m.TableView), { ssr: false })
const Drawer = dynamic(() => import('./drawer.tsx').then((m) => m.Drawer), { ssr: false })

export function TopologyPage({ cluster }: { cluster: string }) {
  const topology = useTopology(cluster)
  const findings = useQuery(findingsQuery(cluster)).data?.findings
  const kinds = useQuery(statusQuery(cluster)).data?.kinds
  const place = useMemo(() => ({ cluster, kinds }), [cluster, kinds])
  const isTable = useUrlState().get('view') === 'table'
  // While the data is on its way: the table needs nothing of it.
  useEffect(() => {
    if (!isTable) void loadGraph()
  }, [isTable])
  return (
    <PlaceProvider value={place}>
      <AsyncPanel value={topology} label="the topology">
        {(graph) => <Topology cluster={cluster} graph={graph} findings={findings ?? NONE} />}
      </AsyncPanel>
    </PlaceProvider>
  )
}

const NONE: readonly Finding[] = []
const BASES: readonly Basis[] = ['stated', 'allowed', 'inferred', 'observed']
const BASIS_LABEL: Record<Basis, string> = {
  stated: 'Stated',
  allowed: 'Allowed',
  inferred: 'Inferred',
  observed: 'Observed',
}

/** A list out of the address with the same identity as long as it says the same. */
function useList(values: readonly string[]): readonly string[] {
  const key = JSON.stringify(values)
  return useMemo(() => JSON.parse(key) as string[], [key])
}

export function Topology({
  cluster,
  graph,
  findings,
}: {
  cluster: string
  graph: Graph
  findings: readonly Finding[]
}) {
  const { get, all, set } = useUrlState()
  const namespaces = useList(all('ns'))
  const opened = useList(all('open'))
  const shut = useList(all('shut'))
  const shown = get('basis')
  const hidden = useMemo(
    () => (shown === undefined ? [] : BASES.filter((b) => !shown.split(',').includes(b))),
    [shown],
  )
  const hide = useList(all('hide'))
  const visible = useShown(graph, hide)
  const drawing = useScene(
    visible,
    useMemo(
      () => ({ namespaces, hidden, opened, shut, hide }),
      [namespaces, hidden, opened, shut, hide],
    ),
  )
  const selected = get('sel')
  const view = get('view') === 'table' ? 'table' : 'graph'
  const [focused, setFocused] = useState<string>()
  const { marks, spoken } = useLiveMarks(graph)
  const outlineId = useId()

  const select = useCallback(
    (id: string | undefined) => {
      setFocused(undefined)
      set({ sel: id })
    },
    [set],
  )
  const close = useCallback(() => select(undefined), [select])
  const toggle = useCallback(
    (card: string) => {
      const name = namespaceOfId(card)
      if (name === undefined || !drawing) return
      const isShut = drawing.collapsed.has(name)
      if (drawing.byItself)
        set({ open: isShut ? [...opened, name] : opened.filter((n) => n !== name) })
      else set({ shut: isShut ? shut.filter((n) => n !== name) : [...shut, name] })
    },
    [drawing, opened, shut, set],
  )

  const text = get('find') ?? ''
  const hideFound = useCallback(
    () => set({ hide: [...hide, text], find: undefined, sel: undefined }),
    [set, hide, text],
  )
  const found = useFind(drawing, text, selected, select, hideFound)
  const result = found?.result

  const lit = useMemo(
    () => (drawing ? litBy(drawing.scene, selected) : undefined),
    [drawing, selected],
  )
  usePageKeys({ view, set, close, hasSelection: selected !== undefined })

  if (!drawing) return null
  if (graph.nodes.length === 0)
    return (
      <>
        <PageBar title="Topology" />
        <EmptyState
          title="No service mesh found in this cluster."
          body="No Service, workload or gateway can be read here, so there is nothing to draw."
          actions={<ButtonLink href={pages.findings(cluster)}>See what was read</ButtonLink>}
        />
      </>
    )
  const services = graph.nodes.filter((n) => n.kind === 'service').length
  const things = drawing.scene.cards.length
  const hops = drawing.graph.edges.filter((e) => e.kind !== 'selects').length
  const empty = drawing.graph.nodes.length === 0
  return (
    <>
      <PageBar title="Topology">
        <Segmented
          label="View"
          value={view}
          onChange={(v) => set({ view: v === 'table' ? 'table' : undefined })}
          segments={[
            { value: 'graph', label: 'Graph', glyph: 'topology' },
            { value: 'table', label: 'Table', glyph: 'table' },
          ]}
        />
        <BasisSwitch
          graph={graph}
          namespaces={namespaces}
          hidden={hidden}
          onChange={(basis) => set({ basis })}
        />
        {hide.length > 0 ? (
          <span className="inline-flex items-center gap-1.5 text-12 text-ink-2">
            {hiddenWords(graph, visible)}
            <Button look="ghost" title={hide.join(' · ')} onClick={() => set({ hide: undefined })}>
              Show
            </Button>
          </span>
        ) : null}
        {drawing.byItself ? (
          <span className="text-12 text-ink-3">
            {services.toLocaleString('en')} services, drawn as namespaces
          </span>
        ) : null}
      </PageBar>
      <div className="relative flex min-h-0 flex-1">
        {empty ? (
          <div className="flex-1">
            {hide.length > 0 ? (
              <EmptyState
                title="Everything here is hidden."
                actions={<Button onClick={() => set({ hide: undefined })}>Show it</Button>}
              />
            ) : (
              <EmptyState
                title={`Nothing is in ${namespaces.length} ${namespaces.length === 1 ? 'namespace' : 'namespaces'}.`}
                actions={
                  <Button onClick={() => set({ ns: undefined })}>Show all namespaces</Button>
                }
              />
            )}
          </div>
        ) : view === 'table' ? (
          <TableView
            graph={result ? matching(drawing.graph, result) : drawing.graph}
            selected={selected}
            onSelect={select}
            marks={marks}
            tab={get('tab') ?? 'hops'}
            onTab={(tab) => set({ tab: tab === 'hops' ? undefined : tab }, 'replace')}
          />
        ) : (
          <GraphView
            scene={drawing.scene}
            scope={drawing.scope}
            selected={selected}
            onSelect={select}
            onToggle={toggle}
            lit={lit}
            found={found?.lit}
            marks={marks}
            focused={focused}
            onFocus={setFocused}
            outlineId={outlineId}
            label={`Mesh graph, ${things} ${things === 1 ? 'thing' : 'things'}, ${hops} ${hops === 1 ? 'hop' : 'hops'}. Press t for the table.`}
          />
        )}
        {view === 'graph' ? (
          <Outline scene={drawing.scene} id={outlineId} focused={focused} />
        ) : null}
        {selected ? (
          <Drawer
            graph={graph}
            findings={findings}
            selected={selected}
            onSelect={select}
            onClose={close}
          />
        ) : null}
      </div>
      <p role="status" aria-live="polite" className="sr-only">
        {spoken}
      </p>
    </>
  )
}

/** "12 hidden": things, or hops where only those are. */
function hiddenWords(graph: Graph, shown: Graph | undefined): string {
  const things = graph.nodes.length - (shown?.nodes.length ?? 0)
  const hops = graph.edges.length - (shown?.edges.length ?? 0)
  return things > 0 ? `${things} hidden` : `${hops} ${hops === 1 ? 'hop' : 'hops'} hidden`
}

/** The rows that a find leaves in the table. */
const matching = (
  graph: Graph,
  result: { nodes: ReadonlySet<string>; edges: ReadonlySet<string> },
): Graph => ({
  nodes: graph.nodes.filter((n) => result.nodes.has(n.id)),
  edges: graph.edges.filter((e) => result.edges.has(e.id)),
})

function BasisSwitch({
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
        onChange(next.length ? BASES.filter((b) => !next.includes(b)).join(',') : undefined)
      }}
      segments={offered.map((basis) => ({
        value: basis,
        label: `${BASIS_LABEL[basis]} ${counts[basis]}`,
        disabled: counts[basis] === 0,
      }))}
    />
  )
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)

function usePageKeys({
  view,
  set,
  close,
  hasSelection,
}: {
  view: 'graph' | 'table'
  set: (change: Record<string, string | undefined>) => void
  close: () => void
  hasSelection: boolean
}): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (isTyping(event.target) || document.querySelector('[role="dialog"]')) return
      if (event.key === 't') set({ view: view === 'graph' ? 'table' : undefined })
      else if (event.key === 'Escape' && hasSelection) close()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [view, set, close, hasSelection])
}
