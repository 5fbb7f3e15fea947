import type { Effect, Plan } from '#lib/changes/plan.ts'
import type { Finding } from '#lib/findings/finding.ts'
import type { GraphEdge } from '#lib/graph/graph.ts'
import { type TrafficRow, thingName, trafficRows } from './traffic-rows.ts'

export type EffectLine = {
  readonly text: string
  readonly before?: string
  readonly after?: string
  readonly tone?: 'bad' | 'warn' | 'safe'
  readonly code?: string
}

/** One row of the review. A quiet one is drawn grey: that nothing changes there is a statement, too. */
export type EffectGroup = {
  readonly title: string
  readonly quiet: boolean
  readonly lines: readonly EffectLine[]
  readonly traffic?: readonly TrafficRow[]
  /** Ids of things on the topology. */
  readonly things?: readonly string[]
}

/** The effects in their fixed order: Traffic, mTLS, Access, Gateways and hosts, Findings, Affected, Dry run. */
export function effectGroups(
  plan: Plan,
  before: ReadonlyMap<string, GraphEdge> = new Map(),
): readonly EffectGroup[] {
  const said = (kind: Effect['kind']): readonly EffectLine[] =>
    plan.effects
      .filter((effect) => effect.kind === kind)
      .map(({ summary, before, after }) => ({ text: summary, before, after }))
  const orQuiet = (title: string, lines: readonly EffectLine[], quiet: string): EffectGroup =>
    lines.length > 0
      ? { title, quiet: false, lines }
      : { title, quiet: true, lines: [{ text: quiet }] }

  if (isUnread(plan)) return [findings(plan), unknownEffects, dryRun(plan)]
  return [
    traffic(plan, said('route'), before),
    orQuiet('mTLS', said('mtls'), mtlsStays(plan)),
    orQuiet('Access', said('access'), 'No decision changes.'),
    orQuiet('Gateways and hosts', said('gateway'), 'Nothing opens or closes.'),
    findings(plan),
    affected(plan, [...said('workload'), ...said('object')]),
    dryRun(plan),
  ]
}

/** Blocked before anyone was asked: the text is no object that an API server would take. */
const isUnread = (plan: Plan): boolean =>
  plan.changes.length === 0 || (plan.verdict === 'block' && plan.dryRun.state === 'skipped')

/** Such a text changes nothing that could be named; silence would read as "no effect". */
const unknownEffects: EffectGroup = {
  title: 'Affected',
  quiet: true,
  lines: [{ text: 'Not known until the text is corrected.' }],
}

function traffic(
  plan: Plan,
  said: readonly EffectLine[],
  before: ReadonlyMap<string, GraphEdge>,
): EffectGroup {
  const rows = trafficRows(plan.graph.edges, before)
  if (rows.length > 0) return { title: 'Traffic', quiet: false, lines: [], traffic: rows }
  return said.length > 0
    ? { title: 'Traffic', quiet: false, lines: said }
    : { title: 'Traffic', quiet: true, lines: [{ text: 'No share changes.' }] }
}

/** "No verdict changes." and how many of the touched hops keep theirs. */
function mtlsStays(plan: Plan): string {
  const kept = plan.graph.edges.changed.filter(
    ({ before, after }) =>
      after.mtls &&
      before.mtls?.state === after.mtls.state &&
      before.mtls.enforced === after.mtls.enforced,
  ).length
  return kept === 0
    ? 'No verdict changes.'
    : `No verdict changes. ${kept === 1 ? '1 hop stays' : `${kept} hops stay`} as ${kept === 1 ? 'it is' : 'they are'}.`
}

const codes = (list: readonly Finding[]): string =>
  [...new Set(list.map((finding) => finding.code))].join(', ')

function findings(plan: Plan): EffectGroup {
  const { added, kept, removed } = plan.findings
  const lines: EffectLine[] = []
  if (added.length > 0)
    lines.push({
      text: `${added.length} added`,
      code: codes(added),
      tone: added.some((finding) => finding.severity === 'error') ? 'bad' : 'warn',
    })
  if (removed.length > 0)
    lines.push({ text: `${removed.length} removed`, code: codes(removed), tone: 'safe' })
  if (lines.length > 0) return { title: 'Findings', quiet: false, lines }
  const rest = kept.length === 0 ? 'none on this object' : `${kept.length} stay on this object`
  return {
    title: 'Findings',
    quiet: true,
    lines: [{ text: `None added, none removed; ${rest}.` }],
  }
}

function affected(plan: Plan, lines: readonly EffectLine[]): EffectGroup {
  const things = [...new Set(plan.effects.flatMap((effect) => effect.affected))]
    .filter((id) => id.includes(':')) // `nowhere` is no thing that could be opened
    .sort((a, b) => (thingName(a) < thingName(b) ? -1 : 1))
  return things.length > 0 || lines.length > 0
    ? { title: 'Affected', quiet: false, lines, things }
    : { title: 'Affected', quiet: true, lines: [{ text: 'Nothing in the mesh.' }] }
}

function dryRun(plan: Plan): EffectGroup {
  const { dryRun } = plan
  const title = 'Dry run'
  switch (dryRun.state) {
    case 'passed':
      return {
        title,
        quiet: false,
        lines: [{ text: 'Accepted by the API server and its webhooks', tone: 'safe' }],
      }
    case 'failed':
      return {
        title,
        quiet: false,
        lines: [
          ...(dryRun.findings.length > 0
            ? dryRun.findings.map((finding) => ({
                text: `The API server refused it: ${finding.message}`,
                tone: 'bad' as const,
              }))
            : [{ text: 'The API server refused it.', tone: 'bad' as const }]),
          { text: 'Nothing was applied.' },
        ],
      }
    case 'denied':
      return {
        title,
        quiet: false,
        lines: [
          {
            text: dryRun.findings[0]?.message ?? 'You may read but not change this object.',
            tone: 'bad',
          },
        ],
      }
    case 'skipped':
      return {
        title,
        quiet: true,
        lines: [
          {
            text: isUnread(plan)
              ? 'Not asked: the text is to be corrected first.'
              : 'The review asks the API server.',
          },
        ],
      }
  }
}
