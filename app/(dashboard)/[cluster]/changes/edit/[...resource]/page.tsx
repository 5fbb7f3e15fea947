import { notFound } from 'next/navigation'
import { addressOf, decoded } from './address.ts'
import { ChangeDesk } from './change-desk.tsx'

export default async function EditPage({
  params,
}: {
  params: Promise<{ cluster: string; resource: string[] }>
}) {
  const { cluster, resource } = await params
  const address = addressOf(resource)
  if (!address) notFound()
  return <ChangeDesk key={resource.join('/')} cluster={decoded(cluster)} address={address} />
}
