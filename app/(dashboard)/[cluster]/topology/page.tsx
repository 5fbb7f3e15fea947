import type { Metadata } from 'next'
import { TopologyPage } from '#components/topology/topology-page.tsx'

export const metadata: Metadata = { title: 'Topology' }

export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  const { cluster } = await params
  return <TopologyPage cluster={decodeURIComponent(cluster)} />
}
