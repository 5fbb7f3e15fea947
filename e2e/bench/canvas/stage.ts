import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { findGround, readPicture, untilIdle } from './in-page.ts'
import type { Area } from './png.ts'

/** What the page says that it shows, as far as it can leave the page. */
export type Picture = {
  readonly cards: ReadonlyMap<string, Area>
  readonly nodes: number
  readonly lines: number
  readonly edges: number
  readonly view: { readonly x: number; readonly y: number; readonly zoom: number }
  readonly painted: { readonly lines: number; readonly things: number; readonly ms: number }
  /** Cards and labels that are elements. */
  readonly mounted: { readonly cards: number; readonly labels: number }
  /** Where on the screen the picture is. */
  readonly area: Area
}

export async function pictureOf(page: Page): Promise<Picture> {
  const found = await page.evaluate(readPicture)
  if (!found) throw new Error('The page shows no picture.')
  const picture = JSON.parse(found) as Omit<Picture, 'cards'> & { cards: [string, Area][] }
  return { ...picture, cards: new Map(picture.cards) }
}

/** Where something of the picture is on the screen. */
export function onScreen({ view, area }: Picture, rect: Area, around = 0): Area {
  return {
    x: area.x + view.x + rect.x * view.zoom - around,
    y: area.y + view.y + rect.y * view.zoom - around,
    width: rect.width * view.zoom + 2 * around,
    height: rect.height * view.zoom + 2 * around,
  }
}

/** A place of the picture where a press takes hold of the ground and of nothing else, near its middle. */
export async function groundOf(page: Page): Promise<{ x: number; y: number }> {
  const found = await page.evaluate(findGround)
  if (!found) throw new Error('There is no free ground near the middle of the picture.')
  return found
}

/** Until the page has nothing to do and shows the same for a while. */
export async function settled(page: Page, frames: () => number): Promise<void> {
  const until = Date.now() + 60_000
  for (let before = -1, same = 0; same < 4; ) {
    if (Date.now() > until) throw new Error('The page does not come to rest.')
    await page.evaluate(untilIdle)
    const now = frames()
    same = now === before ? same + 1 : 0
    before = now
    await sleep(150)
  }
}
