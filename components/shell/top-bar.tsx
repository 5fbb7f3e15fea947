'use client'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import type { ClusterState } from '#components/query/answers.ts'
import { clustersQuery, statusQuery, topologyQuery } from '#components/query/hooks.ts'
import { useUrlState } from '#components/query/url-state.ts'
import { ClusterPicker } from './cluster-picker.tsx'
import { DraftChip, type DraftLink } from './draft-chip.tsx'
import { FindBox } from './find-box.tsx'
import { JumpButton } from './jump-button.tsx'
import { NamespacePicker } from './namespace-picker.tsx'
import { ReadOnlyBadge } from './read-only-badge.tsx'

export function TopBar({
  cluster,
  besideCluster,
  drafts,
  onJump,
  onNearJump,
}: {
  cluster: string
  /** What a feature has to say of the cluster itself, right of its picker. */
  besideCluster?: ReactNode
  drafts: readonly DraftLink[]
  onJump: () => void
  onNearJump: () => void
}) {
  const clusters = useQuery(clustersQuery()).data?.clusters ?? []
  const status = useQuery(statusQuery(cluster)).data
  const nodes = useQuery(topologyQuery(cluster)).data?.nodes
  const { all, set } = useUrlState()
  const namespaces = useMemo(
    () => [...new Set((nodes ?? []).flatMap((n) => (n.namespace ? [n.namespace] : [])))].sort(),
    [nodes],
  )
  const state: ClusterState =
    status?.state ?? clusters.find((c) => c.id === cluster)?.state ?? 'connecting'
  return (
    <header className="flex h-(--topbar) flex-none items-center gap-2 border-b border-hairline bg-surface px-3 max-md:gap-1 max-md:px-2">
      <ClusterPicker current={cluster} clusters={clusters} state={state} />
      {besideCluster}
      <NamespacePicker
        cluster={cluster}
        namespaces={namespaces}
        chosen={all('ns')}
        onChange={(ns) => set({ ns })}
      />
      <FindBox />
      <span className="flex-1 max-md:hidden" />
      <DraftChip cluster={cluster} drafts={drafts} />
      {status?.readOnly ? <ReadOnlyBadge /> : null}
      <JumpButton onJump={onJump} onNear={onNearJump} />
    </header>
  )
}
