'use client'
import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { cx } from '#components/ui/class-names.ts'
import { Link } from '#components/ui/link.tsx'
import { pages } from '#lib/paths.ts'
import type { Ref } from '#lib/resources/reference.ts'
import { addressOf } from './address.ts'
import type { WatchedKind } from './answers.ts'
import { statusQuery } from './hooks.ts'
import { nodeWords, objectWords } from './names.ts'

type Place = { readonly cluster: string; readonly kinds: readonly WatchedKind[] | undefined }
const PlaceContext = createContext<Place>({ cluster: '', kinds: undefined })
export const usePlace = (): Place => useContext(PlaceContext)

/** Where links below lead: which cluster, and which kinds it serves. */
export function PlaceProvider({ place, children }: { place: Place; children: ReactNode }) {
  return <PlaceContext.Provider value={place}>{children}</PlaceContext.Provider>
}

/** The place of a page whose kinds the shell has asked for already. */
export function ClusterPlace({ cluster, children }: { cluster: string; children: ReactNode }) {
  const kinds = useQuery(statusQuery(cluster)).data?.kinds
  const place = useMemo(() => ({ cluster, kinds }), [cluster, kinds])
  return <PlaceProvider place={place}>{children}</PlaceProvider>
}

/** An object by name: a link to its page, or to the line of its text where the field is known. */
export function ObjectLink({
  of,
  path,
  words,
}: {
  of: Ref
  /** The field that says it. */
  path?: string | undefined
  words?: string
}) {
  const { cluster, kinds } = usePlace()
  const address = addressOf(of, kinds)
  const text = words ?? objectWords(of)
  return address ? (
    <Link
      href={pages.resource(cluster, address, path ? { tab: 'text', path } : {})}
      className="font-code text-[11.5px] text-accent hover:underline"
      title={path ? `${objectWords(of)}, ${path}` : objectWords(of)}
    >
      {text}
    </Link>
  ) : (
    <span className="font-code text-[11.5px] text-ink-2" title={objectWords(of)}>
      {text}
    </span>
  )
}

/** Several objects, or in words that there is none. */
export function ObjectLinks({ of, none }: { of: readonly Ref[]; none?: string }) {
  const all = [...new Set(of)]
  if (all.length === 0) return <span className="text-ink-3">{none ?? 'nothing states it'}</span>
  return all.map((ref, i) => (
    <span key={ref}>
      {i > 0 ? ', ' : ''}
      {ref === 'default' || ref === 'unknown' ? objectWords(ref) : <ObjectLink of={ref} />}
    </span>
  ))
}

/** A thing of the graph, as a link to it there. */
export function NodeLink({
  id,
  words,
  className,
}: {
  id: string
  words?: string
  className?: string
}) {
  const { cluster } = usePlace()
  return (
    <Link
      href={pages.topology(cluster, { sel: id })}
      className={cx(
        'text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent',
        className,
      )}
      title="Show on topology"
    >
      {words ?? nodeWords(id)}
    </Link>
  )
}
