'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { objectQuery } from '#components/changes/change-queries.ts'
import type { Conflict } from '#components/changes/conflict-panel.tsx'
import { type DraftBase, draftId } from '#components/editor/draft-store.ts'
import { objectText } from '#components/editor/object-text.ts'
import { drafts, useDraft } from '#components/editor/use-draft.ts'
import type { Loadable } from '#components/ui/loadable.ts'
import { pages, type ResourceAddress } from '#lib/paths.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { refOf } from '#lib/resources/reference.ts'

export type DeskText = {
  /** `Kind/namespace/name`; the plain name until the object is known. */
  readonly title: string
  readonly isKnown: boolean
  readonly text: string
  readonly base: string
  readonly baseVersion: string
  readonly touched: boolean
  readonly keptAt: number | undefined
  /** false when the browser refuses to keep the draft. */
  readonly isKept: boolean
  /** Both sides, when the object is no longer what the draft was written against. */
  readonly conflict: Conflict | undefined
  readonly type: (text: string) => void
  readonly discard: () => void
  /** The live version becomes the base, the text stays. */
  readonly rebase: () => void
  readonly readAgain: () => void
}

const GONE: DraftBase = { text: '', resourceVersion: '', uid: '' }

/**
 * The text on the desk and what it was written against. Without a draft it is the live object and follows it;
 * with one it stays until it is applied or discarded, whatever happens on the server.
 */
export function useDeskText(
  cluster: string,
  address: ResourceAddress,
  live: Loadable<KubernetesObject>,
): DeskText {
  const client = useQueryClient()
  const href = pages.edit(cluster, address)
  const id = draftId(cluster, href)
  const draft = useDraft(id)
  const [isKept, setIsKept] = useState(true)

  const isDeleted = live.state === 'failed' && live.trouble.code === 'resource/not-found'
  const object = live.state === 'ready' ? live.data : undefined
  const liveBase = useMemo(
    () => (object ? baseOf(object) : isDeleted ? GONE : undefined),
    [object, isDeleted],
  )
  const base = draft?.base ?? liveBase ?? GONE
  const text = draft?.text ?? base.text
  const title = draft?.title ?? (object ? refOf(object) : address.name)

  const isSame = (a: DraftBase, b: DraftBase) =>
    a.resourceVersion === b.resourceVersion && a.uid === b.uid && a.text === b.text

  // A newer version whose text is the same (status, labels of a controller) moves the base without a word; one
  // that says what the draft says leaves nothing to change.
  useEffect(() => {
    if (!draft || !liveBase || isSame(draft.base, liveBase)) return
    if (liveBase.text !== '' && draft.text === liveBase.text) drafts().remove(id)
    else if (draft.base.text === liveBase.text && draft.base.uid === liveBase.uid)
      drafts().write(id, { ...draft, base: liveBase })
  })

  const conflict: Conflict | undefined =
    draft && liveBase && draft.base.text !== liveBase.text && draft.text !== liveBase.text
      ? {
          base: draft.base.text,
          baseVersion: draft.base.resourceVersion,
          live: liveBase === GONE ? undefined : liveBase.text,
          liveVersion: liveBase.resourceVersion || undefined,
          yours: draft.text,
        }
      : undefined

  return {
    title,
    isKnown: draft !== undefined || object !== undefined,
    text,
    base: base.text,
    baseVersion: base.resourceVersion,
    touched: draft !== undefined,
    keptAt: draft?.at,
    isKept,
    conflict,
    type(next) {
      if (next === base.text) drafts().remove(id)
      else setIsKept(drafts().write(id, { text: next, base, at: Date.now(), title, href }))
    },
    discard: useCallback(() => drafts().remove(id), [id]),
    rebase() {
      if (draft && liveBase) drafts().write(id, { ...draft, base: liveBase })
    },
    readAgain: useCallback(
      () => void client.invalidateQueries(objectQuery(cluster, address)),
      [client, cluster, address],
    ),
  }
}

const baseOf = (object: KubernetesObject): DraftBase => ({
  text: objectText(object),
  resourceVersion: object.metadata.resourceVersion ?? '',
  uid: object.metadata.uid ?? '',
})
