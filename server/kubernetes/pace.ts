/** How long a reflector waits for what. Tests shorten them; the ratio between them is what counts. */
export type Pace = {
  /** First wait after a failure; doubles with each further one. */
  readonly backOffMs: number
  readonly longestBackOffMs: number
  /** An answer that has not begun after this long will not come. */
  readonly openMs: number
  /** A watch without a byte for this long is taken for dead; bookmarks come about once a minute. */
  readonly silenceMs: number
  /** The same while the initial list streams in, which no healthy server interrupts. */
  readonly initialSilenceMs: number
  /** How often a kind that may not be read, or is not served, is tried again. */
  readonly deniedMs: number
  readonly notServedMs: number
  /** A watch that ends sooner than this did not work, however politely it ended. */
  readonly shortWatchMs: number
}

export const PACE: Pace = {
  backOffMs: 500,
  longestBackOffMs: 30_000,
  openMs: 10_000,
  silenceMs: 75_000,
  initialSilenceMs: 15_000,
  deniedMs: 30_000,
  notServedMs: 60_000,
  shortWatchMs: 1000,
}

/** Between half of and the whole doubled wait, so that many clients do not come back at the same moment. */
export const backOff = (pace: Pace, failures: number, random: () => number): number =>
  Math.min(pace.longestBackOffMs, pace.backOffMs * 2 ** Math.min(failures - 1, 16)) *
  (0.5 + random() / 2)

/** A sleep that can be ended early, by someone who knows that waiting has become pointless. */
export class Pause {
  #end: (() => void) | undefined

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', end)
        this.#end = undefined
        resolve()
      }
      const timer = setTimeout(end, ms)
      signal.addEventListener('abort', end, { once: true })
      this.#end = end
    })
  }

  end(): void {
    this.#end?.()
  }
}
