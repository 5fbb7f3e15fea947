import type { Metadata } from 'next'
import { NamespacesPage } from '#components/namespaces/namespaces-page.tsx'

export const metadata: Metadata = { title: 'Namespaces' }

export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  const { cluster } = await params
  return <NamespacesPage cluster={decodeURIComponent(cluster)} />
}
