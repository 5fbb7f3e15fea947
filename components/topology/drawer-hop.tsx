'use client'
import { Facts, Say, Section } from '#components/ui/facts.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { MtlsMark } from '#components/ui/mtls-mark.tsx'
import { basisOf } from '#lib/graph/basis.ts'
import type { GraphEdge, GraphNode, Match } from '#lib/graph/graph.ts'
import { type DrawerProps, FindingsSection, StatedBy } from './drawer-sections.tsx'
import { Deciders, RefLink } from './references.tsx'
import { percent, writtenWeight } from './words.ts'

export const hopTitle = (edge: GraphEdge, byId: ReadonlyMap<string, GraphNode>): string =>
  `${byId.get(edge.from)?.name ?? edge.from} → ${byId.get(edge.to)?.name ?? edge.to}`

const BASIS_WORD = {
  stated: 'stated by configuration',
  allowed: 'allowed by a policy; nothing says that it is used',
  inferred: 'inferred from text, not configured',
  observed: 'observed in traffic',
}

/** One alternative of a condition, a line for each thing that it tests. */
function matchLines(match: Match): string[] {
  const tests = (what: string, list: Match['headers']) =>
    (list ?? []).map((t) =>
      t.op === 'present' || t.op === 'absent'
        ? `${what} ${t.name} ${t.op}`
        : `${what} ${t.name} ${t.op} ${t.value ?? ''}`,
    )
  return [
    ...(match.hosts?.length ? [`host ${match.hosts.join(' or ')}`] : []),
    ...(match.port === undefined ? [] : [`port ${match.port}`]),
    ...(match.methods?.length ? [`method ${match.methods.join(' or ')}`] : []),
    ...(match.path ? [`path ${match.path.op} ${match.path.value}`] : []),
    ...tests('header', match.headers),
    ...tests('query', match.query),
    ...Object.entries(match.claims ?? {}).map(
      ([name, values]) => `claim ${name} is ${values.join(' or ')}`,
    ),
    ...(match.sources?.length ? [`from ${match.sources.join(' or ')}`] : []),
  ]
}

const VERDICT = {
  allow: { glyph: 'allow', tone: 'text-safe', word: 'allowed' },
  deny: { glyph: 'deny', tone: 'text-ink-2', word: 'denied' },
  conditional: { glyph: 'conditional', tone: 'text-ink-2', word: 'allowed under a condition' },
  unknown: { glyph: 'unknown', tone: 'text-unknown', word: 'unknown' },
} as const

export function HopFacts({ edge, graph, findings, onSelect }: DrawerProps & { edge: GraphEdge }) {
  const byId = new Map(graph.nodes.map((n) => [n.id, n]))
  const pair = graph.edges.filter(
    (e) => e.from === edge.from && e.to === edge.to && e.kind !== 'selects',
  )
  const target = byId.get(edge.to)
  const verdict = edge.verdict ? VERDICT[edge.verdict] : undefined
  // One alternative is said whole in words; several read better one below the other, and once.
  const tests =
    edge.when && (edge.match?.length ?? 0) < 2
      ? []
      : (edge.match ?? []).map((match) => matchLines(match).join(', '))
  const words = tests.length > 0 && !edge.when?.includes(' unless ') ? undefined : edge.when
  return (
    <>
      <Section title="Condition">
        {words ? <p className="mb-1 text-12 leading-[17px] font-semibold">{words}</p> : null}
        {tests.length > 0 ? (
          <ul className="grid gap-1 font-code text-[11.5px] leading-4 text-ink-2">
            {tests.map((test, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: alternatives have no name but their place
              <li key={i}>
                {i > 0 ? <span className="font-ui text-ink-3">or </span> : null}
                {test}
              </li>
            ))}
          </ul>
        ) : edge.when ? null : (
          <Say>Nothing is tested: every request that gets here.</Say>
        )}
      </Section>
      <Section title="Traffic">
        <Facts
          rows={[
            [
              'To',
              <button
                key="to"
                type="button"
                className="text-left text-accent hover:underline"
                onClick={() => onSelect(edge.to)}
              >
                {target?.name ?? edge.to}
                {edge.port === undefined ? '' : ` port ${edge.port}`}
              </button>,
            ],
            ...(edge.subset ? [['Subset', edge.subset] as const] : []),
            ...(edge.host
              ? [
                  [
                    'Host',
                    <span key="h" className="font-code text-[11.5px]">
                      {edge.host}
                    </span>,
                  ] as const,
                ]
              : []),
            ...(edge.protocol ? [['Protocol', edge.protocol] as const] : []),
            [
              'Share',
              edge.share === undefined ? (
                <span key="s" className="text-ink-3">
                  no share is stated
                </span>
              ) : (
                <span key="s">
                  <b>{percent(edge.share)}</b> of what matches
                  {edge.written === undefined ? (
                    <span className="text-ink-3"> (no weights)</span>
                  ) : (
                    <span className="text-ink-3"> (weight {edge.written})</span>
                  )}
                </span>
              ),
            ],
            ['Basis', BASIS_WORD[basisOf(edge)]],
            ...(edge.because ? [['Because', edge.because] as const] : []),
          ]}
        />
        {writtenWeight(edge) ? (
          <p className="mt-1.5 text-12 text-ink-3">
            The weights do not add up to 100; the mesh uses proportions.
          </p>
        ) : null}
      </Section>
      <Section
        title="mTLS"
        aside={
          edge.mtls ? (
            <MtlsMark state={edge.mtls.state} enforced={edge.mtls.enforced} />
          ) : (
            'not said'
          )
        }
      >
        {edge.mtls ? (
          <Facts
            rows={[
              ['Because', edge.mtls.because || '–'],
              ['Decided by', <Deciders key="d" of={edge.mtls.decidedBy} />],
            ]}
          />
        ) : (
          <Say quiet>Nothing is known of encryption on this hop.</Say>
        )}
      </Section>
      {verdict ? (
        <Section title="Access">
          <p className="flex items-center gap-2 text-12">
            <Glyph name={verdict.glyph} size={14} className={verdict.tone} />
            {verdict.word}
          </p>
          {(edge.policies ?? []).map((ref) => (
            <p key={ref} className="pl-[22px]">
              <RefLink of={ref} />
            </p>
          ))}
        </Section>
      ) : null}
      {pair.length > 1 ? (
        <Section title="On the same line" aside={pair.length}>
          <ul className="grid gap-0.5 text-12">
            {pair.map((e) => (
              <li key={e.id}>
                <button
                  type="button"
                  aria-current={e.id === edge.id || undefined}
                  onClick={() => onSelect(e.id)}
                  className="flex w-full gap-2 rounded-[4px] px-1 py-0.5 text-left hover:bg-hover aria-[current]:bg-selected"
                >
                  {e.order === undefined ? null : <span className="mw-disc">{e.order}</span>}
                  <span className="min-w-0 flex-1 truncate">{e.when ?? 'any request'}</span>
                  <span className="text-ink-3">
                    {[e.subset, e.port].filter((x) => x !== undefined).join(':')}
                  </span>
                  {e.share === undefined ? null : <b>{percent(e.share)}</b>}
                </button>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <FindingsSection findings={findings} on={[...edge.via, ...(target?.resources ?? [])]} />
      <StatedBy refs={edge.via} />
    </>
  )
}
