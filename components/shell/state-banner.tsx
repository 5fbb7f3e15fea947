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

type StateBannerProps = {
  readonly connection: Connection
  readonly status: ClusterStatus | undefined
}

/** What is true of everything on the page, said once on every page. Nothing is taken away. */
export function StateBanner(props: StateBannerProps) {
  return (
    <>
      <Unchecked status={props.status} />
      <Old {...props} />
      <Unreadable status={props.status} />
    </>
  )
}

/** Whoever is between here and the API server can read and change everything, credentials included. */
function Unchecked({ status }: Pick<StateBannerProps, 'status'>) {
  if (!status?.insecure) return null
  return (
    <Banner look="warn" title={`Nobody checks who answers for ${status.name}.`}>
      The kubeconfig says insecure-skip-tls-verify, so the certificate of {status.server} is not
      checked. What is shown, and the credentials that are sent, may go to somebody else.
    </Banner>
  )
}

const MOST_NAMED = 3

/** What of given manifests the sandbox could not load, by file and line. */
function Unreadable({ status }: Pick<StateBannerProps, 'status'>) {
  const documents = status?.unreadable ?? []
  if (documents.length === 0) return null
  const named = documents
    .slice(0, MOST_NAMED)
    .map(({ file, line, message }) => `${file} line ${line}, ${message}`)
  const more = documents.length - named.length
  return (
    <Banner
      look="warn"
      title={`${documents.length} ${documents.length === 1 ? 'document was' : 'documents were'} not read:`}
    >
      {named.join('; ')}
      {more > 0 ? `, and ${more} more` : ''}.
    </Banner>
  )
}

/** The data is old. */
function Old({ connection, status }: StateBannerProps) {
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
