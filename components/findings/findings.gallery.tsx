'use client'
import { asyncStates } from '#components/ui/async-gallery.tsx'
import type { GalleryEntry } from '#components/ui/gallery.ts'
import { someFindings } from '#lib/fixtures/findings.ts'
import { Findings } from './findings-page.tsx'

export const findingsGallery: readonly GalleryEntry[] = [
  {
    title: 'Findings',
    height: 420,
    wide: true,
    states: {
      ready: () => (
        <div className="flex h-full flex-col">
          <Findings
            cluster="demo"
            answer={{ findings: someFindings(), suppressed: 2 }}
            kinds={undefined}
            nodes={undefined}
          />
        </div>
      ),
      'partly readable': () => (
        <div className="flex h-full flex-col">
          <Findings
            cluster="demo"
            answer={{
              findings: someFindings(),
              suppressed: 0,
              partial: [
                {
                  group: 'networking.istio.io',
                  version: 'v1alpha3',
                  plural: 'envoyfilters',
                  reason: 'not-permitted',
                  message: 'envoyfilters.networking.istio.io is forbidden',
                },
              ],
            }}
            kinds={undefined}
            nodes={undefined}
          />
        </div>
      ),
      ...asyncStates('findings'),
      good: () => (
        <div className="flex h-full flex-col">
          <Findings
            cluster="demo"
            answer={{ findings: [], suppressed: 0 }}
            kinds={undefined}
            nodes={undefined}
          />
        </div>
      ),
    },
  },
]
