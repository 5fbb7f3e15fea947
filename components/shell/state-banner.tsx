'use client'
import { useEffect, useState } from 'react'
import type { ClusterStatus, UnreadableManifest } from '#components/query/answers.ts'
import { call } from '#components/query/call.ts'
import type { Connection } from '#components/query/event-stream.ts'
import { Banner } from '#components/ui/banner.tsx'
import { Button } from '#components/ui/button.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { api } from '#lib/paths.ts'
import { clockTime } from './clock.ts'
import { unreadWords } from './unread-words.ts'

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
      <Told {...props} />
      <Unreadable status={props.status} />
    </>
  )
}

/** Whoever is between here and the API server can read and change everything, credentials included. */
function Unchecked({ status }: Pick<StateBannerProps, 'status'>) {
  if (!status?.insecure) return null
  return (
    <Banner
      look="warn"
      title={`TLS is not verified: nobody checks who answers for ${status.name}.`}
    >
      The kubeconfig says insecure-skip-tls-verify, so your credentials may go to somebody else than{' '}
      {status.server}. Put its certificate-authority-data there instead.
    </Banner>
  )
}

const MOST_NAMED = 3

/** What of given manifests the sandbox could not load, by file and line. */
function Unreadable({ status }: Pick<StateBannerProps, 'status'>) {
  const places = status?.unreadable ?? []
  if (places.length === 0) return null
  const named = places.slice(0, MOST_NAMED).map(({ file, line }) => `${file} line ${line}`)
  const more = places.length - named.length
  return (
    <Banner
      look="warn"
      title={unreadWords(places, status?.documents)}
      actions={<Places places={places} />}
    >
      {named.join(', ')}
      {more > 0 ? ` and ${more} more` : ''}. The rest is loaded.
    </Banner>
  )
}

function Places({ places }: { places: readonly UnreadableManifest[] }) {
  return (
    <Popover
      label="Documents that were not read"
      align="end"
      width={480}
      trigger={<Button>Show why</Button>}
    >
      <ul className="grid gap-1.5">
        {places.map(({ file, document, line, message }, index) => (
          // Several objects of one list may fail at one place, for one reason.
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes its order
          <li key={`${file}#${document}#${index}`} className="break-words">
            <b className="text-ink">
              {file} line {line}
            </b>
            <div className="text-ink-2">{message}</div>
          </li>
        ))}
      </ul>
    </Popover>
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
