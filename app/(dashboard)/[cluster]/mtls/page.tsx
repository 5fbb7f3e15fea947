import type { Metadata } from 'next'
import { MtlsPage } from '#components/mtls/mtls-page.tsx'

export const metadata: Metadata = { title: 'mTLS' }

export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  const { cluster } = await params
  return <MtlsPage cluster={decodeURIComponent(cluster)} />
}
