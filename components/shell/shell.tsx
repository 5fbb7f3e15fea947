'use client'
import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from 'react'
import { ConnectionProvider, useConnection } from '#components/query/connection.tsx'
import { clustersQuery, statusQuery, topologyQuery } from '#components/query/hooks.ts'
import { keepLastCluster } from '#components/query/last-cluster.ts'
import { ProblemError } from '#components/query/problem-error.ts'
import { QueryProvider } from '#components/query/provider.tsx'
import { useSignedOut } from '#components/query/session.ts'
import { TroubleState } from '#components/ui/async-panel.tsx'
import type { DraftLink } from './draft-chip.tsx'
import { usePageKeys } from './keys.ts'
import { Rail } from './rail.tsx'
import { StateBanner } from './state-banner.tsx'
import { StatusBar } from './status-bar.tsx'
import { TopBar } from './top-bar.tsx'
import { UserMenu } from './user-menu.tsx'

// What is rare comes when it is needed.
const KeysDialog = lazy(() => import('./keys-dialog.tsx').then((m) => ({ default: m.KeysDialog })))
const FailedCluster = lazy(() =>
  import('./failed-cluster.tsx').then((m) => ({ default: m.FailedCluster })),
)
const ReadingCluster = lazy(() =>
  import('./reading-cluster.tsx').then((m) => ({ default: m.ReadingCluster })),
)
const SignedOut = lazy(() => import('./signed-out.tsx').then((m) => ({ default: m.SignedOut })))

type ShellProps = {
  readonly cluster: string
  /** Texts that this tab holds and that are not applied, newest first. */
  readonly drafts: readonly DraftLink[]
  /** Stands in the top bar, right of the cluster picker. */
  readonly besideCluster?: ReactNode
  /** Goes to anything by name; asked for when somebody does. */
  readonly palette?: {
    readonly show: (props: { onClose: () => void; onHelp: () => void }) => ReactNode
    readonly load: () => void
  }
  readonly children: ReactNode
}

/** What stands around every page of a cluster. */
export function Shell(props: ShellProps) {
  return (
    <QueryProvider>
      <ConnectionProvider cluster={props.cluster}>
        <Frame {...props} />
      </ConnectionProvider>
    </QueryProvider>
  )
}

function Frame({ cluster, drafts, besideCluster, palette, children }: ShellProps) {
  const connection = useConnection()
  const status = useQuery(statusQuery(cluster)).data
  const revision = useQuery(topologyQuery(cluster)).data?.revision ?? status?.revision
  const signedOut = useSignedOut()
  useEffect(() => keepLastCluster(cluster), [cluster])
  const [help, setHelp] = useState(false)
  const showHelp = useCallback(() => setHelp(true), [])
  const [jumping, setJumping] = useState(false)
  const jump = useCallback(() => setJumping((is) => !is), [])
  usePageKeys(cluster, showHelp, jump)
  return (
    <div className="flex h-dvh min-h-0 overflow-hidden max-md:flex-col">
      <a
        href="#main"
        className="fixed top-1 left-1 z-50 -translate-y-12 rounded-control bg-card px-3 py-1.5 focus:translate-y-0 focus:shadow-menu"
      >
        Skip to content
      </a>
      <Rail cluster={cluster} drafts={drafts.length}>
        <UserMenu onHelp={showHelp} />
      </Rail>
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <TopBar
          cluster={cluster}
          besideCluster={besideCluster}
          drafts={drafts}
          onJump={jump}
          onNearJump={() => palette?.load()}
        />
        <StateBanner connection={connection} status={status} />
        <main
          id="main"
          tabIndex={-1}
          className="relative flex min-h-0 flex-1 flex-col outline-none"
        >
          <Gate cluster={cluster}>{children}</Gate>
        </main>
        <StatusBar connection={connection} status={status} revision={revision} />
      </div>
      <Suspense>
        {signedOut ? <SignedOut /> : null}
        {jumping && !signedOut
          ? palette?.show({ onClose: () => setJumping(false), onHelp: showHelp })
          : null}
        {help ? <KeysDialog open onClose={() => setHelp(false)} /> : null}
      </Suspense>
    </div>
  )
}

/** The page, once there is a cluster to show; until then what is awaited or what failed. */
function Gate({ cluster, children }: { cluster: string; children: ReactNode }) {
  const { data: status, error, refetch } = useQuery(statusQuery(cluster))
  const clusters = useQuery(clustersQuery()).data?.clusters ?? []
  const waiting = gateOf()
  return waiting ? (
    <>
      <h1 className="sr-only">{status?.name ?? cluster}</h1>
      {waiting}
    </>
  ) : (
    children
  )

  function gateOf(): ReactNode {
    if (!status) {
      // The first answer comes at once; a list that flashes by says nothing.
      if (!error) return <span aria-busy="true" />
      const trouble =
        error instanceof ProblemError
          ? error.problem
          : { title: 'Something went wrong', detail: String(error), status: 0 }
      if (trouble.status === 401) return <span />
      return <TroubleState trouble={trouble} label="the cluster" retry={() => void refetch()} />
    }
    if (status.state === 'failed' || status.state === 'denied')
      return (
        <Suspense>
          <FailedCluster status={status} clusters={clusters} />
        </Suspense>
      )
    if (status.state === 'connecting' || status.state === 'syncing')
      return (
        <Suspense>
          <ReadingCluster status={status} />
        </Suspense>
      )
    return undefined
  }
}
