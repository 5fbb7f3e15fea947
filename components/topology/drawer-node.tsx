'use client'
import type { ReactNode } from 'react'
import { routingRef } from '#components/query/address.ts'
import { Chip } from '#components/ui/chip.tsx'
import { Facts, Say, Section } from '#components/ui/facts.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { MtlsMark, mtlsLook, postureLook, TONE_TEXT } from '#components/ui/mtls-mark.tsx'
import type { Graph, GraphEdge, GraphNode } from '#lib/graph/graph.ts'
import { type DrawerProps, FindingsSection, StatedBy } from './drawer-sections.tsx'
import { Deciders, RefLink } from './references.tsx'
import { inMeshWord, percent, readyWord } from './words.ts'

type NodeProps = DrawerProps & { node: GraphNode }

export function NodeFacts(props: NodeProps) {
  const { node, graph, findings } = props
  const routes = graph.edges.filter((e) => e.kind !== 'selects')
  const into = routes.filter((e) => e.to === node.id)
  // How a service spreads over its own workloads is its traffic, not a call.
  const out = routes.filter(
    (e) => e.from === node.id && e.kind !== 'split' && e.kind !== 'instance',
  )
  const isGateway = node.kind === 'gateway' || node.kind === 'ingress'
  return (
    <>
      {node.badges?.length ? <Badges badges={node.badges} /> : null}
      {isGateway ? <Listeners node={node} /> : null}
      {isGateway ? <Rules {...props} title="Rules, in order" edges={out} end="to" /> : null}
      {node.kind === 'service' ? <Traffic {...props} into={into} /> : null}
      {node.kind === 'workload' ? <ProxyFacts node={node} /> : null}
      {node.kind === 'entry' || node.kind === 'external' ? <Outside node={node} /> : null}
      {node.accepts ? <Accepts node={node} into={into} /> : null}
      <Rules {...props} title="Called by" edges={into} end="from" />
      {isGateway ? null : <Rules {...props} title="Calls" edges={out} end="to" />}
      <Workloads {...props} />
      {node.pods?.length ? <Pods node={node} /> : null}
      <FindingsSection findings={findings} on={node.resources} />
      <StatedBy refs={[...node.resources, ...into.flatMap((e) => e.via)]} />
    </>
  )
}

/** Shares of the service's subsets or workloads as one bar, and each rule that leads here. */
function Traffic({ node, graph, into, onSelect }: NodeProps & { into: readonly GraphEdge[] }) {
  const splits = graph.edges.filter(
    (e) => e.from === node.id && e.kind === 'split' && e.share !== undefined,
  )
  const subsets = into.filter((e) => e.subset && e.share !== undefined)
  const first = subsets[0]
  const table = splits.length
    ? splits
    : subsets.filter((e) => e.from === first?.from && e.order === first?.order)
  if (table.length === 0) return null
  const stated = routingRef(table[0]?.via ?? [])
  const byId = new Map(graph.nodes.map((n) => [n.id, n]))
  return (
    <Section title="Traffic" aside={stated ? <RefLink of={stated} /> : undefined}>
      <div className="mb-2 flex h-5 gap-0.5 overflow-hidden rounded-chip" aria-hidden="true">
        {table.map((e, i) => (
          <span
            key={e.id}
            className={i === 0 ? 'bg-selected' : 'bg-sunken'}
            style={{ flexGrow: Math.max(1, e.share ?? 0) }}
          />
        ))}
      </div>
      <ul className="grid gap-0.5 text-12 leading-[18px]">
        {table.map((e) => (
          <li key={e.id}>
            <button
              type="button"
              className="flex h-6 w-full items-center gap-2 text-left hover:text-accent"
              onClick={() => onSelect(e.id)}
            >
              <span className="min-w-0 flex-1 truncate">{e.subset ?? byId.get(e.to)?.name}</span>
              <span className="text-ink-3">
                {e.written === undefined ? '' : `weight ${e.written}`}
              </span>
              <b className="w-14 text-right">{percent(e.share ?? 0)}</b>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Badges({ badges }: { badges: readonly string[] }) {
  return (
    <p className="flex flex-wrap gap-1.5 border-b border-hairline px-4 py-2.5">
      {badges.map((badge) => (
        <Chip key={badge}>{badge}</Chip>
      ))}
    </p>
  )
}

function Accepts({ node, into }: { node: GraphNode; into: readonly GraphEdge[] }) {
  if (!node.accepts) return null
  const look = postureLook(node.accepts.mode)
  const counts = new Map<string, { count: number; edge: GraphEdge }>()
  for (const edge of into) {
    if (!edge.mtls) continue
    const word = mtlsLook(edge.mtls.state, edge.mtls.enforced).word
    counts.set(word, { count: (counts.get(word)?.count ?? 0) + 1, edge })
  }
  const callers: ReactNode =
    counts.size === 0 ? (
      <span className="text-ink-3">none stated</span>
    ) : (
      <span className="flex flex-col">
        {[...counts].map(([word, { count, edge }]) => (
          <span key={word} className="flex items-center gap-1.5">
            {count}{' '}
            <MtlsMark state={edge.mtls?.state ?? 'unknown'} enforced={edge.mtls?.enforced} />
          </span>
        ))}
      </span>
    )
  return (
    <Section
      title="mTLS"
      aside={
        <span className="inline-flex items-center gap-1.5">
          <Glyph
            name={look.glyph}
            size={14}
            className={look.tone === 'plain' ? 'text-safe' : TONE_TEXT[look.tone]}
          />
          {node.accepts.mode === 'STRICT' ? 'enforced' : look.word.replace('accepts ', '')}
        </span>
      }
    >
      <Facts
        rows={[
          ['Accepts', node.accepts.mode],
          ['Decided by', <Deciders key="d" of={node.accepts.decidedBy} />],
          ...(node.accepts.because ? [['Because', node.accepts.because] as const] : []),
          ['Callers', callers],
          ['Bypasses', <Bypasses key="b" node={node} />],
          ...(node.serviceAccount
            ? [
                [
                  'Identity',
                  <span key="i" className="font-code text-[11.5px]">
                    {node.serviceAccount}
                  </span>,
                ] as const,
              ]
            : []),
        ]}
      />
    </Section>
  )
}

function Bypasses({ node }: { node: GraphNode }) {
  if (!node.bypasses?.length) return <span className="text-ink-3">none</span>
  return (
    <span className="flex flex-col">
      {node.bypasses.map((b) => (
        <span key={`${b.direction}${b.from}${b.ports?.join()}${b.ranges?.join()}`}>
          {b.direction === 'inbound' ? 'in' : 'out'}{' '}
          {[...(b.ports ?? []), ...(b.ranges ?? [])].join(', ')} by <RefLink of={b.from} />
        </span>
      ))}
    </span>
  )
}

function ProxyFacts({ node }: { node: GraphNode }) {
  return (
    <Section title="Proxy" aside={inMeshWord(node.inMesh) || 'not said'}>
      <Facts
        rows={[
          ['In the mesh', inMeshWord(node.inMesh) || 'not said'],
          ['Pods', readyWord(node) || 'none'],
          ...(node.accepts ? [] : ([['Bypasses', <Bypasses key="b" node={node} />]] as const)),
          ...(node.versions?.length ? [['Version', node.versions.join(', ')] as const] : []),
          ...(node.serviceAccount
            ? [
                [
                  'Account',
                  <span key="a" className="font-code text-[11.5px]">
                    {node.serviceAccount}
                  </span>,
                ] as const,
              ]
            : []),
        ]}
      />
    </Section>
  )
}

function Listeners({ node }: { node: GraphNode }) {
  const listeners = node.listeners ?? []
  return (
    <>
      <Section title="Addresses" aside={node.address?.length || 'none'}>
        {node.address?.length ? (
          <p className="font-code text-[11.5px] break-all text-ink-2">{node.address.join(', ')}</p>
        ) : (
          <Say>Nothing outside reaches it by an address of its own.</Say>
        )}
      </Section>
      <Section title="Listeners" aside={listeners.length || 'none'}>
        <ul className="grid gap-2">
          {listeners.map((l) => (
            <li
              key={`${l.port}${l.protocol}${l.from}${l.hosts.join()}`}
              className="text-12 leading-[18px]"
            >
              <b>
                {l.port} {l.protocol}
              </b>{' '}
              {l.hosts.length === 1 && l.hosts[0] === '*' ? 'any host' : l.hosts.join(', ')}
              <div className="text-ink-3">
                {l.tls
                  ? `TLS ${l.tls}${l.credential ? `, certificate ${l.credential}` : ''}`
                  : 'no TLS'}
                {l.exposed === false ? ', not exposed by its Service' : ''} ·{' '}
                <RefLink of={l.from} />
              </div>
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}

function Outside({ node }: { node: GraphNode }) {
  return (
    <Section title="Hosts and endpoints">
      <Facts
        rows={[
          ['Hosts', node.hosts?.join(', ') || 'none'],
          ['Ports', node.ports?.join(', ') || 'none'],
          ['Endpoints', node.endpoints?.join(', ') || 'none listed'],
        ]}
      />
      <p className="mt-2 text-12 text-ink-3">What runs there cannot be seen from Kubernetes.</p>
    </Section>
  )
}

function Rules({
  title,
  edges,
  end,
  graph,
  onSelect,
}: DrawerProps & { title: string; edges: readonly GraphEdge[]; end: 'from' | 'to' }) {
  const byId = new Map(graph.nodes.map((n) => [n.id, n]))
  const ordered = [...edges].sort(
    (a, b) => (a.order ?? 0) - (b.order ?? 0) || (b.share ?? 0) - (a.share ?? 0),
  )
  return (
    <Section title={title} aside={edges.length || 'none stated'}>
      {edges.length === 0 ? null : (
        <ul className="-mx-1.5 grid gap-0.5 text-12 leading-[17px]">
          {ordered.slice(0, 50).map((e) => (
            <li key={e.id}>
              <button
                type="button"
                onClick={() => onSelect(e.id)}
                className="flex w-full items-start gap-2 rounded-[4px] px-1.5 py-1 text-left hover:bg-hover"
              >
                {e.order === undefined ? null : <span className="mw-disc">{e.order}</span>}
                {e.mtls ? (
                  <MtlsMark
                    state={e.mtls.state}
                    enforced={e.mtls.enforced}
                    word={false}
                    className="mt-px"
                  />
                ) : null}
                <span className="min-w-0 flex-1">
                  <b className="font-medium">{byId.get(e[end])?.name ?? e[end]}</b>
                  {e.port === undefined ? '' : <span className="text-ink-3"> :{e.port}</span>}
                  {e.subset ? <span className="text-ink-3"> {e.subset}</span> : null}
                  {e.when ? (
                    <span className="block break-words text-ink-3">
                      {e.when === 'everything else' ? e.when : `if ${e.when}`}
                    </span>
                  ) : null}
                </span>
                {e.share === undefined ? null : <b>{percent(e.share)}</b>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function Workloads({ node, graph, onSelect }: NodeProps) {
  if (node.kind !== 'service') return null
  const byId = new Map(graph.nodes.map((n) => [n.id, n]))
  const own = selected(graph, node.id)
  return (
    <Section title="Workloads" aside={own.length || 'none'}>
      {own.length === 0 ? (
        <Say>No pod in the cluster carries the labels that this Service selects.</Say>
      ) : (
        <ul className="-mx-1.5 text-12">
          {own.map((id) => {
            const workload = byId.get(id)
            return (
              <li key={id}>
                <button
                  type="button"
                  onClick={() => onSelect(id)}
                  className="flex h-6 w-full items-center gap-2 rounded-[4px] px-1.5 text-left hover:bg-hover"
                >
                  <span className="min-w-0 flex-1 truncate">{workload?.name ?? id}</span>
                  <span className="text-ink-3">{workload ? inMeshWord(workload.inMesh) : ''}</span>
                  <span className="w-16 text-right text-ink-3">
                    {workload ? readyWord(workload) : ''}
                  </span>
                </button>
              </li>
            )
          })}
        </ul>
      )}
    </Section>
  )
}

const selected = (graph: Graph, service: string): readonly string[] => [
  ...new Set(
    graph.edges.filter((e) => e.from === service && e.kind === 'selects').map((e) => e.to),
  ),
]

function Pods({ node }: { node: GraphNode }) {
  const pods = node.pods ?? []
  return (
    <Section title="Pods" aside={pods.length}>
      <ul className="grid gap-0.5 text-12">
        {pods.slice(0, 30).map((pod) => (
          <li key={pod.name} className="flex gap-2">
            <span className="min-w-0 flex-1 truncate font-code text-[11.5px]" title={pod.name}>
              {pod.name}
            </span>
            <span>{pod.ready}</span>
            <span className="text-ink-3">{pod.phase}</span>
          </li>
        ))}
        {pods.length > 30 ? <li className="text-ink-3">and {pods.length - 30} more</li> : null}
      </ul>
    </Section>
  )
}
