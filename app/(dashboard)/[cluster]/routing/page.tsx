import type { Metadata } from 'next'
import { RoutingPage } from '#components/routing/routing-page.tsx'

export const metadata: Metadata = { title: 'Routing' }

export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  const { cluster } = await params
  return <RoutingPage cluster={decodeURIComponent(cluster)} />
}
