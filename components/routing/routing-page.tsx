'use client'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { ExportMenu } from '#components/query/export-menu.tsx'
import { topologyQuery } from '#components/query/hooks.ts'
import { useFindAnswerOf, usePageFilter } from '#components/query/page-filter.ts'
import { PartialNotice } from '#components/query/partial-notice.tsx'
import { ClusterPlace } from '#components/query/place.tsx'
import { type RoutesAnswer, useRoutes } from '#components/query/report-hooks.ts'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { counted, digits } from '#components/ui/count.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PageBar } from '#components/ui/page-bar.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { Th } from '#components/ui/table.tsx'
import { VirtualTable } from '#components/ui/virtual-table.tsx'
import type { GraphEdge } from '#lib/graph/graph.ts'
import { pages } from '#lib/paths.ts'
import {
  accessIndex,
  inOrder,
  linesOf,
  namespacesOf,
  type RouteOrder,
  tablesOfEdges,
} from './route-tree.ts'
import { RuleLines } from './rule-lines.tsx'
import { TableLine } from './table-line.tsx'

/** @param host only tables that answer for it */
export function RoutingPage({ cluster, host }: { cluster: string; host?: string }) {
  const routes = useRoutes(cluster)
  const edges = useQuery(topologyQuery(cluster)).data?.edges
  return (
    <ClusterPlace cluster={cluster}>
      <AsyncPanel value={routes} label="routes">
        {(answer) => (
          <Routing
            cluster={cluster}
            answer={answer}
            edges={edges ?? NO_EDGES}
            {...(host === undefined ? {} : { host })}
          />
        )}
      </AsyncPanel>
    </ClusterPlace>
  )
}

const NO_EDGES: readonly GraphEdge[] = []
/** What is folded away on screen is in the file all the same. */
const NOT_CLOSED: ReadonlySet<string> = new Set()
const READS = ['virtualservices', 'gateways', 'httproutes', 'ingresses', 'destinationrules']

export function Routing({
  cluster,
  answer,
  edges,
  host,
}: {
  cluster: string
  answer: Pick<RoutesAnswer, 'tables' | 'partial'> & Partial<RoutesAnswer>
  edges: readonly GraphEdge[]
  host?: string
}) {
  const { text, holds, inScope, isFiltered, get, set } = usePageFilter()
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const order = (get('order') ?? 'host') as RouteOrder
  const only = get('only')
  const open = get('row')
  const all = useMemo(
    () => [...answer.tables, ...tablesOfEdges(edges, answer.tables)],
    [answer.tables, edges],
  )
  const access = useMemo(() => accessIndex(edges), [edges])
  const scope = inOrder(
    all.filter((t) => inScope(...namespacesOf(t)) && (!host || t.hosts.includes(host))),
    order,
  )
  const rules = scope.reduce((sum, t) => sum + t.rules.length, 0)
  const shadowed = scope.reduce((sum, t) => sum + t.rules.filter((r) => !r.reachable).length, 0)
  const kept = only === 'unreached' ? scope.map(onlyUnreached).filter((t) => t.rules.length) : scope
  const lines = linesOf(kept, { holds, closed })
  const shown = lines.filter((l) => l.kind === 'rule').length
  useFindAnswerOf('Filter routes, for example reviews', text, shown, rules, 'rules')
  const toggle = (id: string) =>
    setClosed((now) => {
      const next = new Set(now)
      if (!next.delete(id)) next.add(id)
      return next
    })
  const hosts = new Set(scope.flatMap((t) => t.hosts)).size

  return (
    <>
      <PageBar
        title="Routing"
        actions={
          <>
            {host === undefined ? null : (
              <ButtonLink href={pages.routing(cluster)}>All hosts</ButtonLink>
            )}
            <ExportMenu
              cluster={cluster}
              report={async () => {
                const { ROUTE_COLUMNS, routeRows } = await import('./routes-report.ts')
                return {
                  file: 'routes',
                  title: host === undefined ? 'Routes' : `Routes of ${host}`,
                  columns: ROUTE_COLUMNS,
                  rows: routeRows(linesOf(kept, { holds, closed: NOT_CLOSED })),
                  reads: READS,
                  head: answer.revision === undefined ? undefined : (answer as RoutesAnswer),
                }
              }}
            />
          </>
        }
      >
        <span className="text-ink-2">
          {host === undefined ? `${counted(hosts, 'host')}, ` : `${host}, `}
          {counted(rules, 'rule')}
          {shadowed > 0 ? `, ${digits(shadowed)} never reached` : ''}
        </span>
      </PageBar>
      <PartialNotice
        partial={answer.partial}
        of={READS}
        means="Routes that they state are missing here."
      />
      <div className="flex min-h-11.5 flex-none flex-wrap items-center gap-2.5 border-b border-hairline px-4 py-1.5">
        <Segmented
          label="Order"
          value={order}
          onChange={(v) => set({ order: v === 'host' ? undefined : v })}
          segments={[
            { value: 'host', label: 'By host' },
            { value: 'owner', label: 'By gateway' },
            { value: 'object', label: 'By object' },
          ]}
        />
        <Segmented
          many
          label="Show"
          value={only === 'unreached' ? ['unreached'] : []}
          onChange={() => set({ only: only === 'unreached' ? undefined : 'unreached' })}
          segments={[{ value: 'unreached', label: 'Never reached only' }]}
        />
        <span className="ml-auto flex items-center gap-2 text-12 text-ink-3">
          {counted(shown, 'rule')} shown
          <Button
            look="ghost"
            onClick={() =>
              setClosed(closed.size > 0 ? new Set() : new Set(kept.map((table) => table.id)))
            }
          >
            {closed.size > 0 ? 'Open all' : 'Close all'}
          </Button>
        </span>
      </div>
      {lines.length === 0 ? (
        <div className="min-h-0 flex-1 overflow-auto bg-surface">
          {isFiltered || only ? (
            <EmptyState
              title={`Nothing matches ${text || 'never reached'} in ${rules} rules.`}
              actions={
                <Button onClick={() => set({ find: undefined, only: undefined })}>
                  Clear filter
                </Button>
              }
            />
          ) : host !== undefined ? (
            <EmptyState
              title={`No route names ${host}.`}
              body="Calls to it go to the Service of that name, if there is one."
              actions={<ButtonLink href={pages.routing(cluster)}>All hosts</ButtonLink>}
            />
          ) : (
            <EmptyState
              title="No route in this scope."
              body="Calls go to the Services that they name, shared evenly over all ready pods."
              actions={
                <ButtonLink href={pages.topology(cluster)} glyph="topology">
                  Open the topology
                </ButtonLink>
              }
            />
          )}
        </div>
      ) : (
        <VirtualTable
          label="Routes"
          columns={7}
          items={lines}
          keyOf={(line) => line.key}
          head={
            <>
              <Th numeric className="w-14 pl-4">
                Rule
              </Th>
              <Th>Condition</Th>
              <Th>Destination</Th>
              <Th className="w-44">Share</Th>
              <Th numeric>Written</Th>
              <Th>Access</Th>
              <Th>Stated by</Th>
            </>
          }
        >
          {(line, at) =>
            line.kind === 'table' ? (
              <TableLine
                table={line.table}
                rules={line.rules}
                isClosed={closed.has(line.table.id)}
                onToggle={() => toggle(line.table.id)}
                line={at}
              />
            ) : (
              <RuleLines
                table={line.table}
                rule={line.rule}
                access={access}
                line={at}
                isOpen={open === rowName(line.table.id, line.rule.order)}
                onToggle={(isOpen) =>
                  set(
                    { row: isOpen ? rowName(line.table.id, line.rule.order) : undefined },
                    'replace',
                  )
                }
              />
            )
          }
        </VirtualTable>
      )}
    </>
  )
}

const rowName = (table: string, order: number): string => `${table} ${order}`

const onlyUnreached = <T extends { readonly rules: readonly { readonly reachable: boolean }[] }>(
  table: T,
): T => ({ ...table, rules: table.rules.filter((r) => !r.reachable) })
