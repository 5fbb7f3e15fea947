import { setTimeout as sleep } from 'node:timers/promises'
import type { CDPSession } from '@playwright/test'

/** A hand gives an event about as often as the screen has a frame. */
const EVERY_MS = 16

export type Spell = { readonly from: number; readonly to: number }

type Mouse = Readonly<Record<string, unknown>>

/**
 * Events through the browser's own input pipeline, at the pace of a hand: none waits for the page to have dealt with
 * the one before, so a slow page falls behind as it would for a person.
 */
async function atPace(
  session: CDPSession,
  ms: number,
  eventAt: (elapsed: number, at: number) => Mouse,
): Promise<Spell> {
  const from = Date.now()
  const sent: Promise<unknown>[] = []
  for (let at = 0; ; at++) {
    const elapsed = Date.now() - from
    if (elapsed >= ms) break
    sent.push(session.send('Input.dispatchMouseEvent', eventAt(elapsed, at) as never))
    await sleep(Math.max(0, from + (at + 1) * EVERY_MS - Date.now()))
  }
  const to = Date.now()
  await Promise.all(sent)
  return { from, to }
}

type Point = { readonly x: number; readonly y: number }

/** In and out again over one place, a second each way, so that the picture stays near where it began. */
export const wheelZoom = (session: CDPSession, { x, y }: Point, ms: number): Promise<Spell> =>
  atPace(session, ms, (elapsed) => ({
    type: 'mouseWheel',
    x,
    y,
    deltaX: 0,
    deltaY: Math.floor(elapsed / 1000) % 2 === 0 ? -12 : 12,
  }))

/** Takes hold of the ground and carries it in loops that never come to rest. */
export async function dragPan(session: CDPSession, { x, y }: Point, ms: number): Promise<Spell> {
  const mouse = (type: string, px: number, py: number, buttons: number): Mouse => ({
    type,
    x: px,
    y: py,
    button: 'left',
    buttons,
    clickCount: type === 'mouseMoved' ? 0 : 1,
  })
  await session.send('Input.dispatchMouseEvent', mouse('mousePressed', x, y, 1) as never)
  const spell = await atPace(session, ms, (elapsed) =>
    mouse(
      'mouseMoved',
      x + Math.sin(elapsed / 390) * 260,
      y + (1 - Math.cos(elapsed / 270)) * 90,
      1,
    ),
  )
  await session.send('Input.dispatchMouseEvent', mouse('mouseReleased', x, y, 0) as never)
  return spell
}
