import { isRecord, record, text } from '#lib/resources/field.ts'
import { networkFailure, noKubernetes, type Status, statusOf } from './failure.ts'
import type { OpenAnswer, Requester } from './request.ts'
import { parsed, readText, retryAfterSeconds } from './request.ts'
import { readLines } from './watch-lines.ts'

export type WatchEvent =
  | { readonly type: 'put'; readonly raw: Readonly<Record<string, unknown>> }
  | { readonly type: 'delete'; readonly raw: Readonly<Record<string, unknown>> }
  | { readonly type: 'bookmark'; readonly resourceVersion: string; readonly endsInitial: boolean }

/** The API server said no, before or within a stream. */
export class Refused extends Error {
  readonly status: Status
  constructor(status: Status) {
    super(status.message)
    this.name = 'Refused'
    this.status = status
  }
}

/** Nothing was heard for too long: the connection is dead or something between holds it open. */
export class Silent extends Error {
  override readonly name = 'Silent'
}

/** What came is no watch event: nothing that follows can be trusted to follow. */
export class Garbled extends Error {
  override readonly name = 'Garbled'
}

export type SessionOptions = {
  readonly requester: Requester
  readonly path: string
  readonly signal: AbortSignal
  readonly openMs: number
  /** Asked anew with each byte, as the initial list and the quiet time after it differ. */
  readonly silenceMs: () => number
  /** Parses a line; it may leave out what nobody reads. Throws when the line is no JSON. */
  readonly parse: (line: Buffer) => unknown
  readonly onOpen: () => void
  readonly onEvent: (event: WatchEvent) => void
}

/**
 * One watch from its opening to its end. Resolves when the server ends it as announced.
 *
 * @throws Refused, Silent, Garbled, or AppError `cluster/…` when the connection breaks
 */
export async function watchOnce(options: SessionOptions): Promise<void> {
  const { requester, path, signal } = options
  const cut = new AbortController()
  const onStop = () => cut.abort()
  signal.addEventListener('abort', onStop, { once: true })
  if (signal.aborted) cut.abort()
  let isSilent = false
  const silence = () => {
    isSilent = true
    cut.abort()
  }
  let watchdog = setTimeout(silence, options.openMs)
  let armedMs = options.openMs
  const heard = () => {
    const ms = options.silenceMs()
    if (ms === armedMs) {
      watchdog.refresh()
      return
    }
    clearTimeout(watchdog)
    watchdog = setTimeout(silence, ms)
    armedMs = ms
  }
  try {
    const answer = await requester.stream(path, { signal: cut.signal })
    if (answer.status !== 200) throw await refused(answer)
    const type = answer.headers['content-type']
    if (type && !`${type}`.includes('json')) {
      throw noKubernetes(requester.server, 'a watch', answer)
    }
    heard()
    options.onOpen()
    const onLine = (line: Buffer) => {
      options.onEvent(eventOf(line, options.parse))
      // The end of the initial list is where silence becomes normal.
      if (options.silenceMs() !== armedMs) heard()
    }
    await readLines(answer.body, onLine, heard)
  } catch (error) {
    cut.abort()
    if (isSilent) throw new Silent(`nothing was heard for ${Math.round(armedMs / 1000)} s`)
    if (signal.aborted) return
    const isOurs = error instanceof Refused || error instanceof Garbled
    throw isOurs ? error : networkFailure(requester.server, error)
  } finally {
    clearTimeout(watchdog)
    signal.removeEventListener('abort', onStop)
  }
}

const LONGEST_REFUSAL = 1024 * 1024

export async function refused(answer: OpenAnswer): Promise<Refused> {
  const status = statusOf(answer.status, parsed(await readText(answer, LONGEST_REFUSAL)))
  return new Refused({
    ...status,
    retryAfterSeconds: retryAfterSeconds(answer.headers) ?? status.retryAfterSeconds,
  })
}

/** @throws Refused when the line carries an error, Garbled when it is no JSON */
function eventOf(line: Buffer, parse: SessionOptions['parse']): WatchEvent {
  let event: unknown
  try {
    event = parse(line)
  } catch {
    // Told below, as whatever else is no event.
  }
  if (!isRecord(event)) throw new Garbled('a line of the watch is no JSON')
  const { type, object } = event
  const raw = record(object)
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
      return { type: 'put', raw }
    case 'DELETED':
      return { type: 'delete', raw }
    case 'BOOKMARK': {
      const metadata = record(raw.metadata)
      const annotations = isRecord(metadata.annotations) ? metadata.annotations : {}
      return {
        type: 'bookmark',
        resourceVersion: text(metadata.resourceVersion) ?? '',
        endsInitial: annotations['k8s.io/initial-events-end'] === 'true',
      }
    }
    case 'ERROR':
      throw new Refused(statusOf(500, raw))
    default:
      // An event type that is not known yet says nothing that could be understood.
      return { type: 'bookmark', resourceVersion: '', endsInitial: false }
  }
}
