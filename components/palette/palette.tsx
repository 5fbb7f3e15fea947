'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { usePathname, useRouter } from 'next/navigation'
import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import { clustersQuery, statusQuery, topologyQuery } from '#components/query/hooks.ts'
import { searchQuery } from '#components/query/search-hook.ts'
import { useUrlState } from '#components/query/url-state.ts'
import { served } from '#components/ui/base-path.ts'
import { CommandDialog } from '#components/ui/command-dialog.tsx'
import { GLYPHS, type GlyphName } from '#components/ui/glyph.tsx'
import { pages } from '#lib/paths.ts'
import { askOf, sectionsOf } from './choose.ts'
import { clusterEntries, nodeEntries, objectEntries, pageEntries } from './entries.ts'
import { type Entry, entry } from './entry.ts'
import { PaletteBox } from './palette-box.tsx'
import { keepRecent, recentOf } from './recent.ts'
import { useActions } from './use-actions.ts'

/** How long typing rests before the server is asked; what the page knows is shown at once. */
const REST_MS = 70
const NO_ENTRIES: readonly Entry[] = []

const isGlyph = (text: string): text is GlyphName => Object.hasOwn(GLYPHS, text)
const storage = (): Storage | undefined => {
  try {
    return window.localStorage
  } catch {
    return undefined
  }
}

/** Goes to any object, thing, page or cluster by name, and does what can be done from here. */
export function Palette({
  cluster,
  drafts,
  onHelp,
  onClose,
}: {
  cluster: string
  drafts: readonly { readonly title: string; readonly href: string }[]
  onHelp: () => void
  onClose: () => void
}) {
  const router = useRouter()
  const path = usePathname()
  const { set } = useUrlState()
  const [typed, setTyped] = useState('')
  const [said, setSaid] = useState('')
  const [before] = useState(() => recentOf(cluster, isGlyph, storage()))
  const shown = useDeferredValue(typed)
  const { verb, text } = askOf(shown)
  const asked = useRested(text.trim())

  const nodes = useQuery(topologyQuery(cluster)).data?.nodes
  const kinds = useQuery(statusQuery(cluster)).data?.kinds
  const clusters = useQuery(clustersQuery()).data?.clusters
  const search = useQuery({
    ...searchQuery(cluster, asked),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  })
  const found = asked === '' ? undefined : search.data
  const actions = useActions(onHelp, path === pages.topology(cluster))

  const things = useMemo(() => nodeEntries(cluster, nodes ?? []), [cluster, nodes])
  const namespaces = useMemo(
    () =>
      [...new Set((nodes ?? []).flatMap((n) => (n.namespace ? [n.namespace] : [])))]
        .sort()
        .map((name) =>
          entry({
            id: `ns:${name}`,
            group: 'Namespaces',
            label: name,
            hint: 'show only this namespace',
            glyph: 'namespace',
            run: () => {
              set({ ns: [name] })
              return undefined
            },
          }),
        ),
    [nodes, set],
  )
  const entries = useMemo(() => {
    const objects = objectEntries(cluster, found?.results ?? [], verb, kinds)
    if (verb === 'edit') return objects
    return [
      ...before.map((place) => entry({ ...place, id: `recent:${place.id}`, group: 'Recent' })),
      ...drafts.map(({ title, href }) =>
        entry({ id: `draft:${href}`, group: 'Drafts', label: title, glyph: 'edit', href }),
      ),
      ...pageEntries(cluster),
      ...actions,
      ...things,
      ...objects,
      ...namespaces,
      ...clusterEntries(clusters ?? [], cluster, path),
    ]
  }, [cluster, found, verb, kinds, before, drafts, actions, things, namespaces, clusters, path])
  const sections = useMemo(
    () => sectionsOf(entries, text, found && verb === 'go' ? { Objects: found.total } : {}),
    [entries, text, found, verb],
  )

  const take = async (one: Entry, apart: boolean) => {
    setSaid('')
    if (one.types !== undefined) return setTyped(one.types)
    if (one.href !== undefined) {
      const { label, hint, glyph, href } = one
      const id = one.id.replace(/^recent:/, '')
      if (one.group !== 'Pages' && one.group !== 'Drafts')
        keepRecent(
          cluster,
          { id, label, glyph, href, ...(hint ? { hint } : {}) },
          before,
          storage(),
        )
      if (apart) return void window.open(served(href), '_blank', 'noopener')
      onClose()
      return router.push(href)
    }
    const words = await one.run?.()
    if (words === undefined) onClose()
    else setSaid(words)
  }

  return (
    <CommandDialog title="Jump to an object, page or action" onClose={onClose}>
      <PaletteBox
        typed={typed}
        onType={(value) => {
          setSaid('')
          setTyped(value)
        }}
        sections={asked === '' && verb === 'edit' ? NO_SECTIONS : sections}
        isSearching={search.isFetching || text.trim() !== asked || typed !== shown}
        trouble={search.isError ? 'Objects could not be searched: the server does not answer.' : ''}
        said={said}
        isEditing={verb === 'edit'}
        onTake={(one, apart) => void take(one, apart)}
      />
    </CommandDialog>
  )
}

const NO_SECTIONS: ReturnType<typeof sectionsOf> = sectionsOf(NO_ENTRIES, '')

/** A text once it has not changed for a moment. */
function useRested(text: string): string {
  const [rested, setRested] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), text === '' ? 0 : REST_MS)
    return () => clearTimeout(timer)
  }, [text])
  return rested
}
