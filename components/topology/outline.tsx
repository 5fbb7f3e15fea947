'use client'
import { memo } from 'react'
import { counted } from '#components/ui/count.ts'
import type { Card } from '#lib/graph/layout/cards.ts'
import type { Scene } from './scene.ts'
import { hopWords, thingWords } from './words.ts'

/** More things than this are named by namespace only; the table has them all. */
const MOST = 400

/** The picture's twin in the DOM: what is drawn, in words, for assistive technology and for tests. */
export const Outline = memo(function Outline({
  scene,
  id,
  focused,
}: {
  scene: Scene
  id: string
  focused: string | undefined
}) {
  const groups = new Map<string, Card[]>()
  for (const card of scene.cards) {
    const name = card.node.namespace ?? 'outside of namespaces'
    const list = groups.get(name)
    if (list) list.push(card)
    else groups.set(name, [card])
  }
  const names = new Map(scene.cards.flatMap((c) => [[c.id, c.node.name] as const]))
  const whole = scene.cards.length <= MOST
  return (
    <div id={id} role="tree" aria-label="Things and hops" className="sr-only" tabIndex={-1}>
      {[...groups]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, cards]) => (
          <div
            key={name}
            role="treeitem"
            tabIndex={-1}
            aria-selected={false}
            aria-expanded
            aria-label={`${name}, ${counted(cards.length, 'thing')}`}
          >
            {whole ? (
              // biome-ignore lint/a11y/useSemanticElements: the group of a tree, not a fieldset
              <div role="group">
                {cards.map((card) => (
                  <ThingItem
                    key={card.id}
                    card={card}
                    scene={scene}
                    names={names}
                    id={id}
                    focused={focused}
                  />
                ))}
              </div>
            ) : null}
          </div>
        ))}
    </div>
  )
})

function ThingItem({
  card,
  scene,
  names,
  id,
  focused,
}: {
  card: Card
  scene: Scene
  names: ReadonlyMap<string, string>
  id: string
  focused: string | undefined
}) {
  const out = (scene.linksOf.get(card.id) ?? []).filter((l) => l.from === card.id)
  const hops = out.flatMap((l) => l.edges).filter((e) => e.kind !== 'selects')
  const workloads = card.rows.flatMap((r) => (r.kind === 'workload' ? [r] : []))
  return (
    <div
      id={`${id}-${card.id}`}
      data-id={card.id}
      role="treeitem"
      tabIndex={-1}
      aria-selected={focused === card.id}
      aria-label={thingWords(card.node, hops.length)}
    >
      {workloads.length + hops.length > 0 ? (
        // biome-ignore lint/a11y/useSemanticElements: the group of a tree, not a fieldset
        <div role="group">
          {workloads.map(({ node, share }) => (
            <div
              key={node.id}
              data-id={node.id}
              role="treeitem"
              tabIndex={-1}
              aria-selected={false}
              aria-label={`${share === undefined ? '' : `${share} % to `}${thingWords(node, 0).replace(/, 0 hops/, '')}`}
            />
          ))}
          {hops.map((edge) => (
            <div
              key={edge.id}
              data-id={edge.id}
              role="treeitem"
              tabIndex={-1}
              aria-selected={false}
              aria-label={`to ${names.get(scene.cardOf.get(edge.to) ?? '') ?? edge.to}, ${hopWords(edge)}`}
            />
          ))}
        </div>
      ) : null}
    </div>
  )
}
