import { createHash } from 'node:crypto'
import type { CDPSession, Page } from '@playwright/test'

/** One picture that the browser put on the screen. */
export type Frame = {
  /** When it was swapped in, epoch milliseconds, on the clock of this machine. */
  readonly at: number
  readonly hash: string
  readonly data: Buffer
}

type ScreencastFrame = {
  readonly data: string
  readonly sessionId: number
  readonly metadata: { readonly timestamp?: number }
}

/**
 * What the browser shows, picture by picture, as the compositor presents it: a frame that only ran callbacks is none.
 * Small JPEGs cost least and are for counting; whole PNGs are for looking at pixels.
 */
export class Screencast {
  readonly #session: CDPSession
  #frames: Frame[] = []

  private constructor(session: CDPSession) {
    this.#session = session
    session.on('Page.screencastFrame', (frame: ScreencastFrame) => {
      void session.send('Page.screencastFrameAck', { sessionId: frame.sessionId }).catch(() => {})
      const data = Buffer.from(frame.data, 'base64')
      const hash = createHash('sha1').update(data).digest('base64')
      this.#frames.push({ at: (frame.metadata.timestamp ?? Number.NaN) * 1000, hash, data })
    })
  }

  static async of(page: Page): Promise<Screencast> {
    return new Screencast(await page.context().newCDPSession(page))
  }

  async start(what: 'counting' | 'pixels'): Promise<void> {
    this.#frames = []
    await this.#session.send(
      'Page.startScreencast',
      what === 'counting'
        ? { format: 'jpeg', quality: 40, maxWidth: 720, maxHeight: 450 }
        : { format: 'png' },
    )
  }

  /** Those so far; more may come. */
  get frames(): readonly Frame[] {
    return this.#frames
  }

  async stop(): Promise<readonly Frame[]> {
    await this.#session.send('Page.stopScreencast')
    return this.#frames
  }
}

/** Pictures between two moments that differ from the one before. */
export function distinct(frames: readonly Frame[], from: number, to: number): readonly Frame[] {
  let before: string | undefined
  return frames.filter(({ at, hash }) => {
    const isOther = hash !== before
    before = hash
    return isOther && at >= from && at <= to
  })
}
