'use client'
import type { ClusterStatus } from '#components/query/answers.ts'
import { ExportMenu } from '#components/query/export-menu.tsx'
import { useStatus } from '#components/query/hooks.ts'
import { useObjects, WEBHOOKS } from '#components/query/kind-hooks.ts'
import { useFindAnswerOf, usePageFilter } from '#components/query/page-filter.ts'
import { PartialNotice } from '#components/query/partial-notice.tsx'
import { ClusterPlace } from '#components/query/place.tsx'
import { useWorkloads } from '#components/query/report-hooks.ts'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PageBar } from '#components/ui/page-bar.tsx'
import { pages } from '#lib/paths.ts'
import {
  type ControlPlane,
  tagsOf,
  type Webhook,
  type WebhooksUnread,
  type Workload,
  webhooksOf,
} from './control-plane.ts'
import { ControlPlaneSection } from './control-plane-section.tsx'
import { MeshConfigOf } from './mesh-config-table.tsx'

export function ControlPlanesPage({ cluster }: { cluster: string }) {
  const status = useStatus(cluster)
  const workloads = useWorkloads(cluster)
  const webhooks = useObjects(cluster, WEBHOOKS)
  return (
    <ClusterPlace cluster={cluster}>
      <AsyncPanel value={status} label="control planes">
        {(own) => (
          <AsyncPanel value={workloads} label="workloads">
            {(work) => (
              <ControlPlanes
                cluster={cluster}
                status={own}
                workloads={work.workloads}
                webhooks={
                  unreadOf(own) ??
                  (webhooks.state === 'ready'
                    ? webhooksOf(webhooks.data.items)
                    : webhooks.state === 'loading'
                      ? 'reading'
                      : 'failed')
                }
              />
            )}
          </AsyncPanel>
        )}
      </AsyncPanel>
    </ClusterPlace>
  )
}

const READS = ['mutatingwebhookconfigurations', 'configmaps', 'pods', 'deployments']
const unreadOf = ({ partial }: Pick<ClusterStatus, 'partial'>): WebhooksUnread | undefined =>
  partial.find((p) => p.group === WEBHOOKS.group && p.plural === WEBHOOKS.plural)?.reason

/** A control plane as the status has it; older answers name fewer of its facts. */
const planesOf = (status: Pick<ClusterStatus, 'installations'>): readonly ControlPlane[] =>
  ((status.installations ?? []) as readonly Partial<ControlPlane>[]).map((i) => ({
    ...i,
    mesh: i.mesh ?? 'mesh',
    id: i.id ?? `${i.mesh}:${i.namespace ?? ''}/${i.revision ?? 'default'}`,
    namespace: i.namespace ?? i.rootNamespace ?? '',
    revision: i.revision ?? 'default',
  }))

export function ControlPlanes({
  cluster,
  status,
  workloads,
  webhooks,
}: {
  cluster: string
  status: Pick<ClusterStatus, 'installations' | 'partial'> & Partial<ClusterStatus>
  workloads: readonly Workload[]
  webhooks: readonly Webhook[] | WebhooksUnread
}) {
  const { text, holds, clear } = usePageFilter()
  const planes = planesOf(status)
  const shown = planes.filter((p) =>
    holds([p.mesh, p.revision, p.version ?? '', p.namespace, p.trustDomain ?? ''].join(' ')),
  )
  useFindAnswerOf(
    'Filter control planes, for example canary',
    text,
    shown.length,
    planes.length,
    'control planes',
  )
  const tags = tagsOf(typeof webhooks === 'string' ? [] : webhooks)
  return (
    <>
      <PageBar
        title="Control planes"
        actions={
          <ExportMenu
            cluster={cluster}
            report={async () => {
              const { PLANE_COLUMNS, planeRows } = await import('./control-planes-report.ts')
              return {
                file: 'control-planes',
                title: 'Control planes and their proxies',
                columns: PLANE_COLUMNS,
                rows: shown.flatMap((plane) => planeRows(plane, planes, workloads, tags)),
                reads: READS,
                head: status.revision === undefined ? undefined : (status as ClusterStatus),
              }
            }}
          />
        }
      >
        <span className="text-ink-2">
          {planes.length} {planes.length === 1 ? 'control plane' : 'control planes'}
        </span>
      </PageBar>
      <PartialNotice
        partial={status.partial}
        of={READS}
        means="What they would say is unknown here."
      />
      <div className="stand min-h-0 flex-1 overflow-auto bg-surface">
        {planes.length === 0 ? (
          <EmptyState
            title="No control plane found in this cluster."
            body="No pod runs istiod or pilot. It may run outside this cluster, or its namespace may not be read."
            actions={
              <ButtonLink href={pages.topology(cluster)} glyph="topology">
                Open the topology
              </ButtonLink>
            }
          />
        ) : shown.length === 0 ? (
          <EmptyState
            title={`Nothing matches ${text} in ${planes.length} control planes.`}
            actions={<Button onClick={clear}>Clear filter</Button>}
          />
        ) : (
          shown.map((plane) => (
            <ControlPlaneSection
              key={plane.id}
              plane={plane}
              planes={planes}
              workloads={workloads}
              webhooks={webhooks}
              tags={tags}
              config={<MeshConfigOf cluster={cluster} plane={plane} />}
            />
          ))
        )}
      </div>
    </>
  )
}
