import type { AnswersDrawn } from '#components/topology/drawn.ts'

/**
 * What runs inside the page. Each function is sent there as text, so it stands on nothing outside of itself; the types
 * are as much of the browser's as is used.
 */
type Rect = {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
type Found = AnswersDrawn & {
  readonly classList: { contains(name: string): boolean }
  getBoundingClientRect(): Rect
}
type InPage = {
  readonly document: {
    querySelector(selector: string): Found | null
    querySelectorAll(selector: string): { readonly length: number }
    elementFromPoint(x: number, y: number): Found | null
  }
  requestIdleCallback(run: () => void): void
}
type Timing = { readonly name: string; readonly duration: number; readonly responseEnd?: number }
type Timeline = {
  readonly timeOrigin: number
  getEntriesByType(type: string): readonly Timing[]
  getEntriesByName(name: string): readonly Timing[]
}

/** As text: values of thousands of parts take seconds to leave the page one by one. */
export function readPicture(): string | undefined {
  const { document } = globalThis as unknown as InPage
  const canvas = document.querySelector('.mw-canvas')
  const drawn = canvas?.drawn?.()
  // The canvas itself reaches farther than what is seen of it.
  const flow = document.querySelector('.react-flow')
  if (!flow || !drawn) return undefined
  const { x, y, width, height } = flow.getBoundingClientRect()
  const { cards, ...rest } = drawn
  return JSON.stringify({
    ...rest,
    cards: [...cards],
    mounted: {
      cards: document.querySelectorAll('.react-flow__node').length,
      labels: document.querySelectorAll('.mw-label').length,
    },
    area: { x, y, width, height },
  })
}

/** @param card the id of one that must be among what is drawn; any picture will do without */
export function isDrawn(card: string | undefined): boolean {
  const { document } = globalThis as unknown as InPage
  const drawn = document.querySelector('.mw-canvas')?.drawn?.()
  return drawn !== undefined && (card === undefined || drawn.cards.has(card))
}

/** A free place near the middle of the picture. */
export function findGround(): { x: number; y: number } | undefined {
  const { document } = globalThis as unknown as InPage
  const box = document.querySelector('.react-flow')?.getBoundingClientRect()
  if (!box) return undefined
  const [cx, cy] = [box.x + box.width * 0.45, box.y + box.height * 0.42]
  for (let out = 0; out < 320; out += 8)
    for (let turn = 0; turn < 16; turn++) {
      const x = cx + out * Math.cos((turn * Math.PI) / 8)
      const y = cy + out * Math.sin((turn * Math.PI) / 8)
      if (document.elementFromPoint(x, y)?.classList.contains('react-flow__pane')) return { x, y }
    }
  return undefined
}

export const untilIdle = (): Promise<void> =>
  new Promise((resolve) => (globalThis as unknown as InPage).requestIdleCallback(() => resolve()))

/** When the last byte of the graph was here, epoch milliseconds, and what the page timed itself. */
export function readTimings(path: string) {
  const timeline = performance as unknown as Timeline
  const data = timeline
    .getEntriesByType('resource')
    .find(({ name }) => new URL(name).pathname === path)
  const of = (name: string) => timeline.getEntriesByName(`topology ${name}`).at(-1)?.duration ?? 0
  return {
    dataAt: timeline.timeOrigin + (data?.responseEnd ?? Number.NaN),
    timed: { cardsMs: of('cards'), layoutMs: of('layout'), sceneMs: of('scene') },
  }
}

/** Something that moves in each frame, and nothing else. */
export function moveBox(): void {
  type Box = { style: { marginLeft: string } }
  const { document, requestAnimationFrame: next } = globalThis as unknown as {
    document: { querySelector(selector: string): Box | null }
    requestAnimationFrame(run: (now: number) => void): void
  }
  const box = document.querySelector('div')
  const move = (now: number) => {
    if (box) box.style.marginLeft = `${(now / 2) % 1400}px`
    next(move)
  }
  next(move)
}
