'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { served } from '#components/ui/base-path.ts'
import { api } from '#lib/paths.ts'
import { launchTokenPosted } from './session.ts'
import { everyAtMost } from './throttle.ts'

export type Connection =
  | { readonly state: 'connecting' }
  | { readonly state: 'live' }
  | {
      readonly state: 'lost'
      /** When the last word was heard, epoch milliseconds. */
      readonly since: number
      readonly retryAt: number
      readonly retry: () => void
    }

const TOPICS = ['topology', 'mtls', 'findings', 'status', 'resources', 'clusters']
const QUICKEST_MS = 250
const LONGEST_WAIT_MS = 15_000

const staleOf = (data: unknown): readonly string[] => {
  if (typeof data !== 'string') return TOPICS
  try {
    const { stale } = JSON.parse(data) as { stale?: unknown }
    return Array.isArray(stale) ? stale.filter((t) => typeof t === 'string') : TOPICS
  } catch {
    return TOPICS
  }
}

/**
 * Follows one cluster: each event names the topics that went stale and their queries are fetched again, at once and
 * then at most four times a second, only while the page is visible and no pointer is down. After a gap everything is
 * fetched again. EventSource gives up on an answer that is no stream, so reconnecting is done here.
 */
export function useEventStream(cluster: string): Connection {
  const client = useQueryClient()
  const [connection, setConnection] = useState<Connection>({ state: 'connecting' })

  useEffect(() => {
    let source: EventSource | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let closed = false
    let failures = 0
    let lostSince: number | undefined
    let pointerDown = false
    const waiting = new Set<string>()

    const flush = everyAtMost(QUICKEST_MS, () => {
      if (document.hidden || pointerDown) return
      const topics = [...waiting]
      waiting.clear()
      for (const topic of topics)
        void client.invalidateQueries({
          predicate: ({ queryKey }) =>
            queryKey[0] === topic && (queryKey.length === 1 || queryKey[1] === cluster),
        })
    })
    const mark = (topics: readonly string[]) => {
      for (const topic of topics) waiting.add(topic)
      flush()
    }

    const open = () => {
      clearTimeout(timer)
      source?.close()
      source = new EventSource(served(api.events(cluster)))
      source.onopen = () => {
        // Whatever happened in between is unknown; a first opening has nothing to catch up with but a race.
        if (failures > 0 || lostSince) mark(TOPICS)
        failures = 0
        lostSince = undefined
        setConnection({ state: 'live' })
      }
      source.addEventListener('revision', (event) => mark(staleOf((event as MessageEvent).data)))
      source.addEventListener('bye', () => lose())
      source.onerror = () => lose()
    }
    const lose = () => {
      source?.close()
      if (closed) return
      lostSince ??= Date.now()
      const wait = Math.min(LONGEST_WAIT_MS, 500 * 2 ** failures) * (0.8 + 0.4 * Math.random())
      failures += 1
      clearTimeout(timer)
      timer = setTimeout(open, wait)
      setConnection({ state: 'lost', since: lostSince, retryAt: Date.now() + wait, retry: open })
      // A session that ended looks like a broken stream from here; the next call says which it is.
      waiting.add('status')
      flush()
    }

    const onVisible = () => (document.hidden ? undefined : flush())
    const onDown = () => {
      pointerDown = true
    }
    const onUp = () => {
      pointerDown = false
      flush()
    }
    document.addEventListener('visibilitychange', onVisible)
    window.addEventListener('pointerdown', onDown, true)
    window.addEventListener('pointerup', onUp, true)
    window.addEventListener('pointercancel', onUp, true)
    void launchTokenPosted().then(() => (closed ? undefined : open()))
    return () => {
      closed = true
      clearTimeout(timer)
      flush.stop()
      source?.close()
      document.removeEventListener('visibilitychange', onVisible)
      window.removeEventListener('pointerdown', onDown, true)
      window.removeEventListener('pointerup', onUp, true)
      window.removeEventListener('pointercancel', onUp, true)
    }
  }, [client, cluster])

  return connection
}
