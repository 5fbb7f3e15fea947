'use client'
import { lazy, Suspense } from 'react'
import { QueryProvider } from '#components/query/provider.tsx'
import { useSignedOut } from '#components/query/session.ts'
import { SettingsPage } from '#components/settings/settings-page.tsx'
import { Mark } from '#components/shell/rail.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { Link } from '#components/ui/link.tsx'
import { pages } from '#lib/paths.ts'

const SignedOut = lazy(() =>
  import('#components/shell/signed-out.tsx').then((m) => ({ default: m.SignedOut })),
)

/** Belongs to no cluster, so the shell of clusters is not around it. */
export function Settings() {
  return (
    <QueryProvider>
      <div className="flex h-dvh flex-col overflow-hidden">
        <a
          href="#main"
          className="fixed top-1 left-1 z-50 -translate-y-12 rounded-control bg-card px-3 py-1.5 shadow-menu focus:translate-y-0"
        >
          Skip to content
        </a>
        <header className="flex h-(--topbar) flex-none items-center gap-4 border-b border-hairline bg-surface px-4">
          <Link href={pages.home} className="inline-flex items-center gap-2.5 font-semibold">
            <Mark />
            Meshwright
          </Link>
          <ButtonLink href={pages.home} look="ghost">
            Back to the map
          </ButtonLink>
        </header>
        <main
          id="main"
          tabIndex={-1}
          className="min-h-0 flex-1 overflow-y-auto bg-surface outline-none"
        >
          <SettingsPage />
        </main>
        <Door />
      </div>
    </QueryProvider>
  )
}

function Door() {
  return <Suspense>{useSignedOut() ? <SignedOut /> : null}</Suspense>
}
