import { CopyButton } from '#components/ui/copy-button.tsx'
import { roleText } from './role.ts'

/** What would let a person read a kind, ready to be handed to whoever may grant it. */
export function RoleText({
  group,
  plural,
  namespace,
  verbs,
}: {
  group: string
  plural: string
  namespace: string | undefined
  verbs?: readonly string[] | undefined
}) {
  const role = roleText({ group, plural }, namespace, verbs)
  return (
    <figure className="mt-3">
      <figcaption className="flex items-center gap-2 text-12 text-ink-3">
        The {namespace ? 'Role' : 'ClusterRole'} that would allow it
        <CopyButton text={role} label="Copy the Role that would allow it" />
      </figcaption>
      <pre className="mt-1 whitespace-pre-wrap rounded-control border border-hairline bg-sunken p-3 font-code text-[11.5px] leading-[17px] text-ink">
        {role}
      </pre>
    </figure>
  )
}
