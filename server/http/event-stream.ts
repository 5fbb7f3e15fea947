import type { Cluster, Identity, RevisionLog, Services, Topic } from '#server/services.ts'

const HEARTBEAT = 15_000
/** What may wait for a slow reader; beyond it the stream ends and the reader comes back with Last-Event-ID. */
const WAITING_BYTES = 64 * 1024
const RETRY = 1_000

const eventText = (event: string, data: unknown, id?: string): string =>
  `event: ${event}\n${id === undefined ? '' : `id: ${id.replace(/[\r\n\0]/g, '')}\n`}data: ${JSON.stringify(data)}\n\n`

/**
 * Tells what went stale in one cluster until the reader goes, the session ends or the process stops. Data is not
 * pushed: the page fetches what it shows, where rights are applied.
 */
export function eventStream(from: {
  readonly cluster: Cluster
  readonly log: RevisionLog
  readonly identity: Identity
  readonly services: Pick<Services, 'streams' | 'sessions'>
  readonly request: Request
  readonly heartbeat?: number
}): Response {
  const { cluster, log, identity, services, request } = from
  const bytes = new TextEncoder()
  let end = (): void => {}
  const release = services.streams.open(identity.key, () => {
    goodbye()
    end()
  })
  let goodbye = (): void => {}

  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let open = true
        const write = (text: string): void => {
          if (!open) return
          const chunk = bytes.encode(text)
          if ((controller.desiredSize ?? 0) < chunk.byteLength) end()
          else controller.enqueue(chunk)
        }
        goodbye = () => write(eventText('bye', {}))
        const tell = (revision: string, stale: readonly Topic[]): void =>
          write(eventText('revision', { revision, stale }, revision))

        const stop = cluster.subscribe(({ revision, stale }) => tell(revision, stale))
        const beat = setInterval(() => {
          if (services.sessions.holds(identity)) write(':\n\n')
          else end()
        }, from.heartbeat ?? HEARTBEAT)
        beat.unref()
        end = () => {
          if (!open) return
          open = false
          clearInterval(beat)
          stop()
          release()
          try {
            controller.close()
          } catch {
            // the reader went first
          }
        }
        if (request.signal.aborted) return end()
        request.signal.addEventListener('abort', end, { once: true })

        // Pages that come back at once after a restart would all come in the same moment.
        write(`retry: ${RETRY + Math.floor(Math.random() * RETRY)}\n\n`)
        tell(cluster.view().revision, log.since(request.headers.get('last-event-id')))
      },
      cancel: () => end(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: WAITING_BYTES }),
  )
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'private, no-cache, no-store, no-transform',
      'X-Accel-Buffering': 'no',
    },
  })
}
