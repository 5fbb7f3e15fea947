import { draftId } from '#components/editor/draft-store.ts'
import { objectText } from '#components/editor/object-text.ts'
import { drafts } from '#components/editor/use-draft.ts'
import { pages, type ResourceAddress } from '#lib/paths.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'

/** A draft that says what stood there before a change, against what stands there now: reviewed like any other. */
export function draftBack(
  cluster: string,
  address: ResourceAddress,
  {
    before,
    live,
    title,
  }: { before: KubernetesObject; live: KubernetesObject | undefined; title: string },
): void {
  const href = pages.edit(cluster, address)
  drafts().write(draftId(cluster, href), {
    text: objectText(before),
    base: live
      ? {
          text: objectText(live),
          resourceVersion: live.metadata.resourceVersion ?? '',
          uid: live.metadata.uid ?? '',
        }
      : { text: '', resourceVersion: '', uid: '' },
    at: Date.now(),
    title,
    href,
  })
}
