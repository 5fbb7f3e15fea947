'use client'
import { createContext, useContext } from 'react'
import { addressOf } from '#components/query/address.ts'
import type { WatchedKind } from '#components/query/answers.ts'
import { Link } from '#components/ui/link.tsx'
import { pages } from '#lib/paths.ts'
import type { Ref } from '#lib/resources/reference.ts'
import { deciderWords, refWords } from './words.ts'

type Place = { readonly cluster: string; readonly kinds: readonly WatchedKind[] | undefined }
const PlaceContext = createContext<Place>({ cluster: '', kinds: undefined })
export const PlaceProvider = PlaceContext.Provider
export const usePlace = (): Place => useContext(PlaceContext)

/** Where an object's text is edited, when it is of a kind that is. */
export function useEditLink(ref: Ref | undefined, path?: string): string | undefined {
  const { cluster, kinds } = usePlace()
  if (!ref) return undefined
  const kind = kinds?.find((k) => ref.startsWith(`${k.kind}/`))
  if (kind?.editable === false) return undefined
  const address = addressOf(ref, kinds)
  return address ? pages.edit(cluster, address, path ? { path } : {}) : undefined
}

/** An object by name; a link to it where the cluster serves its kind. */
export function RefLink({ of, mono = true }: { of: Ref; mono?: boolean }) {
  const { cluster, kinds } = usePlace()
  const address = addressOf(of, kinds)
  const href = address && pages.resource(cluster, address)
  const style = mono ? 'font-code text-[11.5px]' : 'font-medium'
  return href ? (
    <Link href={href} className={`${style} [overflow-wrap:anywhere] text-accent hover:underline`}>
      {refWords(of)}
    </Link>
  ) : (
    <span className={`${style} [overflow-wrap:anywhere] text-ink-2`}>{refWords(of)}</span>
  )
}

/** Who decided something; the default and what may not be read are said in words. */
export function Deciders({ of }: { of: readonly string[] }) {
  if (of.length === 0) return <span className="text-ink-3">nothing states it</span>
  return (
    <span className="flex flex-col">
      {of.map((decider) =>
        decider === 'default' || decider === 'unknown' ? (
          <span key={decider}>{deciderWords(decider)}</span>
        ) : (
          <RefLink key={decider} of={decider} />
        ),
      )}
    </span>
  )
}
