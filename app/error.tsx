'use client'

/**
 * A page that broke. What it was is in the console of the browser, never on the page. It is loaded with every page,
 * so it brings no component with it.
 */
export default function PageError({ reset }: { error: Error; reset: () => void }) {
  return (
    <main id="main" role="alert" className="mx-auto mt-[12vh] w-full max-w-150 px-9 py-4.5">
      <h1 className="text-15 font-semibold text-bad">This page broke</h1>
      <p className="mt-1 text-ink-2">
        It is a fault of Meshwright, not of the cluster; nothing was applied. Other pages keep
        working.
      </p>
      <button
        type="button"
        onClick={reset}
        className="mt-3.5 inline-flex h-7 items-center rounded-control border border-accent-fill bg-accent-fill px-2.5 font-medium text-on-accent"
      >
        Try again
      </button>
    </main>
  )
}
