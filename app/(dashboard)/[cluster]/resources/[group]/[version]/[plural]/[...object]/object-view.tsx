'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { objectQuery } from '#components/query/object-hooks.ts'
import { ProblemError } from '#components/query/problem-error.ts'
import { ObjectPage } from '#components/resources/object-page.tsx'
import { pages, type ResourceAddress } from '#lib/paths.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'

/** An object, with the way from its history to a draft. */
export function ObjectView({ cluster, address }: { cluster: string; address: ResourceAddress }) {
  const router = useRouter()
  const client = useQueryClient()
  const revert = async (before: KubernetesObject, title: string) => {
    const live = await client
      .fetchQuery({ ...objectQuery(cluster, address), staleTime: 0 })
      .catch((error: unknown) => {
        // What was deleted since is written anew.
        if (error instanceof ProblemError && error.problem.code === 'resource/not-found')
          return undefined
        throw error
      })
    const { draftBack } = await import('./draft-back.ts')
    draftBack(cluster, address, { before, live, title })
    router.push(`${pages.edit(cluster, address)}?tab=review`)
  }
  return (
    <ObjectPage
      cluster={cluster}
      address={address}
      revert={(before, title) => void revert(before, title)}
    />
  )
}
