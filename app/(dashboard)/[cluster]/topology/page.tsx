import type { Metadata } from 'next'
import { FirstRun } from '#components/sample-meshes/first-run.tsx'
import { TopologyPage } from '#components/topology/topology-page.tsx'
import { OpenSample } from './open-sample.tsx'

export const metadata: Metadata = { title: 'Topology' }

export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  const cluster = decodeURIComponent((await params).cluster)
  return (
    <TopologyPage
      cluster={cluster}
      notice={<FirstRun cluster={cluster} />}
      emptyAction={<OpenSample cluster={cluster} />}
    />
  )
}
