'use client'
import { lazy, type ReactNode, Suspense, useMemo } from 'react'
import { SamplePicker } from '#components/sample-meshes/sample-picker.tsx'
import { Shell } from '#components/shell/shell.tsx'
import { useClusterDrafts } from './cluster-drafts.ts'

const loadPalette = () => import('#components/palette/palette.tsx')
const Palette = lazy(() => loadPalette().then((m) => ({ default: m.Palette })))

/** The shell with what it cannot know by itself: features know nothing of each other. */
export function ClusterFrame({ cluster, children }: { cluster: string; children: ReactNode }) {
  const mine = useClusterDrafts(cluster)
  // As a text it is the same while it says the same, though the list is a new one each time.
  const names = JSON.stringify(mine.map(({ draft: { title, href } }) => ({ title, href })))
  const drafts = useMemo(() => JSON.parse(names) as { title: string; href: string }[], [names])
  return (
    <Shell
      cluster={cluster}
      drafts={drafts}
      besideCluster={<SamplePicker cluster={cluster} />}
      palette={{
        load: () => void loadPalette().catch(() => undefined),
        show: (props) => (
          <Suspense>
            <Palette cluster={cluster} drafts={drafts} {...props} />
          </Suspense>
        ),
      }}
    >
      {children}
    </Shell>
  )
}
