'use client'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import type { ClusterState } from '#components/query/answers.ts'
import { clustersQuery, statusQuery, topologyQuery } from '#components/query/hooks.ts'
import { useUrlState } from '#components/query/url-state.ts'
import { Badge } from '#components/ui/badge.tsx'
import { IconButton } from '#components/ui/button.tsx'
import { ClusterPicker } from './cluster-picker.tsx'
import { FindBox } from './find-box.tsx'
import { NamespacePicker } from './namespace-picker.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

export function TopBar({
  cluster,
  besideCluster,
  onHelp,
}: {
  cluster: string
  /** What a feature has to say of the cluster itself, right of its picker. */
  besideCluster?: ReactNode
  onHelp: () => void
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
    <header className="flex h-(--topbar) flex-none items-center gap-2 border-b border-hairline bg-surface px-3">
      <ClusterPicker current={cluster} clusters={clusters} state={state} />
      {besideCluster}
      <NamespacePicker namespaces={namespaces} chosen={all('ns')} onChange={(ns) => set({ ns })} />
      <FindBox />
      <span className="flex-1" />
      {status?.readOnly ? (
        <Badge glyph="eye" title="Nothing can be applied from here">
          Read-only
        </Badge>
      ) : null}
      <IconButton glyph="help" label="Keys" onClick={onHelp} />
      <ThemeSwitch />
    </header>
  )
}
