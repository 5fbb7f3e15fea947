'use client'
import { useDrafts } from '#components/editor/use-draft.ts'
import { pages } from '#lib/paths.ts'

/** What this tab holds of one cluster that is not applied. */
export const useClusterDrafts = (cluster: string): ReturnType<typeof useDrafts> => {
  const home = `${pages.changes(cluster)}/`
  return useDrafts().filter(({ draft }) => draft.href.startsWith(home))
}
