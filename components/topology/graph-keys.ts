'use client'
import type { ReactFlowInstance, useStoreApi } from '@xyflow/react'
import type { KeyboardEvent } from 'react'
import { namespaceOfId } from '#lib/graph/layout/namespaces.ts'
import type { GraphViewProps } from './graph-view.tsx'
import { neighbour } from './selection.ts'

type Arrow = 'ArrowRight' | 'ArrowLeft' | 'ArrowUp' | 'ArrowDown'
/** What one press moves a thing by, in world pixels. */
const STEP: Record<Arrow, readonly [number, number]> = {
  ArrowRight: [8, 0],
  ArrowLeft: [-8, 0],
  ArrowUp: [0, -8],
  ArrowDown: [0, 8],
}
const isArrow = (key: string): key is Arrow =>
  key === 'ArrowRight' || key === 'ArrowLeft' || key === 'ArrowUp' || key === 'ArrowDown'

/** Keys of the picture: one tab stop, arrows along the hops, and what the pointer can do. */
export function useGraphKeys({
  scene,
  focused,
  selected,
  onFocus,
  onSelect,
  onToggle,
  onMove,
  onHide,
  onAround,
  fit,
  flow,
  store,
}: Pick<
  GraphViewProps,
  | 'scene'
  | 'focused'
  | 'selected'
  | 'onFocus'
  | 'onSelect'
  | 'onToggle'
  | 'onMove'
  | 'onHide'
  | 'onAround'
> & {
  fit: (animated: boolean) => void
  flow: ReactFlowInstance
  store: ReturnType<typeof useStoreApi>
}) {
  const here = focused ?? (selected ? (scene.cardOf.get(selected) ?? undefined) : undefined)
  const nextHop = () => {
    const hops = (scene.linksOf.get(here ?? '') ?? []).flatMap((l) => l.edges.map((e) => e.id))
    if (hops.length) onSelect(hops[(hops.indexOf(selected ?? '') + 1) % hops.length])
  }
  const centre = () => {
    const rect = scene.layout.boxes.get(here ?? '')
    const zoom = store.getState().transform[2]
    if (rect)
      void flow.setCenter(rect.x + rect.width / 2, rect.y + rect.height / 2, {
        zoom,
        duration: 180,
      })
  }
  return (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    // Buttons inside the picture keep their own Enter and Space.
    if (event.target !== event.currentTarget && (event.key === 'Enter' || event.key === ' ')) return
    if (isArrow(event.key)) {
      event.preventDefault()
      const rect = scene.layout.boxes.get(here ?? '')
      if (event.shiftKey) {
        const [x, y] = STEP[event.key]
        if (here && rect) onMove?.(here, { x: rect.x + x, y: rect.y + y })
        return
      }
      const first = [...scene.cards].sort((a, b) => {
        const ra = scene.layout.boxes.get(a.id)
        const rb = scene.layout.boxes.get(b.id)
        return (ra?.x ?? 0) - (rb?.x ?? 0) || (ra?.y ?? 0) - (rb?.y ?? 0)
      })[0]?.id
      const next = here ? neighbour(scene, here, event.key) : first
      if (next) onFocus(next)
      return
    }
    const actions: Record<string, () => void> = {
      Enter: () => (here ? onSelect(here) : undefined),
      ' ': () => {
        const card = scene.cards.find((c) => c.id === here)
        if (card?.kind === 'namespace') onToggle(card.id)
        else if (card?.node.namespace) onToggle(`namespace:${card.node.namespace}`)
      },
      e: nextHop,
      n: () => (here && namespaceOfId(here) === undefined ? onAround?.(here) : undefined),
      h: () => (here ? onHide?.(here) : undefined),
      '.': centre,
      '0': () => fit(true),
      '1': () => void flow.zoomTo(1, { duration: 180 }),
      '+': () => void flow.zoomIn({ duration: 90 }),
      '=': () => void flow.zoomIn({ duration: 90 }),
      '-': () => void flow.zoomOut({ duration: 90 }),
    }
    const action = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined
    if (!action) return
    event.preventDefault()
    action()
  }
}
