import { monitorEventLoopDelay } from 'node:perf_hooks'

const EVERY_MS = 10

export type Blocks = { readonly monitor: number; readonly probe: number }

/**
 * The longest time for which nothing else could run, seen in two ways: by the histogram of Node, and by a timer
 * that notices how late it comes. Milliseconds.
 */
export class BlockProbe {
  readonly #delay = monitorEventLoopDelay({ resolution: EVERY_MS })
  #timer: NodeJS.Timeout | undefined
  #longest = 0
  #last = 0

  start(): void {
    this.#longest = 0
    this.#last = performance.now()
    this.#delay.reset()
    this.#delay.enable()
    this.#timer ??= setInterval(() => this.#look(), EVERY_MS)
  }

  stop(): Blocks {
    this.#look()
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#delay.disable()
    return { monitor: this.#delay.max / 1e6, probe: this.#longest }
  }

  #look(): void {
    const now = performance.now()
    this.#longest = Math.max(this.#longest, now - this.#last - EVERY_MS)
    this.#last = now
  }
}

export const longest = ({ monitor, probe }: Blocks): number => Math.max(monitor, probe)
