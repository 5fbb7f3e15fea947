'use client'
import type { PrintedList } from '#components/query/object-hooks.ts'
import { Button } from '#components/ui/button.tsx'
import { digits } from '#components/ui/count.ts'
import { Glyph } from '#components/ui/glyph.tsx'
import type { Loadable } from '#components/ui/loadable.ts'

const MOST_NAMED = 5

/** Why some cells are not known: the API server did not print these lines, or not all of them. */
export function PrintedNotice({ printed }: { printed: Loadable<PrintedList> }) {
  const words = wordsOf(printed)
  if (!words) return null
  const retry = printed.state === 'failed' || printed.state === 'denied' ? printed.retry : undefined
  return (
    <div className="flex min-h-8 flex-none items-center gap-2 border-b border-hairline bg-unknown-tint px-4 py-1 text-12 text-ink-2">
      <Glyph name="unknown" className="text-unknown" />
      <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{words}</span>
      {retry ? (
        <Button look="ghost" onClick={retry}>
          Try again
        </Button>
      ) : null}
    </div>
  )
}

function wordsOf(printed: Loadable<PrintedList>): string | undefined {
  if (printed.state === 'failed' || printed.state === 'denied')
    return `Columns that only the API server prints are unknown. ${printed.trouble.detail}`
  if (printed.state !== 'ready') return undefined
  const { refused, isCut, rows } = printed.data
  if (refused.length > 0) {
    const named = refused.slice(0, MOST_NAMED).map(({ namespace }) => namespace)
    const more = refused.length - named.length
    return `Not permitted in ${named.join(', ')}${more > 0 ? ` and ${more} more namespaces` : ''}. Lines there are missing, or known only in part.`
  }
  return isCut
    ? `The API server printed the first ${digits(rows.length)} lines. Choose namespaces to see the others whole.`
    : undefined
}
