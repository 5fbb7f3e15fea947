import type { Page } from '@playwright/test'

const QUIET_MS = 400
const LONGEST_MS = 60_000
/** Of what a worker loads the end is not always told; nobody waits for it either. */
const WAITED_FOR = ['document', 'fetch', 'xhr', 'stylesheet', 'font']

/** Of a page what rest is told by; the runner itself is compiled without a DOM. */
type Rested = {
  readonly document: {
    readonly fonts: { readonly ready: Promise<unknown> }
    querySelectorAll(selector: string): Iterable<{ checkVisibility(): boolean }>
    getAnimations(): readonly {
      readonly playState: string
      readonly effect: { getComputedTiming(): { readonly iterations?: number } } | null
    }[]
  }
}

/**
 * Follows what a page asks for, from before it is opened. The answer resolves once the page is at rest: it follows its
 * cluster, nothing on it is loading, fonts are there, and for a while nothing was asked for. The stream of events stays
 * open and is not waited for.
 */
export function watchRest(page: Page): () => Promise<void> {
  const open = new Set<object>()
  let last = Date.now()
  page.on('request', (request) => {
    if (request.url().endsWith('/events')) return
    if (!WAITED_FOR.includes(request.resourceType())) return
    open.add(request)
    last = Date.now()
  })
  const done = (request: object) => {
    if (open.delete(request)) last = Date.now()
  }
  page.on('requestfinished', done)
  page.on('requestfailed', done)
  return async () => {
    const until = Date.now() + LONGEST_MS
    const rests = () =>
      page.evaluate(async () => {
        const { document } = globalThis as unknown as Rested
        await document.fonts.ready
        const busy = [...document.querySelectorAll('[aria-busy="true"]')].some((element) =>
          element.checkVisibility(),
        )
        const moving = document
          .getAnimations()
          // A cursor blinks for ever.
          .some(
            (one) =>
              one.playState === 'running' &&
              one.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY,
          )
        return !busy && !moving
      })
    for (;;) {
      const isQuiet = open.size === 0 && Date.now() - last > QUIET_MS
      if (isQuiet && (await rests())) return
      if (Date.now() > until)
        throw new Error(`${page.url()} does not come to rest: ${open.size} requests are open`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
