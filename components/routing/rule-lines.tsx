'use client'
import { nodeWords } from '#components/query/names.ts'
import { NodeLink, ObjectLink, ObjectLinks, usePlace } from '#components/query/place.tsx'
import { cx } from '#components/ui/class-names.ts'
import { Glyph } from '#components/ui/glyph.tsx'
import { Link } from '#components/ui/link.tsx'
import { Td } from '#components/ui/table.tsx'
import { VerdictMark } from '#components/ui/verdict-mark.tsx'
import { pages } from '#lib/paths.ts'
import type { Access, Destination, RuleRow, TableRow } from './route-tree.ts'

/** A number and its sign stay together. */
const percent = (share: number): string =>
  `${Number.isInteger(share) ? share : Number(share.toFixed(1))}\u00a0%`

type Props = {
  table: TableRow
  rule: RuleRow
  access: ReadonlyMap<string, Access>
  line: number
  isOpen: boolean
  onToggle: (open: boolean) => void
}

/** One rule: a line for each destination, and below them why it says what it says. */
export function RuleLines({ table, rule, access, line, isOpen, onToggle }: Props) {
  const [first, ...others] = rule.destinations
  const span = Math.max(1, rule.destinations.length)
  const condition = rule.when ?? 'any request'
  const struck = rule.reachable ? '' : 'line-through decoration-ink-3'
  const ground = isOpen ? 'bg-selected' : ''
  return (
    <>
      <tr aria-rowindex={line} className={ground}>
        <Td numeric rowSpan={span} className="w-14 pr-3 pl-4 align-top text-ink-2">
          <span className="inline-flex h-7 items-center">{rule.order}</span>
        </Td>
        <Td rowSpan={span} className="max-w-90 align-top">
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={() => onToggle(!isOpen)}
            title={condition}
            className="flex h-7 max-w-full items-center gap-1.5 text-left"
          >
            <Glyph
              name={isOpen ? 'chevronDown' : 'chevronRight'}
              size={12}
              className="text-ink-3"
            />
            <span className={cx('truncate', struck, !rule.reachable && 'text-ink-3')}>
              {condition}
            </span>
          </button>
          {rule.reachable ? null : (
            <p className="flex gap-1.5 pb-1 pl-4.5 text-12 whitespace-normal! text-warn">
              <Glyph name="warning" size={13} className="mt-0.5" />
              <span>
                {rule.shadowed?.because ?? 'Never reached: an earlier rule takes all of it.'}
              </span>
            </p>
          )}
          {rule.conflict ? (
            <p className="flex gap-1.5 pb-1 pl-4.5 text-12 whitespace-normal! text-bad">
              <Glyph name="conflict" size={13} className="mt-0.5" />
              <span>its listener is contested by another</span>
            </p>
          ) : null}
        </Td>
        {first ? (
          <DestinationCells table={table} rule={rule} to={first} access={access} />
        ) : (
          <NoDestination rule={rule} />
        )}
        <Td rowSpan={span} className="max-w-72 truncate align-top">
          <span className="inline-flex h-7 max-w-full items-center">
            <ObjectLink of={rule.resource} path={rule.path || undefined} />
          </span>
        </Td>
      </tr>
      {others.map((to) => (
        <tr key={`${to.path} ${to.to} ${to.subset ?? ''}`} className={ground}>
          <DestinationCells table={table} rule={rule} to={to} access={access} />
        </tr>
      ))}
      {isOpen ? <Why rule={rule} /> : null}
    </>
  )
}

function NoDestination({ rule }: { rule: RuleRow }) {
  const said = rule.facts.filter((f) => f.kind === 'redirect' || f.kind === 'direct-response')
  const word = rule.action === 'none' ? 'leads nowhere' : rule.action.replace('-', ' ')
  return (
    <Td colSpan={4} className={cx(rule.action === 'none' && 'text-bad')}>
      <span className="inline-flex items-center gap-1.5 align-middle">
        <Glyph name={rule.action === 'none' ? 'nowhere' : 'arrowRight'} size={13} />
        {word}
        {said.length > 0 ? `: ${said.map((f) => f.says).join(', ')}` : ''}
      </span>
    </Td>
  )
}

function DestinationCells({
  table,
  rule,
  to,
  access,
}: {
  table: TableRow
  rule: RuleRow
  to: Destination
  access: ReadonlyMap<string, Access>
}) {
  const { cluster } = usePlace()
  const isNowhere = to.to === 'nowhere'
  const struck = rule.reachable ? '' : 'line-through decoration-ink-3'
  const verdict = access.get(`${table.owner} ${to.to}`)
  return (
    <>
      <Td className={cx('max-w-80 truncate first:pl-0!', struck)} title={to.host}>
        <span className="inline-flex items-center gap-1.5 align-middle">
          <Glyph
            name={to.kind === 'mirror' ? 'mirror' : isNowhere ? 'nowhere' : 'service'}
            size={13}
            className={isNowhere ? 'text-bad' : 'text-ink-3'}
          />
          {isNowhere ? (
            <span className="text-bad">{to.written} leads nowhere</span>
          ) : (
            <NodeLink id={to.to} words={nodeWords(to.to)} />
          )}
          {to.subset ? <span className="text-ink-2">subset {to.subset}</span> : null}
          {to.port === undefined ? null : <span className="text-ink-3">:{to.port}</span>}
        </span>
      </Td>
      <Td className="w-44">
        {to.share === undefined ? (
          <span className="text-ink-3">not stated</span>
        ) : (
          <span className="flex h-full items-center gap-2">
            <span
              aria-hidden="true"
              className="h-1.5 w-20 flex-none overflow-hidden rounded-chip bg-sunken shadow-[inset_0_0_0_1px_var(--hairline)]"
            >
              <i
                className={cx('block h-full', rule.reachable ? 'bg-accent' : 'bg-edge')}
                style={{ width: `${Math.min(100, Math.max(0, to.share))}%` }}
              />
            </span>
            <span className={cx('font-semibold', struck)}>
              {to.kind === 'mirror' ? 'copy ' : ''}
              {percent(to.share)}
            </span>
          </span>
        )}
      </Td>
      <Td numeric className="text-ink-2">
        {to.weight ?? <span className="text-ink-3">–</span>}
      </Td>
      <Td>
        {verdict ? (
          <Link
            href={pages.policies(cluster, { from: table.owner, to: to.to, view: 'calls' })}
            className="rounded-chip hover:underline"
          >
            <VerdictMark verdict={verdict.verdict} />
          </Link>
        ) : isNowhere || table.followedBy !== 'mesh' ? (
          <span className="text-ink-3">not stated</span>
        ) : (
          <Link
            href={pages.policies(cluster, { to: to.to })}
            aria-label={`by caller: who may call ${nodeWords(to.to)}`}
            className="text-accent hover:underline"
          >
            by caller
          </Link>
        )}
      </Td>
    </>
  )
}

function Why({ rule }: { rule: RuleRow }) {
  const { cluster } = usePlace()
  const first = rule.destinations.find((d) => d.to !== 'nowhere')
  const by = rule.shadowed?.by
  return (
    <tr className="bg-selected">
      <td
        colSpan={7}
        className="border-b border-hairline pr-4 pb-2.5 pl-14 text-12 [overflow-wrap:anywhere] text-ink-2"
      >
        <p>
          <span className="text-ink-3">If </span>
          {rule.when ?? 'any request'}
        </p>
        {by ? (
          <p className="mt-1">
            Rule {by.order} comes first: <ObjectLink of={by.resource} path={by.path} />
          </p>
        ) : null}
        {rule.facts.length > 0 ? (
          <ul className="mt-1">
            {rule.facts.map((fact) => (
              <li key={`${fact.kind} ${fact.path}`}>
                <span className="text-ink-3">{fact.kind.replace('-', ' ')}</span> {fact.says}
              </li>
            ))}
          </ul>
        ) : null}
        <p className="mt-1">
          <span className="text-ink-3">Stated by </span>
          <ObjectLinks of={[...rule.via, ...rule.destinations.flatMap((d) => d.via)]} />
          {first ? (
            <>
              {' · '}
              <Link
                href={pages.policies(cluster, { to: first.to })}
                className="text-accent underline"
              >
                Who may call {nodeWords(first.to)}
              </Link>
              {' · '}
              <NodeLink id={first.to} words="Show on topology" className="underline" />
            </>
          ) : null}
        </p>
      </td>
    </tr>
  )
}
