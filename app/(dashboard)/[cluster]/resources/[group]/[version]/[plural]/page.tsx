import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { KindPage } from '#components/resources/kind-page.tsx'
import { decoded, resourceAddress } from '../../../resource-address.ts'

type Params = {
  params: Promise<{ cluster: string; group: string; version: string; plural: string }>
}

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return { title: decoded((await params).plural) }
}

export default async function Page({ params }: Params) {
  const { cluster, group, version, plural } = await params
  const address = resourceAddress([group, version, plural])
  if (!address) notFound()
  return <KindPage cluster={decoded(cluster)} address={address} />
}
