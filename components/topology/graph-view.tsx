'use client'
import {
  type NodeChange,
  type NodeTypes,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
  useStoreApi,
  type Viewport,
} from '@xyflow/react'
import {
  lazy,
  type MouseEvent,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { Rect } from '#lib/graph/layout/layout.ts'
import { CanvasLayer } from './canvas-layer.tsx'
import { CardNode, type CardNodeType } from './card-node.tsx'
import { Ghosts } from './ghosts.tsx'
import { useGraphKeys } from './graph-keys.ts'
import { useHoverTip } from './hover-tip.tsx'
import { LabelLayer } from './label-layer.tsx'
import { Legend } from './legend.tsx'
import type { Marks } from './live-marks.ts'
import { lookOf } from './paint-lines.ts'
import { usePalette } from './palette.ts'
import { meets } from './picture.ts'
import { linkAt, type Scene } from './scene.ts'
import type { Lit } from './selection.ts'
import { useLevel } from './use-level.ts'
import { ViewProvider } from './view-state.tsx'
import { ZoomBar } from './zoom-bar.tsx'

const Overview = lazy(() => import('./overview.tsx').then((m) => ({ default: m.Overview })))

const ignore = () => undefined
const NODE_TYPES: NodeTypes = { card: CardNode }
/** Only what stands in the viewport's cell of this size, and one margin around it, is mounted. */
const CELL = 600
const MARGIN = 300
const MOST_LABELS = 260
/** Above this many lines the pointer does not light them one by one from afar. */
const MOST_HOVERED = 600

export type GraphViewProps = {
  readonly scene: Scene
  /** Changes when the picture is another one, not the same one updated: then it is fitted again. */
  readonly scope: string
  readonly selected: string | undefined
  readonly onSelect: (id: string | undefined) => void
  readonly onToggle: (card: string) => void
  readonly lit: Lit | undefined
  readonly found: Lit | undefined
  readonly marks: Marks
  readonly focused: string | undefined
  readonly onFocus: (card: string) => void
  /** A card was put somewhere, in world pixels; absent where nothing may be moved. */
  readonly onMove?: (card: string, to: { x: number; y: number }) => void
  readonly onHide?: (card: string) => void
  /** Show only this and its neighbours. */
  readonly onAround?: (card: string) => void
  readonly label: string
  readonly outlineId: string
}

export function GraphView(props: GraphViewProps) {
  return (
    <ReactFlowProvider>
      <Stage {...props} />
    </ReactFlowProvider>
  )
}

function Stage(props: GraphViewProps) {
  const { scene, scope, selected, onSelect, onToggle, lit, found, marks, focused } = props
  const flow = useReactFlow()
  const store = useStoreApi()
  const [stage, setStage] = useState<HTMLElement | null>(null)
  const palette = usePalette(stage)
  const [hover, setHover] = useState<string>()
  const [overLine, setOverLine] = useState(false)
  const [overview, setOverview] = useState(false)
  const { tip, point, leave } = useHoverTip(scene)
  const level = useLevel(scene)
  // In steps: with each of them all that is mounted is rendered anew.
  const zoom = useStore((s) =>
    level === 'near' ? 1 : Math.max(0.05, Math.round(s.transform[2] * 20) / 20),
  )
  const width = useStore((s) => s.width)
  const height = useStore((s) => s.height)
  const cell = useStore((s) => {
    const [x, y, z] = s.transform
    const left = Math.floor((-x / z - MARGIN) / CELL)
    const top = Math.floor((-y / z - MARGIN) / CELL)
    const right = Math.ceil((-x / z + s.width / z + MARGIN) / CELL)
    const bottom = Math.ceil((-y / z + s.height / z + MARGIN) / CELL)
    return `${left} ${top} ${right} ${bottom}`
  })
  const seen = useMemo<Rect>(() => {
    const [left = 0, top = 0, right = 0, bottom = 0] = cell.split(' ').map((n) => Number(n) * CELL)
    return { x: left, y: top, width: right - left, height: bottom - top }
  }, [cell])

  const nodes = useMemo(() => {
    // From afar the canvas draws them all.
    if (level === 'far') return []
    return scene.cards.flatMap((card): CardNodeType[] => {
      const rect = scene.layout.boxes.get(card.id)
      if (!rect || !meets(rect, seen)) return []
      const { width: w, height: h } = rect
      return [
        {
          id: card.id,
          type: 'card',
          position: { x: rect.x, y: rect.y },
          data: { card },
          width: w,
          height: h,
          measured: { width: w, height: h },
        },
      ]
    })
  }, [scene, seen, level])

  const labels = useMemo(() => {
    if (level === 'far') return []
    const near = scene.links.filter((l) => {
      const { x, y } = l.path.label
      return (
        meets({ x: x - 200, y: y - 12, width: 200, height: 24 }, seen) &&
        lookOf(l).line !== 'edge-faint'
      )
    })
    // Where ends crowd, or the view is full, only what is lit or wrong keeps its label.
    return near
      .filter((l) => !l.crowded || lookOf(l).exception || lit?.links.has(l.id))
      .slice(0, MOST_LABELS)
  }, [scene, seen, level, lit])

  /** Where the last fit leads, and from when on it is there. */
  const asFitted = useRef<{ view: Viewport; from: number }>(undefined)
  const fit = useCallback(
    (animated: boolean) => {
      const { width: w, height: h } = store.getState()
      if (!w || !h) return
      const view = fitted(scene, w, h)
      const still = matchMedia('(prefers-reduced-motion: reduce)').matches
      const duration = animated && !still ? 320 : 0
      asFitted.current = { view, from: performance.now() + duration }
      void flow.setViewport(view, { duration })
    },
    [flow, scene, store],
  )

  // The first time there is room, each time the picture is another one, and, until somebody moves it, each time the
  // room changes: the drawer then narrows the picture without cutting it.
  const fittedTo = useRef<string>(undefined)
  const untouched = useRef(true)
  const room = `${width} ${height}`
  useEffect(() => {
    if (!width || !height) return
    const key = `${scope} ${untouched.current ? room : ''}`
    if (fittedTo.current?.startsWith(scope) && (!untouched.current || fittedTo.current === key))
      return
    const first = fittedTo.current === undefined
    fittedTo.current = key
    untouched.current = true
    fit(!first)
  }, [width, height, room, scope, fit])

  // What comes later, as when namespaces are named one after the other, is seen too: as long as the view is the fitted
  // one, it stays that of the whole. With something selected nothing moves under the eye.
  useEffect(() => {
    const last = asFitted.current
    if (!last || !untouched.current || selected || focused) return
    const { transform, width: w, height: h } = store.getState()
    const [x, y, z] = transform
    const { view, from } = last
    const isThere =
      Math.abs(x - view.x) < 1 && Math.abs(y - view.y) < 1 && Math.abs(z / view.zoom - 1) < 0.001
    if ((isThere || performance.now() < from) && isCut(scene, view, w, h)) fit(true)
  }, [scene, selected, focused, store, fit])

  // The selection stays in view when the drawer takes room or a link brings one here.
  useEffect(() => {
    const id = focused ?? selected
    if (!id || !width || untouched.current) return
    keepInView(
      scene,
      id,
      store.getState(),
      (view, duration) => void flow.setViewport(view, { duration }),
    )
  }, [focused, selected, width, scene, store, flow])

  // The whole picture can always be seen, however large.
  const leastZoom = useMemo(
    () => (width && height ? Math.min(0.05, fitted(scene, width, height).zoom) : 0.05),
    [scene, width, height],
  )

  const refit = () => {
    untouched.current = true
    fit(true)
  }

  const picture = useMemo(
    () => (palette ? { scene, palette, lit, found, hover, focused, marks, level } : undefined),
    [scene, palette, lit, found, hover, focused, marks, level],
  )
  const view = useMemo(
    () => ({ level, zoom, selected, focused, lit, found, marks, select: onSelect }),
    [level, zoom, selected, focused, lit, found, marks, onSelect],
  )

  const worldAt = (event: MouseEvent) => {
    const point = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })
    return { ...point, reach: 7 / store.getState().transform[2] }
  }
  const thingAt = (x: number, y: number): string | undefined => {
    if (level !== 'far') return undefined
    for (const [id, r] of scene.layout.boxes)
      if (x >= r.x && y >= r.y && x <= r.x + r.width && y <= r.y + r.height) return id
    return undefined
  }
  const frameAt = (x: number, y: number): string | undefined => {
    // Only a namespace is opened and shut; meshes may be frames too.
    for (const [name, r] of scene.layout.frames)
      if (x >= r.x && y >= r.y && x <= r.x + r.width && y <= r.y + r.height)
        return scene.cards.some((c) => c.node.namespace === name) ? name : undefined
    return undefined
  }
  const onPaneClick = (event: MouseEvent) => {
    const { x, y, reach } = worldAt(event)
    onSelect(thingAt(x, y) ?? linkAt(scene, x, y, reach)?.edges[0]?.id)
  }
  const onPointer = (event: MouseEvent) => {
    if (event.buttons !== 0) {
      leave()
      return
    }
    const onPane = (event.target as HTMLElement).classList.contains('react-flow__pane')
    const { x, y, reach } = worldAt(event)
    const thing = onPane ? thingAt(x, y) : undefined
    const id = onPane && !thing ? linkAt(scene, x, y, reach)?.id : undefined
    // Where there are this many, one is not told from the others by its colour, and each costs a whole picture.
    if (id !== hover && (level !== 'far' || scene.links.length < MOST_HOVERED)) setHover(id)
    const card =
      thing ?? (event.target as HTMLElement).closest('[data-node]')?.getAttribute('data-node')
    const label = (event.target as HTMLElement).closest('[data-edge]')?.getAttribute('data-edge')
    point(card ?? (label ? scene.linkOfEdge.get(label)?.id : id), event)
    const isOver = id !== undefined || thing !== undefined
    if (overLine !== isOver) setOverLine(isOver)
  }
  const onDouble = (event: MouseEvent) => {
    const card = (event.target as HTMLElement).closest('[data-node]')?.getAttribute('data-node')
    const { x, y } = worldAt(event)
    const here = card ?? thingAt(x, y)
    const namespace = here?.startsWith('namespace:') ? here : undefined
    const frame = frameAt(x, y)
    if (namespace) onToggle(namespace)
    else if (frame && !card) onToggle(`namespace:${frame}`)
  }
  const onNodesChange = (changes: readonly NodeChange<CardNodeType>[]) => {
    for (const change of changes)
      if (change.type === 'position' && change.position) {
        untouched.current = false
        props.onMove?.(change.id, change.position)
      }
  }
  const onKeyDown = useGraphKeys({ ...props, fit, flow, store })

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the pointer's share; keys are those of the application inside
    <div
      ref={setStage}
      className="mw-stage relative min-h-0 min-w-0 flex-1 overflow-hidden"
      data-over={overLine ? 'line' : undefined}
      onMouseMove={onPointer}
      onMouseLeave={leave}
      onDoubleClick={onDouble}
    >
      <CanvasLayer picture={picture} />
      <ViewProvider value={view}>
        <ReactFlow
          // React Flow's own element is the application: one tab stop for the whole picture, arrows move inside.
          tabIndex={0}
          aria-label={props.label}
          aria-owns={props.outlineId}
          aria-activedescendant={focused ? `${props.outlineId}-${focused}` : undefined}
          onKeyDown={onKeyDown}
          nodes={nodes}
          edges={[]}
          nodeTypes={NODE_TYPES}
          minZoom={leastZoom}
          maxZoom={2}
          nodesDraggable={props.onMove !== undefined && level !== 'far'}
          nodeDragThreshold={4}
          onNodesChange={onNodesChange}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          zoomOnDoubleClick={false}
          attributionPosition="top-right"
          deleteKeyCode={null}
          selectionKeyCode={null}
          panActivationKeyCode={null}
          multiSelectionKeyCode={null}
          zoomActivationKeyCode={null}
          onMoveStart={(event) => {
            if (event) untouched.current = false
          }}
          onPaneClick={onPaneClick}
          // Cards handle their own clicks; without a listener here they would let the pointer through.
          onNodeClick={ignore}
        >
          <LabelLayer links={labels} />
          <Ghosts scene={scene} scope={scope} />
        </ReactFlow>
      </ViewProvider>
      {tip}
      {overview ? (
        <Suspense>
          <Overview scene={scene} />
        </Suspense>
      ) : null}
      <Legend scene={scene} />
      <ZoomBar
        onFit={refit}
        overview={overview}
        onOverview={setOverview}
        onZoom={(z) => {
          untouched.current = false
          void flow.zoomTo(z, { duration: 90 })
        }}
      />
    </div>
  )
}

/** The whole picture in the middle, never larger than life; the corner marks at the foot stay free where they can. */
function fitted(scene: Scene, width: number, height: number) {
  const pad = 24
  const foot = 56
  const { layout } = scene
  let top = 0
  for (const link of scene.links) top = Math.min(top, link.bounds.y)
  const tall = layout.height - top
  const zoom = Math.max(
    0.005,
    Math.min(1, (width - 2 * pad) / layout.width, (height - pad - foot) / tall),
  )
  return {
    zoom,
    x: Math.round((width - layout.width * zoom) / 2),
    y: Math.round((height - foot + pad - tall * zoom) / 2 - top * zoom),
  }
}

/** Whether some of the picture lies outside of what a view shows. */
const isCut = ({ layout }: Scene, { x, y, zoom }: Viewport, width: number, height: number) =>
  x + layout.width * zoom > width || y + layout.height * zoom > height || x < 0 || y < 0

function keepInView(
  scene: Scene,
  id: string,
  state: { transform: [number, number, number]; width: number; height: number },
  move: (view: { x: number; y: number; zoom: number }, duration: number) => void,
): void {
  const link = scene.linkOfEdge.get(id)
  const rect = link
    ? { x: link.path.label.x - 90, y: link.path.label.y - 20, width: 120, height: 40 }
    : scene.layout.boxes.get(scene.cardOf.get(id) ?? id)
  if (!rect) return
  const [x, y, zoom] = state.transform
  const left = rect.x * zoom + x
  const top = rect.y * zoom + y
  const right = left + rect.width * zoom
  const bottom = top + rect.height * zoom
  const pad = 24
  const dx = left < pad ? pad - left : right > state.width - pad ? state.width - pad - right : 0
  const dy = top < pad ? pad - top : bottom > state.height - 60 ? state.height - 60 - bottom : 0
  if (!dx && !dy) return
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  move({ x: x + dx, y: y + dy, zoom }, still ? 0 : 180)
}
