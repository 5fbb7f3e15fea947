'use client'
import { useState } from 'react'
import type { GalleryEntry } from '#components/ui/gallery.ts'
import { sectionsOf } from './choose.ts'
import { objectEntries, pageEntries } from './entries.ts'
import { type Entry, entry } from './entry.ts'
import { PaletteBox } from './palette-box.tsx'

const found = (
  [
    ['networking.istio.io', 'VirtualService', 'virtualservices', 'reviews'],
    ['networking.istio.io', 'DestinationRule', 'destinationrules', 'reviews'],
    ['', 'Service', 'services', 'reviews'],
    ['apps', 'Deployment', 'deployments', 'reviews-v1'],
    ['', 'ConfigMap', 'configmaps', '<b>previews</b>.*'],
  ] as const
).map(([group, kind, plural, name]) => ({
  group,
  version: 'v1',
  kind,
  plural,
  namespace: 'bookinfo',
  name,
}))

const ENTRIES: readonly Entry[] = [
  entry({
    id: 'recent:1',
    group: 'Recent',
    label: 'productpage',
    hint: 'Service bookinfo',
    glyph: 'service',
    href: '/sandbox/topology',
  }),
  entry({
    id: 'draft:1',
    group: 'Drafts',
    label: 'VirtualService/bookinfo/reviews',
    glyph: 'edit',
    href: '/sandbox/changes/x',
  }),
  ...pageEntries('sandbox'),
  entry({ id: 'a', group: 'Actions', label: 'Use the dark theme', glyph: 'moon' }),
  entry({
    id: 'n',
    group: 'On the map',
    label: 'reviews',
    hint: 'Service bookinfo',
    glyph: 'service',
  }),
  ...objectEntries('sandbox', found, 'go', []),
]

type State = Partial<Omit<Parameters<typeof PaletteBox>[0], 'typed' | 'onType' | 'sections'>>

function Box({ text, state = {}, total }: { text: string; state?: State; total?: number }) {
  const [typed, setTyped] = useState(text)
  return (
    <div className="tint-card flex max-h-105 flex-col overflow-hidden rounded-card bg-card shadow-menu">
      <PaletteBox
        typed={typed}
        onType={setTyped}
        sections={sectionsOf(ENTRIES, typed, total ? { Objects: total } : {})}
        isSearching={false}
        trouble=""
        said=""
        isEditing={false}
        onTake={() => undefined}
        {...state}
      />
    </div>
  )
}

export const paletteGallery: readonly GalleryEntry[] = [
  {
    title: 'Palette',
    states: {
      'before anything is typed': () => <Box text="" />,
      'a word, marked where it stands': () => <Box text="rev" total={1240} />,
      'nothing has that name': () => <Box text="(a+)+$" />,
      'the server does not answer': () => (
        <Box
          text="rev"
          state={{ trouble: 'Objects could not be searched: the server does not answer.' }}
        />
      ),
      'an action said something': () => <Box text="dark" state={{ said: 'Link copied' }} />,
    },
  },
]
