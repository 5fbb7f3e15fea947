import { networkFailure, noKubernetes, type Status, statusOf } from './failure.ts'
import type { OpenAnswer, Requester } from './request.ts'
import { parsed, readText, retryAfterSeconds } from './request.ts'
import type { WatchEvent } from './watch-event.ts'
import { readLines } from './watch-lines.ts'

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
  /** Reads a line. @throws Refused when it carries an error, Garbled when it is no event */
  readonly read: (line: Buffer) => WatchEvent
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
      options.onEvent(options.read(line))
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
