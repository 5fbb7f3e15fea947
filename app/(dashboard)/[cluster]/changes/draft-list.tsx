'use client'
import { useParams } from 'next/navigation'
import { drafts } from '#components/editor/use-draft.ts'
import { IconButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Link } from '#components/ui/link.tsx'
import { Moment } from '#components/ui/moment.tsx'
import { useClusterDrafts } from '../cluster-drafts.ts'

/** What is written and not applied, in this tab. */
export function DraftList() {
  const { cluster = '' } = useParams<{ cluster: string }>()
  const mine = useClusterDrafts(decodeURIComponent(cluster))
  return (
    <div className="flex min-h-0 flex-1 flex-col bg-surface">
      <div className="flex h-11 flex-none items-center border-b border-hairline px-4">
        <h1 className="text-15 font-semibold">Changes</h1>
        <span className="ml-3 text-ink-3">yours, not applied</span>
      </div>
      {mine.length === 0 ? (
        <EmptyState
          title="No drafts."
          body="A change begins at the thing it is about: select a hop or a service on the topology and edit what states it."
        />
      ) : (
        <ul aria-label="Drafts" className="min-h-0 flex-1 overflow-y-auto">
          {mine.map(({ id, draft }) => (
            <li
              key={id}
              className="flex h-10 items-center gap-3 border-b border-hairline px-4 hover:bg-hover"
            >
              <Link href={draft.href} className="min-w-0 truncate font-medium text-accent">
                {draft.title}
              </Link>
              <span className="ml-auto text-12 text-ink-3">
                <Moment at={draft.at} seconds={false} />
              </span>
              <IconButton
                glyph="close"
                label={`Discard the draft of ${draft.title}`}
                onClick={() => drafts().remove(id)}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
