import { AsyncPanel } from './async-panel.tsx'
import type { GalleryEntry } from './gallery.ts'

/** What every page shows before there is something, and when there will be nothing. */
export const asyncStates = (label: string): GalleryEntry['states'] => ({
  loading: () => (
    <AsyncPanel value={{ state: 'loading' }} label={label}>
      {() => null}
    </AsyncPanel>
  ),
  denied: () => (
    <AsyncPanel
      value={{
        state: 'denied',
        trouble: {
          title: `You may not read ${label} in shop.`,
          detail: 'Kubernetes says: forbidden.',
          status: 403,
        },
      }}
      label={label}
    >
      {() => null}
    </AsyncPanel>
  ),
  failed: () => (
    <AsyncPanel
      value={{
        state: 'failed',
        trouble: { title: 'The server did not answer', detail: 'It took 30 s.', status: 504 },
        retry: () => undefined,
      }}
      label={label}
    >
      {() => null}
    </AsyncPanel>
  ),
})
