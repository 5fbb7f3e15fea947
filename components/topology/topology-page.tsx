'use client'
import { useQuery } from '@tanstack/react-query'
import {
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useState,
} from 'react'
import { findingsQuery, useTopology } from '#components/query/hooks.ts'
import { useUrlState } from '#components/query/url-state.ts'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { counted, digits } from '#components/ui/count.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PageBar } from '#components/ui/page-bar.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import type { Finding } from '#lib/findings/finding.ts'
import type { Graph } from '#lib/graph/graph.ts'
import { collapsedName, namespaceOfId, OUTSIDE_HOSTS } from '#lib/graph/layout/namespaces.ts'
import { pages } from '#lib/paths.ts'
import { BASES, BasisSwitch, HIDDEN_AT_FIRST } from './basis-switch.tsx'
import { ExportMenu } from './export-menu.tsx'
import { GROUPINGS, GroupMenu } from './group-menu.tsx'
import { HideMenu } from './hide-menu.tsx'
import { Limit } from './limit.tsx'
import { useLiveMarks } from './live-marks.ts'
import { Outline } from './outline.tsx'
import { usePageKeys } from './page-keys.ts'
import { usePlaces } from './places.ts'
import { litBy } from './selection.ts'
import { useFind, useShown } from './use-find.ts'
import { ALL, useScene } from './use-scene.ts'

const loadGraph = () => import('./graph-view.tsx')
const GraphView = lazy(() => loadGraph().then((m) => ({ default: m.GraphView })))
// What the first picture does not need comes with its first use.
const TableView = lazy(() => import('./table-view.tsx').then((m) => ({ default: m.TableView })))
const Drawer = lazy(() => import('./drawer.tsx').then((m) => ({ default: m.Drawer })))

type Slots = {
  /** Lies over the canvas. */
  readonly notice?: ReactNode
  /** What can be done where there is nothing to draw. */
  readonly emptyAction?: ReactNode
}

export function TopologyPage({ cluster, ...slots }: { cluster: string } & Slots) {
  const topology = useTopology(cluster)
  const findings = useQuery(findingsQuery(cluster)).data?.findings
  const isTable = useUrlState().get('view') === 'table'
  // While the data is on its way: the table needs nothing of it.
  useEffect(() => {
    if (!isTable) void loadGraph()
  }, [isTable])
  return (
    <AsyncPanel value={topology} label="the topology">
      {(graph) => (
        <Topology
          cluster={cluster}
          graph={graph}
          revision={graph.revision}
          findings={findings ?? NONE}
          {...slots}
        />
      )}
    </AsyncPanel>
  )
}

const NONE: readonly Finding[] = []
/** How many hops away from a thing its neighbours may be shown. */
const REACHES = [1, 2, 3] as const
/** A list out of the address with the same identity as long as it says the same. */
function useList(values: readonly string[]): readonly string[] {
  const key = JSON.stringify(values)
  return useMemo(() => JSON.parse(key) as string[], [key])
}

export function Topology({
  cluster,
  graph,
  revision,
  findings,
  notice,
  emptyAction,
}: {
  cluster: string
  graph: Graph
  revision: string
  findings: readonly Finding[]
} & Slots) {
  const { get, all, set } = useUrlState()
  const namespaces = useList(all('ns'))
  const opened = useList(all('open'))
  const shut = useList(all('shut'))
  const shown = get('basis')
  const hidden = useMemo(
    () =>
      shown === undefined ? HIDDEN_AT_FIRST : BASES.filter((b) => !shown.split(',').includes(b)),
    [shown],
  )
  const hide = useList(all('hide'))
  const group = GROUPINGS.find((g) => g === get('group')) ?? 'namespace'
  const centre = get('around')
  const reach = REACHES.find((n) => String(n) === get('hops')) ?? 1
  const visible = useShown(
    graph,
    useMemo(() => ({ hide, centre, reach }), [hide, centre, reach]),
  )
  // Where frames are others, so are the places.
  const places = usePlaces(group === 'namespace' ? cluster : `${cluster}:${group}`)
  const drawing = useScene(
    visible,
    useMemo(
      () => ({
        namespaces,
        hidden,
        opened,
        shut,
        group,
        part: JSON.stringify([hide, centre, reach]),
      }),
      [namespaces, hidden, opened, shut, group, hide, centre, reach],
    ),
    places.moves,
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
      if (drawing.byItself && !opened.includes(ALL))
        set({ open: isShut ? [...opened, name] : opened.filter((n) => n !== name) })
      else set({ shut: isShut ? shut.filter((n) => n !== name) : [...shut, name] })
    },
    [drawing, opened, shut, set],
  )

  const { put } = places
  const automatic = drawing?.automatic
  const move = useCallback(
    (card: string, to: { x: number; y: number }) => {
      const own = automatic?.boxes.get(card)
      if (own) put(card, { x: to.x - own.x, y: to.y - own.y })
    },
    [automatic, put],
  )

  const text = get('find') ?? ''
  const hideFound = useCallback(
    () => set({ hide: [...hide, text], find: undefined, sel: undefined }),
    [set, hide, text],
  )
  const hideCard = useCallback(
    (card: string) => {
      setFocused(undefined)
      set({ hide: [...hide, queryOf(card)], sel: undefined })
    },
    [set, hide],
  )
  const showAround = useCallback((id: string) => set({ around: id }), [set])
  const found = useFind(drawing, text, selected, select, hideFound)
  const result = found?.result

  const lit = useMemo(
    () => (drawing ? litBy(drawing.scene, selected) : undefined),
    [drawing, selected],
  )
  usePageKeys({ view, set, close, hasSelection: selected !== undefined })

  if (!drawing) return null
  // The outside is always there.
  if (graph.nodes.every(({ kind }) => kind === 'client'))
    return (
      <>
        <PageBar title="Topology" />
        <EmptyState
          title="No service mesh found in this cluster."
          body="No Service, workload or gateway can be read here, so there is nothing to draw."
          actions={
            <>
              <ButtonLink href={pages.findings(cluster)}>See what was read</ButtonLink>
              {emptyAction}
            </>
          }
        />
      </>
    )
  const hideable =
    selected === undefined || !drawing.scene.cardOf.has(selected)
      ? undefined
      : {
          name:
            graph.nodes.find((n) => n.id === selected)?.name ??
            collapsedName(namespaceOfId(selected) ?? selected),
          query: queryOf(selected),
        }
  const services = graph.nodes.filter((n) => n.kind === 'service').length
  const things = drawing.scene.cards.length
  const hops = drawing.graph.edges.filter((e) => e.kind !== 'selects').length
  const empty = drawing.graph.nodes.length === 0
  const movedHere = drawing.scene.cards.filter((card) => places.moves.has(card.id)).length
  return (
    <>
      <PageBar
        title="Topology"
        actions={
          <ExportMenu
            what={() => ({ cluster, revision, graph: drawing.graph, scene: drawing.scene })}
          />
        }
      >
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
        {view === 'graph' ? (
          <GroupMenu
            group={group}
            onChange={(value) => set({ group: value === 'namespace' ? undefined : value })}
          />
        ) : null}
        <HideMenu
          graph={graph}
          hide={hide}
          found={text}
          selected={hideable}
          onChange={(next) =>
            set({ hide: next, ...(text && next.includes(text) ? { find: undefined } : {}) })
          }
        />
        {centre === undefined ? null : (
          <Limit
            what={`Around ${graph.nodes.find(({ id }) => id === centre)?.name ?? centre}`}
            undo="Show all"
            onUndo={() => set({ around: undefined, hops: undefined })}
          >
            <Segmented
              label="Hops away"
              value={String(reach)}
              onChange={(value) => set({ hops: value === '1' ? undefined : value })}
              segments={REACHES.map((n) => ({
                value: String(n),
                label: n === 1 ? '1 hop' : `${n} hops`,
              }))}
            />
          </Limit>
        )}
        {hide.length > 0 ? (
          <Limit
            what={hiddenWords(graph, visible)}
            title={hide.join(' · ')}
            undo="Show"
            onUndo={() => set({ hide: undefined })}
          />
        ) : null}
        {movedHere > 0 && view === 'graph' ? (
          <Limit what={`${movedHere} moved`} undo="Put back" onUndo={places.reset} />
        ) : null}
        {drawing.byItself && view === 'graph' ? (
          opened.includes(ALL) ? (
            <Limit
              what={`${digits(services)} services, all opened`}
              undo="Draw as namespaces"
              onUndo={() => set({ open: undefined, shut: undefined })}
            />
          ) : (
            <Limit
              what={`${digits(services)} services, drawn as namespaces`}
              undo="Open all"
              onUndo={() => set({ open: ALL, shut: undefined })}
            />
          )
        ) : null}
      </PageBar>
      <div className="relative flex min-h-0 flex-1">
        {empty ? (
          <div className="flex-1">
            {hide.length > 0 || centre !== undefined ? (
              <EmptyState
                title="Nothing is left to show."
                actions={
                  <Button onClick={() => set({ hide: undefined, around: undefined })}>
                    Show all
                  </Button>
                }
              />
            ) : (
              <EmptyState
                title={`Nothing is in ${counted(namespaces.length, 'namespace')}.`}
                actions={
                  <Button onClick={() => set({ ns: undefined })}>Show all namespaces</Button>
                }
              />
            )}
          </div>
        ) : (
          <Suspense fallback={<div className="flex-1" />}>
            {view === 'table' ? (
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
                onMove={move}
                onHide={hideCard}
                onAround={showAround}
                outlineId={outlineId}
                label={`Mesh graph, ${things} ${things === 1 ? 'thing' : 'things'}, ${hops} ${hops === 1 ? 'hop' : 'hops'}. Press t for the table.`}
              />
            )}
          </Suspense>
        )}
        {view === 'graph' ? notice : null}
        {view === 'graph' ? (
          <Outline scene={drawing.scene} id={outlineId} focused={focused} />
        ) : null}
        {selected ? (
          <Suspense>
            <Drawer
              cluster={cluster}
              graph={graph}
              findings={findings}
              selected={selected}
              onSelect={select}
              onClose={close}
              onAround={showAround}
            />
          </Suspense>
        ) : null}
      </div>
      <p role="status" aria-live="polite" className="sr-only">
        {spoken}
      </p>
    </>
  )
}

/** What finds one card, and nothing else. */
function queryOf(card: string): string {
  const name = namespaceOfId(card)
  if (name === OUTSIDE_HOSTS) return 'kind:external'
  return name === undefined ? `id:"${card}"` : `ns:"${name}"`
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
