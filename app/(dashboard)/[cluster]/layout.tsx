import type { ReactNode } from 'react'
import { ClusterFrame } from './cluster-frame.tsx'

export default async function ClusterLayout({
  children,
  params,
}: {
  children: ReactNode
  params: Promise<{ cluster: string }>
}) {
  const { cluster } = await params
  return <ClusterFrame cluster={decodeURIComponent(cluster)}>{children}</ClusterFrame>
}
