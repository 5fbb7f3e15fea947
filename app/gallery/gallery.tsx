'use client'
import { useSearchParams } from 'next/navigation'
import { controlPlanesGallery } from '#components/control-planes/control-planes.gallery.tsx'
import { findingsGallery } from '#components/findings/findings.gallery.tsx'
import { gatewaysGallery } from '#components/gateways/gateways.gallery.tsx'
import { mtlsGallery } from '#components/mtls/mtls.gallery.tsx'
import { namespacesGallery } from '#components/namespaces/namespaces.gallery.tsx'
import { paletteGallery } from '#components/palette/palette.gallery.tsx'
import { policiesGallery } from '#components/policies/policies.gallery.tsx'
import { QueryProvider } from '#components/query/provider.tsx'
import { resourcesGallery } from '#components/resources/resources.gallery.tsx'
import { routingGallery } from '#components/routing/routing.gallery.tsx'
import { sampleMeshesGallery } from '#components/sample-meshes/sample-meshes.gallery.tsx'
import { settingsGallery } from '#components/settings/settings.gallery.tsx'
import { shellGallery } from '#components/shell/shell.gallery.tsx'
import { topologyGallery } from '#components/topology/topology.gallery.tsx'
import type { GalleryEntry } from '#components/ui/gallery.ts'
import { uiGallery } from '#components/ui/ui.gallery.tsx'

const ENTRIES: readonly GalleryEntry[] = [
  ...uiGallery,
  ...shellGallery,
  ...paletteGallery,
  ...settingsGallery,
  ...topologyGallery,
  ...findingsGallery,
  ...mtlsGallery,
  ...routingGallery,
  ...policiesGallery,
  ...gatewaysGallery,
  ...namespacesGallery,
  ...controlPlanesGallery,
  ...resourcesGallery,
  ...sampleMeshesGallery,
]
const THEMES = ['light', 'dark'] as const

const nameOf = (title: string, state: string) =>
  `${title} ${state}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')

/** Every component in every state, in both themes. `?only=` shows one, `?theme=` one theme. */
export function Gallery() {
  const params = useSearchParams()
  const only = params.get('only')
  const themes = THEMES.filter((t) => !params.get('theme') || params.get('theme') === t)
  return (
    <QueryProvider>
      <main className="mx-auto max-w-[1600px] p-6">
        <h1 className="mb-4 text-18 font-semibold">Gallery</h1>
        {ENTRIES.map((entry) => {
          const states = Object.entries(entry.states).filter(
            ([state]) => !only || nameOf(entry.title, state) === only,
          )
          if (states.length === 0) return null
          return (
            <section key={Object.keys(entry.states).join()} className="mb-8">
              <h2 className="mb-2 text-15 font-semibold">{entry.title}</h2>
              <div className="grid gap-4">
                {states.map(([state, show]) => (
                  <article
                    key={state}
                    aria-label={`${entry.title}, ${state}`}
                    data-gallery={nameOf(entry.title, state)}
                  >
                    <h3 className="mb-1 text-12 text-ink-3">{state}</h3>
                    <div className={entry.wide ? 'grid gap-2' : 'grid gap-2 md:grid-cols-2'}>
                      {themes.map((theme) => (
                        <div
                          key={theme}
                          data-theme={theme}
                          style={entry.height ? { height: entry.height } : undefined}
                          className={`tint-surface min-w-0 overflow-hidden rounded-card border border-hairline bg-canvas text-ink ${entry.height ? '' : 'p-4'}`}
                        >
                          {show()}
                        </div>
                      ))}
                    </div>
                  </article>
                ))}
              </div>
            </section>
          )
        })}
      </main>
    </QueryProvider>
  )
}
