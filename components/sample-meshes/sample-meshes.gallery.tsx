'use client'
import type { GalleryEntry } from '#components/ui/gallery.ts'
import type { SamplesAnswer } from './answers.ts'
import { SampleLine } from './first-run-line.tsx'
import NoMeshLine from './no-mesh-line.tsx'
import { SampleList } from './sample-list.tsx'

const answer: SamplesAnswer = {
  current: { id: 'bookinfo', title: 'Bookinfo' },
  samples: [
    {
      id: 'bookinfo',
      title: 'Bookinfo',
      shows: 'An 80/20 split, and mTLS that differs from hop to hop.',
      mesh: 'Istio 1.28',
      origin: 'istio/istio samples/bookinfo, commit 86c9f01fd735',
      licence: 'Apache-2.0',
      tries: [
        { words: 'select reviews', select: 'service:bookinfo/reviews' },
        { words: 'see who breaks under STRICT', page: 'mtls' },
      ],
    },
    {
      id: 'prisma',
      title: 'Prisma Cloud Console',
      shows: 'HTTPS and raw TCP on one gateway; calls that leave past the proxy.',
      mesh: 'Istio 1.29',
      origin: 'after a public write-up of Prisma Cloud Console behind Istio',
      licence: 'Apache-2.0',
      tries: [],
    },
    {
      id: 'manifests',
      title: 'Your manifests',
      shows: 'What Meshwright was started with; it is read again from its files.',
      origin: '/home/ann/clusters/a-folder-with-quite-a-long-name/manifests-of-the-shop.yaml',
      tries: [],
    },
  ],
  changed: [],
}
const changed: SamplesAnswer['changed'] = [
  { op: 'created', resource: 'PeerAuthentication/bookinfo/strict' },
  { op: 'changed', resource: 'VirtualService/bookinfo/reviews' },
  { op: 'deleted', resource: 'DestinationRule/bookinfo/reviews' },
]
const nothing = () => undefined

function Card(given: Partial<Parameters<typeof SampleList>[0]>) {
  return (
    <div className="tint-card max-w-120 rounded-card bg-card p-3 text-12 leading-[18px] text-ink-2 shadow-menu">
      <SampleList
        answer={answer}
        isReadOnly={false}
        opening={undefined}
        onOpen={nothing}
        onReset={nothing}
        {...given}
      />
    </div>
  )
}

export const sampleMeshesGallery: readonly GalleryEntry[] = [
  {
    title: 'Samples of the sandbox',
    states: {
      unchanged: () => <Card />,
      'three objects changed': () => <Card answer={{ ...answer, changed }} />,
      'many objects changed': () => (
        <Card
          answer={{
            ...answer,
            changed: Array.from({ length: 40 }, (_, at) => ({
              op: 'changed' as const,
              resource: `ConfigMap/shop/settings-${at}`,
            })),
          }}
        />
      ),
      'one is being opened': () => <Card opening="prisma" />,
      'read-only': () => <Card isReadOnly answer={{ ...answer, changed }} />,
    },
  },
  {
    title: 'Line over the map',
    height: 120,
    states: {
      'with links': () => (
        <div className="relative h-full">
          <SampleLine
            cluster="sandbox"
            tries={answer.samples[0]?.tries ?? []}
            onDismiss={nothing}
          />
        </div>
      ),
      'no mesh': () => (
        <div className="relative h-full">
          <NoMeshLine cluster="sandbox" />
        </div>
      ),
    },
  },
]
