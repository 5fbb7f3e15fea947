import type { ServerResponse } from 'node:http'

/** Resolves when the client has taken what was written, or is gone. */
export function drained(response: ServerResponse): Promise<void> {
  if (response.destroyed || !response.writableNeedDrain) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    response.on('drain', done)
    response.on('close', done)
  })
}

const BATCH_BYTES = 256 * 1024

/** A line in pieces that lie in memory already: they are put together once, with those of the lines around it. */
export type Line = readonly Buffer[]

/**
 * Lines to a client that reads at its own pace: what it has not taken yet waits as a function, not as
 * bytes, so that a slow client costs little.
 */
export class Outflow {
  private readonly response: ServerResponse
  private readonly limit: number
  private waiting: (() => Line)[] = []
  private flowing = false
  private ended = false

  /** @param limit lines that may wait; a client that falls further behind is cut off */
  constructor(response: ServerResponse, limit: number) {
    this.response = response
    this.limit = limit
  }

  push(line: () => Line): void {
    if (this.ended) return
    this.waiting.push(line)
    if (this.waiting.length > this.limit) this.response.destroy()
    if (!this.flowing) void this.flow()
  }

  /** Ends the answer after what waits. */
  end(): void {
    this.ended = true
    if (!this.flowing) this.response.end()
  }

  private async flow(): Promise<void> {
    this.flowing = true
    while (this.waiting.length > 0 && !this.response.destroyed) {
      const lines = this.waiting
      this.waiting = []
      let batch: Buffer[] = []
      let size = 0
      for (const line of lines) {
        for (const piece of line()) {
          batch.push(piece)
          size += piece.length
        }
        if (size < BATCH_BYTES) continue
        this.response.write(Buffer.concat(batch, size))
        batch = []
        size = 0
        await drained(this.response)
        if (this.response.destroyed) return
      }
      if (batch.length > 0) this.response.write(Buffer.concat(batch, size))
      await drained(this.response)
    }
    this.flowing = false
    if (this.ended) this.response.end()
  }
}
