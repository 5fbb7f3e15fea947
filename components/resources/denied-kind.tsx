import type { WatchedKind } from '#components/query/answers.ts'
import { RoleText } from '#components/query/role-text.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Glyph } from '#components/ui/glyph.tsx'

/** Nothing of this kind may be read: what Kubernetes says, and what would change it. */
export function DeniedKind({
  kind,
  namespaces,
  verbs,
}: {
  kind: WatchedKind
  namespaces: readonly string[]
  /** What is needed where it is less than usual. */
  verbs?: readonly string[]
}) {
  const one = kind.scope === 'Namespaced' && namespaces.length === 1 ? namespaces[0] : undefined
  return (
    <div role="alert" className="min-w-0 flex-1 overflow-y-auto">
      <EmptyState
        glyph="unknown"
        tone="unknown"
        title={`You may not list ${kind.plural}${one ? ` in ${one}` : ''}.`}
        body={
          <>
            {kind.message ? <p>Kubernetes says: {kind.message}</p> : null}
            <RoleText group={kind.group} plural={kind.plural} namespace={one} verbs={verbs} />
          </>
        }
      />
    </div>
  )
}

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
