'use client'
import type { ReactNode } from 'react'
import { SamplePicker } from '#components/sample-meshes/sample-picker.tsx'
import { Shell } from '#components/shell/shell.tsx'
import { useClusterDrafts } from './cluster-drafts.ts'

/** The shell with what it cannot know by itself: features know nothing of each other. */
export function ClusterFrame({ cluster, children }: { cluster: string; children: ReactNode }) {
  return (
    <Shell
      cluster={cluster}
      drafts={useClusterDrafts(cluster).length}
      besideCluster={<SamplePicker cluster={cluster} />}
    >
      {children}
    </Shell>
  )
}
