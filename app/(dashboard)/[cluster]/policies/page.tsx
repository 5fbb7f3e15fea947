import type { Metadata } from 'next'
import { PoliciesPage } from '#components/policies/policies-page.tsx'

export const metadata: Metadata = { title: 'Policies' }

export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  const { cluster } = await params
  return <PoliciesPage cluster={decodeURIComponent(cluster)} />
}
