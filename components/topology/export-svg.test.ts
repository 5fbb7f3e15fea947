import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everyMark } from '#lib/fixtures/every-mark.ts'
import type { Graph } from '#lib/graph/graph.ts'
import { cardsOf } from '#lib/graph/layout/cards.ts'
import { layout } from '#lib/graph/layout/layout.ts'
import { svgOf, text } from './export-svg.ts'
import type { Palette } from './palette.ts'
import { sceneOf } from './scene.ts'

const palette = new Proxy({}, { get: () => '#123456' }) as Palette
const draw = (graph: Graph, foot = 'shop, revision 12') => {
  const cards = cardsOf(graph, { collapsed: new Set() })
  const scene = sceneOf(cards, layout(cards.boxes, cards.arrows))
  return { scene, svg: svgOf(scene, palette, foot) }
}
const count = (svg: string, part: string) => svg.split(part).length - 1

test('every thing, namespace and line is drawn, and what it is a picture of is said', () => {
  const { scene, svg } = draw(everyMark())
  for (const { node } of scene.cards) assert.ok(svg.includes(`>${node.name}`) || svg.includes('…'))
  for (const name of scene.layout.frames.keys()) assert.ok(svg.includes(`>${name}</text>`), name)
  assert.ok(count(svg, '<path d="M') >= scene.links.length)
  assert.match(svg, />shop, revision 12<\/text>/)
  assert.doesNotMatch(svg, /NaN|undefined|Infinity/)
})

test('every element that opens closes', () => {
  const { svg } = draw(everyMark())
  const open: string[] = []
  for (const [, close, name = '', empty] of svg.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g))
    if (close) assert.equal(open.pop(), name)
    else if (!empty) open.push(name)
  assert.deepEqual(open, [])
})

test('names of the cluster are text and nothing else', () => {
  const name = '"/><script>alert(1)</script>&\u0000\ud800'
  const { svg } = draw(
    {
      nodes: [
        {
          id: 'service:a/b',
          kind: 'service',
          name,
          namespace: name,
          findings: { error: 0, warning: 0, info: 0 },
          resources: [],
        },
      ],
      edges: [],
    },
    name,
  )
  assert.equal(count(svg, '<script'), 0)
  assert.ok(svg.includes('&lt;script&gt;'))
  assert.ok(!svg.includes('\u0000'))
  assert.equal(text(name), '&quot;/&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;')
})
