import type { Metadata } from 'next'
import { GatewaysPage } from '#components/gateways/gateways-page.tsx'

export const metadata: Metadata = { title: 'Gateways' }

export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  const { cluster } = await params
  return <GatewaysPage cluster={decodeURIComponent(cluster)} />
}
