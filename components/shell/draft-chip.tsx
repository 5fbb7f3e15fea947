'use client'
import { usePathname } from 'next/navigation'
import { Glyph } from '#components/ui/glyph.tsx'
import { Link } from '#components/ui/link.tsx'
import { pages } from '#lib/paths.ts'

/** A text that is not applied. */
export type DraftLink = { readonly title: string; readonly href: string }

/** What is written and not applied, with the way to go on with it; not where one is at it. */
export function DraftChip({ cluster, drafts }: { cluster: string; drafts: readonly DraftLink[] }) {
  const path = usePathname()
  const [newest] = drafts
  if (!newest || drafts.some(({ href }) => href.split('?')[0] === path)) return null
  const name = newest.title.split('/').pop() ?? newest.title
  return (
    <Link
      href={drafts.length === 1 ? newest.href : pages.changes(cluster)}
      title={
        drafts.length === 1
          ? `${newest.title}, not applied`
          : drafts.map(({ title }) => title).join('\n')
      }
      className="inline-flex h-6.5 min-w-0 flex-none items-center gap-1.5 rounded-control border border-draft/50 bg-draft-tint px-2 font-medium whitespace-nowrap text-draft hover:border-draft"
    >
      <Glyph name="edit" />
      <span className="max-w-36 truncate max-lg:sr-only">
        {drafts.length === 1 ? `Draft of ${name}` : `${drafts.length} drafts`}
      </span>
      <span className="lg:hidden" aria-hidden="true">
        {drafts.length}
      </span>
    </Link>
  )
}
