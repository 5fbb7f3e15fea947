'use client'
import { useId, useState } from 'react'
import type { GalleryEntry } from '#components/ui/gallery.ts'
import { everyMark } from '#lib/fixtures/every-mark.ts'
import { someFindings } from '#lib/fixtures/findings.ts'
import { meshOfShape } from '#lib/fixtures/mesh-shape.ts'
import { webApp } from '#lib/fixtures/web-app.ts'
import type { Graph } from '#lib/graph/graph.ts'
import { Drawer } from './drawer.tsx'
import { GraphView } from './graph-view.tsx'
import { Outline } from './outline.tsx'
import { litBy } from './selection.ts'
import { TableView } from './table-view.tsx'
import { useScene } from './use-scene.ts'

const NOTHING: readonly [] = []
const MARKS = new Map<string, 'new' | 'changed'>()
const CHANGED = new Map<string, 'new' | 'changed'>([['route vt-webapp-v1', 'changed']])

function Picture({
  graph,
  selected: initial,
  marks = MARKS,
}: {
  graph: Graph
  selected?: string
  marks?: ReadonlyMap<string, 'new' | 'changed'>
}) {
  const [selected, setSelected] = useState(initial)
  const [opened, setOpened] = useState<readonly string[]>(NOTHING)
  const id = useId()
  const [options, setOptions] = useState({
    namespaces: NOTHING,
    hidden: NOTHING,
    opened,
    shut: NOTHING,
  })
  const drawing = useScene(graph, options)
  if (!drawing) return null
  return (
    <div className="relative flex h-full">
      <GraphView
        scene={drawing.scene}
        scope={drawing.scope}
        selected={selected}
        onSelect={setSelected}
        onToggle={(card) => {
          const next = [...opened, card.replace('namespace:', '')]
          setOpened(next)
          setOptions((now) => ({ ...now, opened: next }) as typeof now)
        }}
        lit={litBy(drawing.scene, selected)}
        found={undefined}
        marks={marks}
        focused={undefined}
        onFocus={() => undefined}
        label="Mesh graph"
        outlineId={id}
      />
      <Outline scene={drawing.scene} id={id} focused={undefined} />
      {selected ? (
        <Drawer
          cluster="gallery"
          graph={graph}
          findings={someFindings()}
          selected={selected}
          onSelect={setSelected}
          onClose={() => setSelected(undefined)}
        />
      ) : null}
    </div>
  )
}

const web = webApp()
const marksMesh = everyMark()
const large = meshOfShape({ services: 1000 })

export const topologyGallery: readonly GalleryEntry[] = [
  {
    title: 'Picture',
    height: 560,
    wide: true,
    states: {
      'a healthy mesh': () => <Picture graph={web} />,
      'a hop is selected': () => <Picture graph={web} selected="route vt-webapp-v1" />,
      'a weight has just changed': () => <Picture graph={webApp([35, 65])} marks={CHANGED} />,
      'weights that do not add up to 100': () => <Picture graph={webApp([80, 30])} />,
      'every mark': () => <Picture graph={marksMesh} />,
      'a service is selected': () => <Picture graph={marksMesh} selected="service:marks/caller" />,
      '1,000 services': () => <Picture graph={large} />,
    },
  },
  {
    title: 'Table',
    height: 360,
    wide: true,
    states: {
      hops: () => (
        <div className="flex h-full flex-col">
          <TableView
            graph={marksMesh}
            selected="weighed"
            onSelect={() => undefined}
            marks={MARKS}
            tab="hops"
            onTab={() => undefined}
          />
        </div>
      ),
      things: () => (
        <div className="flex h-full flex-col">
          <TableView
            graph={marksMesh}
            selected={undefined}
            onSelect={() => undefined}
            marks={MARKS}
            tab="things"
            onTab={() => undefined}
          />
        </div>
      ),
    },
  },
]
