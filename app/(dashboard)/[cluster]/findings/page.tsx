import type { Metadata } from 'next'
import { FindingsPage } from '#components/findings/findings-page.tsx'

export const metadata: Metadata = { title: 'Findings' }

export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  const { cluster } = await params
  return <FindingsPage cluster={decodeURIComponent(cluster)} />
}
