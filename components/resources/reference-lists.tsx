'use client'
import type { Reference, ReferencesAnswer } from '#components/query/object-hooks.ts'
import { Say, Section } from '#components/ui/facts.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { Link } from '#components/ui/link.tsx'
import { pages } from '#lib/paths.ts'

const STATE = {
  present: '',
  missing: 'does not exist',
  unknown: 'not known, may not be read',
  unread: 'by name only, never opened',
} as const

/** Fields of one object at the other end, under its name. */
function grouped(references: readonly Reference[]) {
  const out = new Map<string, { readonly to: Reference; readonly paths: string[] }>()
  for (const reference of references) {
    const key = [reference.group, reference.kind, reference.namespace, reference.name].join('\n')
    const known = out.get(key)
    if (known) known.paths.push(reference.path)
    else out.set(key, { to: reference, paths: [reference.path] })
  }
  return [...out]
}

export function ReferenceName({ cluster, to }: { cluster: string; to: Reference }) {
  const name = `${to.namespace ? `${to.namespace}/` : ''}${to.name}`
  const { version, plural } = to
  return (
    <>
      <span className="text-ink-2">{to.kind}</span>{' '}
      {to.state === 'present' && version && plural ? (
        <Link
          href={pages.resource(cluster, { ...to, version, plural })}
          className="font-medium [overflow-wrap:anywhere] text-accent hover:underline"
        >
          {name}
        </Link>
      ) : (
        <span className="font-medium [overflow-wrap:anywhere]">{name}</span>
      )}
      {to.state === 'present' ? null : (
        <span className="ml-1.5 inline-flex items-center gap-1 text-ink-2">
          <Glyph
            name={to.state === 'missing' ? 'nowhere' : 'unknown'}
            size={13}
            className={to.state === 'missing' ? 'text-bad' : 'text-unknown'}
          />
          {STATE[to.state]}
        </span>
      )}
    </>
  )
}

const SHOWN_PATHS = 6

function ReferenceSection({
  cluster,
  title,
  none,
  references,
}: {
  cluster: string
  title: string
  none: string
  references: readonly Reference[]
}) {
  const objects = grouped(references)
  return (
    <Section title={title} aside={objects.length || undefined}>
      {objects.length === 0 ? (
        <Say quiet>{none}</Say>
      ) : (
        <ul className="grid gap-2 text-12 leading-[18px]">
          {objects.map(([key, { to, paths }]) => (
            <li key={key}>
              <ReferenceName cluster={cluster} to={to} />
              <ul className="font-code text-[11.5px] text-ink-3">
                {paths.slice(0, SHOWN_PATHS).map((path) => (
                  <li key={path} className="[overflow-wrap:anywhere]">
                    {path}
                  </li>
                ))}
                {paths.length > SHOWN_PATHS ? (
                  <li>and {paths.length - SHOWN_PATHS} more fields</li>
                ) : null}
              </ul>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

/** Who owns it, what it names, and who names it. */
export function ReferenceLists({
  cluster,
  references,
}: {
  cluster: string
  references: Pick<ReferencesAnswer, 'owners' | 'uses' | 'usedBy'>
}) {
  return (
    <>
      <Section title="Owned by">
        {references.owners.length === 0 ? (
          <Say quiet>Nothing owns it.</Say>
        ) : (
          <ol className="grid gap-0.5 text-12">
            {references.owners.map((owner, depth) => (
              <li key={`${owner.kind}/${owner.name}`} style={{ paddingLeft: depth * 14 }}>
                <ReferenceName cluster={cluster} to={owner} />
              </li>
            ))}
          </ol>
        )}
      </Section>
      <ReferenceSection
        cluster={cluster}
        title="Used by"
        none="No object that is read here names it."
        references={references.usedBy}
      />
      <ReferenceSection
        cluster={cluster}
        title="Uses"
        none="It names no other object."
        references={references.uses}
      />
    </>
  )
}
