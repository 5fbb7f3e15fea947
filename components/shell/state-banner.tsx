'use client'
import { lazy, Suspense, useEffect, useState } from 'react'
import type { ClusterStatus } from '#components/query/answers.ts'
import { call } from '#components/query/call.ts'
import type { Connection } from '#components/query/event-stream.ts'
import { Banner } from '#components/ui/banner.tsx'
import { Button } from '#components/ui/button.tsx'
import { useClock } from '#components/ui/moment.tsx'
import { api } from '#lib/paths.ts'

// Unlike what is said of a lost connection, these come while the server answers.
const RareBanners = lazy(() =>
  import('./rare-banners.tsx').then((m) => ({ default: m.RareBanners })),
)

/** Whole seconds until a moment, counted down while it is awaited. */
function useSecondsUntil(at: number | undefined): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (at === undefined) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [at])
  return at === undefined ? 0 : Math.max(0, Math.ceil((at - now) / 1000))
}

type StateBannerProps = {
  readonly connection: Connection
  readonly status: ClusterStatus | undefined
}

/** What is true of everything on the page, said once on every page. Nothing is taken away. */
export function StateBanner(props: StateBannerProps) {
  return (
    <>
      <Old {...props} />
      <Told {...props} />
      {props.status?.insecure || props.status?.unreadable?.length ? (
        <Suspense>
          <RareBanners status={props.status} />
        </Suspense>
      ) : null}
    </>
  )
}

/** Live, and yet something is to be told, such as an edit of the kubeconfig that cannot be used. */
function Told({ connection, status }: StateBannerProps) {
  if (connection.state === 'lost' || status?.state !== 'live' || !status.message) return null
  return (
    <Banner look="warn" title={status.message}>
      {status.fix}
    </Banner>
  )
}

/** The data is old. */
function Old({ connection, status }: StateBannerProps) {
  const lost = connection.state === 'lost' ? connection : undefined
  const seconds = useSecondsUntil(lost?.retryAt)
  const clockTime = useClock()
  if (lost)
    return (
      <Banner
        look="stale"
        assertive
        title={`Connection lost at ${clockTime(lost.since)}.`}
        actions={<Button onClick={lost.retry}>Try now</Button>}
      >
        This is how it was then. {seconds > 0 ? `Trying again in ${seconds} s.` : 'Trying again.'}
      </Banner>
    )
  if (status && (status.state === 'stale' || status.freshness?.state === 'stale'))
    return (
      <Banner
        look="stale"
        assertive
        title={`Connection lost at ${clockTime(status.freshness?.since ?? status.since)}.`}
        actions={status.cluster ? <TryCluster cluster={status.cluster} /> : undefined}
      >
        The cluster does not answer; this is how it was then. {status.message} {status.fix}
      </Banner>
    )
  return null
}

/** The server tries again by itself; this ends its waiting. */
function TryCluster({ cluster }: { cluster: string }) {
  const retry = () => {
    // What comes of it is told by the status, which is followed.
    call(api.status(cluster), { method: 'POST', body: { retry: true } }).catch(() => {})
  }
  return <Button onClick={retry}>Try now</Button>
}
