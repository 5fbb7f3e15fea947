'use client'
import { useEffect, useState } from 'react'
import type { ClusterStatus } from '#components/query/answers.ts'
import type { Connection } from '#components/query/event-stream.ts'
import { Banner } from '#components/ui/banner.tsx'
import { Button } from '#components/ui/button.tsx'
import { clockTime } from './clock.ts'

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

/** Said once, on every page: the data is old. Nothing is taken away. */
export function StateBanner({
  connection,
  status,
}: {
  connection: Connection
  status: ClusterStatus | undefined
}) {
  const lost = connection.state === 'lost' ? connection : undefined
  const seconds = useSecondsUntil(lost?.retryAt)
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
      >
        The cluster does not answer; this is how it was then. {status.message}
      </Banner>
    )
  return null
}
