'use client'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useId, useMemo, useRef } from 'react'
import { routingRef } from '#components/query/address.ts'
import { statusQuery } from '#components/query/hooks.ts'
import { usePlace } from '#components/query/place.tsx'
import { Telemetry } from '#components/query/telemetry.tsx'
import { Button, ButtonLink, IconButton } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Say, Section } from '#components/ui/facts.tsx'
import { Glyph, type GlyphName } from '#components/ui/glyph.tsx'
import { basisOf } from '#lib/graph/basis.ts'
import type { Graph, GraphNode } from '#lib/graph/graph.ts'
import { collapsedName, namespaceOfId, OUTSIDE_HOSTS } from '#lib/graph/layout/namespaces.ts'
import type { Ref } from '#lib/resources/reference.ts'
import { kindGlyph } from './card-node.tsx'
import { HopFacts, hopTitle } from './drawer-hop.tsx'
import { NamespaceFacts } from './drawer-namespace.tsx'
import { NodeFacts } from './drawer-node.tsx'
import type { DrawerProps } from './drawer-sections.tsx'
import { DrawerEdge, useDrawerWidth } from './drawer-width.tsx'
import { PlaceProvider, useEditLink } from './references.tsx'
import { kindWord, subtitle } from './words.ts'

/** What is known of the selected thing or hop, and who decided it. It never covers the picture. */
export function Drawer({ cluster, ...props }: DrawerProps & { cluster: string }) {
  const kinds = useQuery(statusQuery(cluster)).data?.kinds
  const place = useMemo(() => ({ cluster, kinds }), [cluster, kinds])
  return (
    <PlaceProvider value={place}>
      <Panel {...props} />
    </PlaceProvider>
  )
}

function Panel(props: DrawerProps) {
  const { graph, selected, onClose } = props
  const edge = graph.edges.find((e) => e.id === selected)
  const node = graph.nodes.find((n) => n.id === selected)
  const namespace = namespaceOfId(selected)
  const scroll = useRef<HTMLDivElement>(null)
  const id = useId()
  const { width, change, reset } = useDrawerWidth()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another selection starts at its top
  useEffect(() => {
    scroll.current?.scrollTo(0, 0)
  }, [selected])

  const content = edge ? (
    <HopFacts {...props} edge={edge} />
  ) : node ? (
    <NodeFacts {...props} node={node} />
  ) : namespace !== undefined ? (
    <NamespaceFacts {...props} namespace={namespace} />
  ) : (
    <Section title="Gone">
      <Say>
        This is not in the cluster any more, or you may not see it. The link stays as it is.
      </Say>
    </Section>
  )
  const byId = new Map(graph.nodes.map((n) => [n.id, n]))
  const head: HeadProps = edge
    ? {
        glyph: 'routing',
        title: hopTitle(edge, byId),
        line: [
          edge.order === undefined ? 'Hop' : `Rule ${edge.order}`,
          edge.port === undefined ? '' : `to port ${edge.port}`,
          basisOf(edge),
        ]
          .filter(Boolean)
          .join(' · '),
        edit: routingRef(edge.via),
      }
    : node
      ? {
          glyph: kindGlyph(node.kind),
          title: node.name,
          line: [
            node.namespace ? `${kindWord(node)} in ${node.namespace}` : kindWord(node),
            subtitle(node) === kindWord(node) ? '' : subtitle(node),
            (node.address ?? []).slice(0, 2).join(', '),
          ]
            .filter(Boolean)
            .join(' · '),
          edit: routeStating(node, graph),
        }
      : {
          glyph: 'namespace',
          title: collapsedName(namespace ?? selected),
          line:
            namespace === undefined
              ? ''
              : namespace === OUTSIDE_HOSTS
                ? 'Hosts outside of the cluster'
                : 'Namespace',
        }
  return (
    <aside
      id={id}
      style={{ width }}
      aria-label={edge ? `Hop ${head.title}` : node ? `${kindWord(node)} ${node.name}` : head.title}
      className="tint-surface relative flex flex-none flex-col border-l border-hairline bg-surface max-lg:absolute max-lg:inset-y-0 max-lg:right-0 max-lg:z-20 max-lg:max-w-full max-lg:shadow-menu"
    >
      <DrawerEdge width={width} controls={id} onChange={change} onReset={reset} />
      <Head
        {...head}
        onClose={onClose}
        onAround={node && props.onAround ? () => props.onAround?.(node.id) : undefined}
      />
      <div ref={scroll} className="min-h-0 flex-1 overflow-y-auto">
        {node ? <NodeTelemetry node={node} /> : null}
        {content}
      </div>
    </aside>
  )
}

const NodeTelemetry = ({ node }: { node: GraphNode }) => (
  <Telemetry cluster={usePlace().cluster} refs={node.resources} />
)

/** The route of a gateway, service or workload: what an edge that touches it names. */
function routeStating(node: GraphNode, graph: Graph): Ref | undefined {
  const touching = graph.edges.filter(
    (e) => e.kind !== 'selects' && (e.to === node.id || e.from === node.id),
  )
  // A service is routed by what leads to it; a gateway by what leaves it.
  const first = node.kind === 'gateway' || node.kind === 'ingress' ? 'from' : 'to'
  const ordered = [...touching.filter((e) => e[first] === node.id), ...touching]
  for (const edge of ordered) {
    const ref = routingRef(edge.via)
    if (ref?.startsWith('VirtualService/') || ref?.startsWith('HTTPRoute/')) return ref
  }
  return undefined
}

type HeadProps = {
  readonly glyph: GlyphName
  readonly title: string
  readonly line: string
  readonly edit?: Ref | undefined
}

function Head({
  glyph,
  title,
  line,
  edit,
  onClose,
  onAround,
}: HeadProps & { onClose: () => void; onAround: (() => void) | undefined }) {
  const href = useEditLink(edit)
  return (
    <div className="flex-none border-b border-hairline pt-3 pr-3.5 pb-2.5 pl-4">
      <div className="flex items-start gap-2">
        <Glyph name={glyph} className="mt-0.5 text-ink-2" />
        <h2 className="min-w-0 flex-1 text-15 font-semibold break-words">{title}</h2>
        <CopyButton text={() => window.location.href} label="Copy link" glyph="link" />
        <IconButton small glyph="close" label="Close" onClick={onClose} />
      </div>
      <p className="pl-6 text-12 break-words text-ink-3">{line}</p>
      {href || onAround ? (
        <div className="mt-2.5 flex gap-2">
          {href && edit ? (
            <ButtonLink href={href} glyph="edit">
              {edit.startsWith('VirtualService/') || edit.startsWith('HTTPRoute/')
                ? 'Edit routing'
                : `Edit ${edit.split('/')[0]}`}
            </ButtonLink>
          ) : null}
          {onAround ? (
            <Button glyph="topology" onClick={onAround}>
              Show neighbours
            </Button>
          ) : null}
        </div>
      ) : null}
    </div>
  )
}
