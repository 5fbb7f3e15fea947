'use client'
import TelemetryLinks from '#components/query/telemetry-links.tsx'
import type { GalleryEntry } from '#components/ui/gallery.ts'
import { Appearance, Clusters, Elsewhere, Keyboard, Times, You } from './settings-page.tsx'

const LINKS = [
  {
    name: 'Grafana',
    template:
      'https://grafana.example.com/d/mesh?var-namespace={namespace}&var-service={service}&from=now-1h',
  },
  { name: 'Kiali', template: 'https://kiali.example.com/console/namespaces/{namespace}' },
  { name: 'Jaeger', template: 'https://jaeger.example.com/search?service={workload}' },
]

export const settingsGallery: readonly GalleryEntry[] = [
  {
    title: 'Settings',
    states: {
      'what is set': () => (
        <div className="grid gap-8">
          <Appearance />
          <Keyboard />
          <Times />
        </div>
      ),
      'clusters and how they are reached': () => (
        <Clusters
          clusters={[
            { id: 'a', name: 'sandbox', source: 'sandbox', current: true, state: 'live' },
            {
              id: 'b',
              name: 'staging-eu',
              source: 'kubeconfig',
              current: false,
              state: 'failed',
              message: 'certificate signed by unknown authority.',
              fix: 'Check certificate-authority-data in the kubeconfig.',
            },
            {
              id: 'c',
              name: 'lab',
              source: 'kubeconfig',
              current: false,
              state: 'live',
              insecure: true,
            },
          ]}
        />
      ),
      'clusters not read yet': () => <Clusters clusters={undefined} />,
      'links elsewhere': () => <Elsewhere links={LINKS} />,
      'no links elsewhere': () => <Elsewhere links={[]} />,
      'who one is': () => (
        <You
          session={{
            user: { name: 'ada', groups: ['platform', 'oncall'] },
            readOnly: true,
            links: [],
          }}
        />
      ),
      'who one is, not known yet': () => <You session={undefined} />,
    },
  },
  {
    title: 'Telemetry links',
    states: {
      'of a service': () => (
        <TelemetryLinks links={LINKS} cluster="sandbox" refs={['Service/bookinfo/reviews']} />
      ),
      'of a workload': () => (
        <TelemetryLinks links={LINKS} cluster="sandbox" refs={['Deployment/bookinfo/reviews-v1']} />
      ),
    },
  },
]
