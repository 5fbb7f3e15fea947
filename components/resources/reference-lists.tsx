'use client'
import type { Reference, ReferencesAnswer } from '#components/query/object-hooks.ts'
import { Say, Section } from '#components/ui/facts.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { Link } from '#components/ui/link.tsx'
import { pages, type ResourceAddress } from '#lib/paths.ts'
import { SECRETS } from './by-name.ts'

const addressOf = ({ version, plural, ...to }: Reference): ResourceAddress | undefined =>
  to.state === 'present' && version && plural ? { ...to, version, plural } : undefined

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
  const address =
    to.state === 'unread' && to.kind === SECRETS.kind && to.group === SECRETS.group
      ? { ...to, version: SECRETS.version, plural: SECRETS.plural }
      : addressOf(to)
  return (
    <>
      <span className="text-ink-2">{to.kind}</span>{' '}
      {address ? (
        <Link
          href={pages.resource(cluster, address)}
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
  written,
}: {
  cluster: string
  title: string
  none: string
  references: readonly Reference[]
  /** Whose text holds the field: its own, or that of each that refers. */
  written: (to: Reference) => ResourceAddress | undefined
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
                    <FieldLink cluster={cluster} of={written(to)} path={path} />
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

/** A field, as a link to its line in the text. */
function FieldLink({
  cluster,
  of,
  path,
}: {
  cluster: string
  of: ResourceAddress | undefined
  path: string
}) {
  if (!of) return path
  return (
    <Link
      href={pages.resource(cluster, of, { tab: 'text', path })}
      className="inline-flex min-h-6 items-center hover:text-accent hover:underline"
      title="Show the line"
    >
      {path}
    </Link>
  )
}

/** Who owns it, what it names, and who names it. */
export function ReferenceLists({
  cluster,
  references,
  own,
  parts = ['owners', 'usedBy', 'uses'],
}: {
  cluster: string
  references: Pick<ReferencesAnswer, 'owners' | 'uses' | 'usedBy'>
  /** The object itself, where its text can be shown. */
  own?: ResourceAddress | undefined
  parts?: readonly ('owners' | 'usedBy' | 'uses')[]
}) {
  return (
    <>
      {parts.includes('owners') ? (
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
      ) : null}
      {parts.includes('usedBy') ? (
        <ReferenceSection
          cluster={cluster}
          title="Used by"
          none="No object that is read here names it."
          references={references.usedBy}
          written={addressOf}
        />
      ) : null}
      {parts.includes('uses') ? (
        <ReferenceSection
          cluster={cluster}
          title="Uses"
          none="It names no other object."
          references={references.uses}
          written={() => own}
        />
      ) : null}
    </>
  )
}
