import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { decoded, resourceAddress } from '../../../../resource-address.ts'
import { ObjectView } from './object-view.tsx'

type Params = {
  params: Promise<{
    cluster: string
    group: string
    version: string
    plural: string
    object: string[]
  }>
}

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return { title: decoded((await params).object.at(-1) ?? 'Resources') }
}

/** A name, or a namespace and a name. */
export default async function Page({ params }: Params) {
  const { cluster, group, version, plural, object } = await params
  const address = resourceAddress([group, version, plural, ...object])
  if (address?.name === undefined) notFound()
  const { name } = address
  return (
    <ObjectView
      key={[group, plural, ...object].join('/')}
      cluster={decoded(cluster)}
      address={{ ...address, name }}
    />
  )
}
