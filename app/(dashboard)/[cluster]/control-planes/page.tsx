import type { Metadata } from 'next'
import { ControlPlanesPage } from '#components/control-planes/control-planes-page.tsx'

export const metadata: Metadata = { title: 'Control planes' }

export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  const { cluster } = await params
  return <ControlPlanesPage cluster={decodeURIComponent(cluster)} />
}
