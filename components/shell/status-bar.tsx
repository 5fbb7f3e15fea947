'use client'
import { lazy, Suspense } from 'react'
import type { ClusterStatus, PartialKind } from '#components/query/answers.ts'
import type { Connection } from '#components/query/event-stream.ts'
import { cx } from '#components/ui/class-names.ts'
import { Glyph } from '#components/ui/glyph.tsx'
import { useClock } from '#components/ui/moment.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { kindsRead } from './kinds-read.ts'

const ReadNamespaces = lazy(() =>
  import('./read-namespaces.tsx').then((m) => ({ default: m.ReadNamespaces })),
)

type Live = { readonly state: 'live' | 'stale' | 'reading' | 'failed'; readonly words: string }

/** How old what is shown is: the worse of the way to the server and the server's way to the cluster. */
export function liveState(
  connection: Connection,
  status: ClusterStatus | undefined,
  clockTime: (at: string | number) => string,
): Live {
  if (connection.state === 'lost')
    return { state: 'stale', words: `Stale since ${clockTime(connection.since)}` }
  if (!status) return { state: 'reading', words: 'Connecting' }
  if (status.state === 'failed') return { state: 'failed', words: 'Does not answer' }
  if (status.state === 'denied') return { state: 'failed', words: 'Not permitted' }
  if (status.state === 'stale' || status.freshness?.state === 'stale')
    return {
      state: 'stale',
      words: `Stale since ${clockTime(status.freshness?.since ?? status.since)}`,
    }
  if (status.state === 'syncing' || status.state === 'connecting')
    return { state: 'reading', words: 'Reading' }
  return { state: 'live', words: 'Live' }
}

const DOT = {
  live: 'bg-safe',
  stale: 'border-2 border-warn',
  reading: 'border-2 border-accent',
  failed: 'bg-bad',
}

export function StatusBar({
  connection,
  status,
  revision,
}: {
  connection: Connection
  status: ClusterStatus | undefined
  revision: string | undefined
}) {
  const live = liveState(connection, status, useClock())
  const said = status && kindsRead(status)
  const unread = (status?.partial ?? []).filter((p) => p.reason !== 'not-served')
  return (
    <footer className="flex h-(--statusbar) flex-none items-center gap-4 overflow-hidden border-t border-hairline bg-surface px-3.5 text-11 whitespace-nowrap text-ink-3">
      <span role="status" className="inline-flex items-center gap-1.5">
        <span
          className={cx('size-2 flex-none rounded-pill forced-fill', DOT[live.state])}
          aria-hidden="true"
        />
        {live.words}
      </span>
      {revision ? <span className="truncate">Revision {revision}</span> : null}
      {status && said ? (
        <span className="inline-flex items-center gap-1">
          <span>
            {said.read}
            {said.unread ? ',' : ''}
          </span>
          {said.unread ? <Unread kinds={unread} words={said.unread} status={status} /> : null}
        </span>
      ) : null}
      <span className="flex-1" />
      <span className="truncate max-md:hidden">{meshWords(status)}</span>
    </footer>
  )
}

function meshWords(status: ClusterStatus | undefined): string {
  return (status?.installations ?? [])
    .map((i) =>
      [
        `${i.mesh.charAt(0).toUpperCase()}${i.mesh.slice(1)}${i.version ? ` ${i.version}` : ''}`,
        i.rootNamespace ? `root ${i.rootNamespace}` : '',
        i.trustDomain ? `trust domain ${i.trustDomain}` : '',
      ]
        .filter(Boolean)
        .join(' · '),
    )
    .join('   ')
}

const REASON = { 'not-permitted': 'not permitted', 'not-served': 'not served', failed: 'failed' }

/** "2 not permitted", and which, and what that costs. */
function Unread({
  kinds,
  words,
  status,
}: {
  kinds: readonly PartialKind[]
  words: string
  status: ClusterStatus
}) {
  return (
    <Popover
      label="What could not be read"
      width={380}
      trigger={
        <button
          type="button"
          className="inline-flex items-center gap-1 text-ink-2 underline decoration-dotted underline-offset-3"
        >
          <Glyph name="unknown" size={13} />
          {words}
        </button>
      }
    >
      <p className="mb-2 text-ink">Verdicts that need these are unknown.</p>
      <ul className="grid gap-1.5">
        {kinds.map((kind) => (
          <li key={`${kind.group}/${kind.plural}/${kind.namespace ?? ''}`}>
            <b className="text-ink">{kind.plural}</b>
            {kind.group ? <span className="text-ink-3">.{kind.group}</span> : null}
            {kind.namespace ? ` in ${kind.namespace}` : ''}: {REASON[kind.reason]}
            <div className="text-ink-3">{kind.message}</div>
          </li>
        ))}
      </ul>
      <Suspense>
        <ReadNamespaces status={status} />
      </Suspense>
    </Popover>
  )
}
