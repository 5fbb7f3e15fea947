'use client'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'

/** A page that broke. What it was is in the console of the browser, never on the page. */
export default function PageError({ reset }: { error: Error; reset: () => void }) {
  return (
    <main id="main" role="alert" className="mx-auto mt-[12vh] w-full max-w-150 px-4">
      <EmptyState
        glyph="error"
        tone="bad"
        title="This page broke"
        body="It is a fault of Meshwright, not of the cluster; nothing was applied. Other pages keep working."
        actions={
          <Button look="primary" onClick={reset}>
            Try again
          </Button>
        }
      />
    </main>
  )
}
