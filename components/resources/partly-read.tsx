import type { WatchedKind } from '#components/query/answers.ts'
import { Glyph } from '#components/ui/glyph.tsx'

/** Some of it is read, and what is shown says so. */
export function PartlyRead({ kind }: { kind: WatchedKind }) {
  if (kind.state !== 'not-permitted' && kind.state !== 'failed' && kind.state !== 'syncing')
    return null
  const said = {
    'not-permitted': 'Only a part of these may be read.',
    failed: 'Reading stopped, so this may be out of date.',
    syncing: 'Still reading, so some are missing.',
  }[kind.state]
  return (
    <p className="flex min-h-8 flex-none items-center gap-2 border-b border-hairline bg-unknown-tint px-4 py-1 text-12 text-ink-2">
      <Glyph name="unknown" className="text-unknown" />
      <span>
        {said} {kind.message}
      </span>
    </p>
  )
}
