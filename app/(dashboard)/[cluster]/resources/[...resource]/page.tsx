import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ObjectPage } from '#components/resources/object-page.tsx'
import { KindPage } from '#components/resources/resources-page.tsx'
import { decoded, resourceAddress } from './resource-address.ts'

type Params = { params: Promise<{ cluster: string; resource: string[] }> }

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { resource } = await params
  return { title: decoded(resource.at(-1) ?? 'Resources') }
}

/** `{group}/{version}/{plural}` lists; with a name, or a namespace and a name, it is one object. */
export default async function Page({ params }: Params) {
  const { cluster, resource } = await params
  const address = resourceAddress(resource)
  if (!address) notFound()
  const { name, ...kind } = address
  return name === undefined ? (
    <KindPage cluster={decoded(cluster)} address={kind} />
  ) : (
    <ObjectPage
      key={resource.join('/')}
      cluster={decoded(cluster)}
      address={{ ...address, name }}
    />
  )
}
