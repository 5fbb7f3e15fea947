'use client'
import { ExportMenu } from '#components/query/export-menu.tsx'
import { useFindAnswerOf, usePageFilter } from '#components/query/page-filter.ts'
import { PartialNotice } from '#components/query/partial-notice.tsx'
import { ClusterPlace, ObjectLink } from '#components/query/place.tsx'
import { type GatewaysAnswer, useGateways } from '#components/query/report-hooks.ts'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { counted, digits } from '#components/ui/count.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { PageBar } from '#components/ui/page-bar.tsx'
import { Th } from '#components/ui/table.tsx'
import { VirtualTable } from '#components/ui/virtual-table.tsx'
import { pages } from '#lib/paths.ts'
import { parseRef } from '#lib/resources/reference.ts'
import { certificateWords, linesOf } from './gateway-lines.ts'
import { GatewayHead, ListenerLine } from './listener-line.tsx'

export function GatewaysPage({ cluster }: { cluster: string }) {
  const gateways = useGateways(cluster)
  return (
    <ClusterPlace cluster={cluster}>
      <AsyncPanel value={gateways} label="gateways">
        {(answer) => <Gateways cluster={cluster} answer={answer} />}
      </AsyncPanel>
    </ClusterPlace>
  )
}

const READS = ['gateways', 'services', 'pods', 'virtualservices', 'envoyfilters']

export function Gateways({
  cluster,
  answer,
}: {
  cluster: string
  answer: Pick<GatewaysAnswer, 'gateways' | 'withoutPods' | 'withoutListeners' | 'partial'> &
    Partial<GatewaysAnswer>
}) {
  const { text, holds, inScope, clear } = usePageFilter()
  const gateways = answer.gateways.filter((g) =>
    inScope(g.namespace, ...g.selectedBy.map((r) => parseRef(r)?.namespace)),
  )
  const silent = new Map(answer.withoutListeners.map((g) => [g.id, g.because]))
  const idle = answer.withoutPods.filter((g) => inScope(parseRef(g.resource)?.namespace))
  const listeners = gateways.flatMap((g) => g.listeners)
  const lines = linesOf(gateways, silent, holds)
  const shownIdle = idle.filter((g) => holds(`${g.resource} ${g.because}`))
  const shown = lines.filter((l) => l.kind === 'listener').length
  const exposed = listeners.filter((l) => l.exposed).length
  const states = listeners.map((l) => certificateWords(l).state)
  const missing = states.filter((s) => s === 'missing').length
  const unseen = states.filter((s) => s === 'not-verified').length
  const conflicts = listeners.filter((l) => l.conflict).length
  useFindAnswerOf(
    'Filter listeners, for example 443',
    text,
    shown + shownIdle.length,
    listeners.length + idle.length,
    'listeners',
  )
  return (
    <>
      <PageBar
        title="Gateways"
        actions={
          <ExportMenu
            cluster={cluster}
            report={async () => {
              const { LISTENER_COLUMNS, listenerRows } = await import('./gateways-report-rows.ts')
              return {
                file: 'gateways',
                title: 'Gateways and their listeners',
                columns: LISTENER_COLUMNS,
                rows: listenerRows(lines),
                reads: READS,
                head: answer.revision === undefined ? undefined : (answer as GatewaysAnswer),
              }
            }}
          />
        }
      >
        <span className="text-ink-2">
          {counted(gateways.length, 'gateway')}, {counted(listeners.length, 'listener')}
        </span>
      </PageBar>
      <PartialNotice
        partial={answer.partial}
        of={READS}
        means="Listeners that they state are missing here."
      />
      {gateways.length > 0 ? (
        <ul className="flex min-h-12 flex-none flex-wrap items-center gap-x-8 gap-y-1 border-b border-hairline bg-surface px-4 py-2">
          <li>
            <b>{digits(exposed)}</b> of {digits(listeners.length)} reachable from outside
          </li>
          <Sum glyph="error" tone="text-bad" count={missing} words="certificates missing" />
          <Sum
            glyph="unknown"
            tone="text-unknown"
            count={unseen}
            words="certificates not verified"
          />
          <Sum glyph="conflict" tone="text-bad" count={conflicts} words="in conflict" />
          <Sum
            glyph="nowhere"
            tone="text-warn"
            count={idle.length}
            words="configured without pods"
          />
        </ul>
      ) : null}
      {shownIdle.length > 0 ? (
        <section
          aria-label="Configured, and no pod listens"
          className="max-h-48 flex-none overflow-y-auto border-b border-hairline bg-surface px-4 py-2 text-12"
        >
          <h2 className="mb-1 font-semibold">Configured, and no pod listens</h2>
          <ul className="grid gap-1">
            {shownIdle.map(({ resource, selector, state, because }) => (
              <li key={resource} className="flex gap-2">
                <Glyph
                  name={state === 'unknown' ? 'unknown' : 'nowhere'}
                  size={14}
                  className={state === 'unknown' ? 'mt-px text-unknown' : 'mt-px text-warn'}
                />
                <span className="min-w-0">
                  <ObjectLink of={resource} /> {because}{' '}
                  <span className="font-code text-[11.5px] text-ink-3">
                    {Object.entries(selector)
                      .map(([k, v]) => `${k}=${v}`)
                      .join(', ')}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {lines.length === 0 ? (
        <div className="min-h-0 flex-1 overflow-auto bg-surface">
          {text ? (
            <EmptyState
              title={`Nothing matches ${text} in ${listeners.length + idle.length} listeners.`}
              actions={<Button onClick={clear}>Clear filter</Button>}
            />
          ) : (
            <EmptyState
              title="No gateway of a mesh in this scope."
              body="No pod runs a gateway's proxy. Services of type LoadBalancer and ingress controllers stand on the topology."
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
          label="Listeners"
          columns={8}
          items={lines}
          keyOf={(line) => line.key}
          head={
            <>
              <Th numeric className="w-16 pl-4">
                Port
              </Th>
              <Th>Protocol</Th>
              <Th>Hosts</Th>
              <Th>TLS</Th>
              <Th>Certificate</Th>
              <Th>Reached at</Th>
              <Th>Conflict</Th>
              <Th>Opened by</Th>
            </>
          }
        >
          {(line, at) =>
            line.kind === 'gateway' ? (
              <GatewayHead gateway={line.gateway} line={at} />
            ) : line.kind === 'listener' ? (
              <ListenerLine listener={line.listener} line={at} />
            ) : (
              <tr aria-rowindex={at}>
                <td
                  colSpan={8}
                  className="h-7 border-b border-hairline pr-4 pl-8 text-12 text-ink-2"
                >
                  <Glyph name="nowhere" size={14} className="mr-1.5 text-warn" />
                  {line.because}
                </td>
              </tr>
            )
          }
        </VirtualTable>
      )}
    </>
  )
}

function Sum({
  glyph,
  tone,
  count,
  words,
}: {
  glyph: 'error' | 'unknown' | 'conflict' | 'nowhere'
  tone: string
  count: number
  words: string
}) {
  return (
    <li className="flex items-center gap-1.5">
      <Glyph name={glyph} size={15} className={count ? tone : 'text-ink-3'} />
      <span>
        <b>{digits(count)}</b> {words}
      </span>
    </li>
  )
}
