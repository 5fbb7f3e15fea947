import type { PartialKind } from './answers.ts'
import { RoleText } from './role-text.tsx'

/** Kinds whose reasons are told one by one. */
const MOST = 10

/** Why kinds are not read, one by one, and the Roles that would let a person read them. */
export function PartialWhy({ of }: { of: readonly PartialKind[] }) {
  const denied = of.filter((p) => p.reason === 'not-permitted')
  return (
    <>
      <ul className="grid gap-1">
        {of.slice(0, MOST).map((p) => (
          <li key={keyOf(p)} className="[overflow-wrap:anywhere]">
            {p.plural}
            {p.namespace ? ` in ${p.namespace}` : ''}: {p.message || p.reason}
          </li>
        ))}
      </ul>
      {denied.slice(0, MOST).map((p) => (
        <RoleText key={keyOf(p)} group={p.group} plural={p.plural} namespace={p.namespace} />
      ))}
    </>
  )
}

const keyOf = (p: PartialKind): string => `${p.group}/${p.plural} ${p.namespace ?? ''}`
