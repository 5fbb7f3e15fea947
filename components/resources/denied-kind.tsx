import type { WatchedKind } from '#components/query/answers.ts'
import { RoleText } from '#components/query/role-text.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'

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
