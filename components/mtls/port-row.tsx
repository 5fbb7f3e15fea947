'use client'
import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import { Ladder } from '#components/query/ladder.tsx'
import { ObjectLink } from '#components/query/place.tsx'
import { workloadsQuery } from '#components/query/report-hooks.ts'
import { cx } from '#components/ui/class-names.ts'
import { Glyph } from '#components/ui/glyph.tsx'
import { Link } from '#components/ui/link.tsx'
import { MtlsMark, TONE_TEXT } from '#components/ui/mtls-mark.tsx'
import { Td } from '#components/ui/table.tsx'
import { pages } from '#lib/paths.ts'
import { decider, LOOK } from './accepts-look.ts'
import { acceptsOf, type MtlsRow, nameOf, namespaceOf } from './posture-order.ts'

/** One port, and below it, when opened, why it is so and which object to go to. */
export function PortRow({
  cluster,
  row,
  line,
  compact,
  isOpen,
  onToggle,
  because,
}: {
  cluster: string
  row: MtlsRow
  /** For its `aria-rowindex`. */
  line: number
  compact: boolean
  isOpen: boolean
  onToggle: (open: boolean) => void
  because: string | undefined
}) {
  const look = LOOK[acceptsOf(row)]
  const shown =
    acceptsOf(row) === 'enforced' || acceptsOf(row) === 'accepted' ? row.mode : look.word
  const height = compact ? 'h-7' : 'h-8'
  const inMesh = row.inMesh === 'none' ? 'no proxy' : row.inMesh.replace('-', ' ')
  return (
    <>
      <tr aria-rowindex={line} className={cx('hover:bg-hover', isOpen && 'bg-selected')}>
        <Td className={height}>
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={() => onToggle(!isOpen)}
            className="inline-flex items-center gap-2 font-medium"
          >
            <Glyph
              name={isOpen ? 'chevronDown' : 'chevronRight'}
              size={12}
              className="text-ink-3"
            />
            {namespaceOf(row.workload)}/{nameOf(row.workload)}
          </button>
        </Td>
        <Td numeric className={height}>
          {row.port || '–'}
        </Td>
        <Td className={cx(height, row.inMesh !== 'none' && 'text-ink-2')}>{inMesh}</Td>
        <Td className={height}>
          <span className="inline-flex items-center gap-1.5 align-middle">
            <Glyph name={look.glyph} size={14} className={TONE_TEXT[look.tone]} />
            {shown}
          </span>
        </Td>
        <Td className={cx(height, 'max-w-80 truncate')}>
          <Deciders of={row.decidedBy} />
        </Td>
        <Td className={height}>
          <Callers row={row} />
        </Td>
        <Td className={cx(height, 'max-w-52 truncate', row.bypasses.length === 0 && 'text-ink-3')}>
          {row.bypasses.map((b) => b.what).join(', ') || 'none'}
        </Td>
        <Td className={cx(height, 'font-code text-[11.5px] text-ink-2')}>
          {row.identity.serviceAccount}
        </Td>
      </tr>
      {isOpen ? (
        <tr className="bg-selected">
          <td colSpan={8} className="border-b border-hairline pr-4 pb-2.5 pl-9 text-12 text-ink-2">
            <Reason cluster={cluster} row={row} because={because} />
            <p className="mt-1">
              Decided by <Deciders of={row.decidedBy} />
            </p>
            {row.bypasses.length > 0 ? (
              <p>
                Bypassed by{' '}
                {row.bypasses.map(({ what, from }, i) => (
                  <Fragment key={`${what} ${from}`}>
                    {i > 0 ? ', ' : ''}
                    {what} of <ObjectLink of={from} />
                  </Fragment>
                ))}
              </p>
            ) : null}
            <p className="mt-1">
              Identity{' '}
              <span className="font-code text-[11.5px]">
                {row.identity.trustDomain}/ns/{namespaceOf(row.workload)}/sa/
                {row.identity.serviceAccount}
              </span>
              {' · '}
              <Link
                href={pages.topology(cluster, { sel: row.workload })}
                className="text-accent hover:underline"
              >
                Show on topology
              </Link>
            </p>
          </td>
        </tr>
      ) : null}
    </>
  )
}

function Deciders({ of }: { of: MtlsRow['decidedBy'] }) {
  if (of.length === 0) return <span className="text-ink-3">nothing states it</span>
  return of.map((one, i) => (
    <Fragment key={one}>
      {i > 0 ? ', ' : ''}
      {one === 'default' || one === 'unknown' ? decider(one) : <ObjectLink of={one} />}
    </Fragment>
  ))
}

/** Why, and by which steps from the mesh to the port: asked for when somebody looks. */
function Reason({
  cluster,
  row,
  because,
}: {
  cluster: string
  row: MtlsRow
  because: string | undefined
}) {
  const workloads = useQuery(workloadsQuery(cluster)).data?.workloads
  const inbound = workloads?.find(({ id }) => id === row.workload)?.inbound
  const port = inbound?.find((p) => p.port === row.port) ?? inbound?.find((p) => !p.port)
  // What stands for other ports of the namespace is not said of this one while its own reason is on the way.
  const why = port?.because ?? (workloads ? because : undefined)
  return (
    <>
      <p>{why ?? (workloads ? '' : 'Reading why…')}</p>
      {port && port.mode !== 'n/a' && port.ladder.length > 0 ? (
        <Ladder steps={port.ladder} />
      ) : null}
    </>
  )
}

const CALLERS = [
  ['conflict', 'conflict', undefined],
  ['plaintext', 'plaintext', undefined],
  ['unknown', 'unknown', undefined],
  ['mtls', 'mtls', true],
] as const

function Callers({ row }: { row: MtlsRow }) {
  const present = CALLERS.filter(([key]) => row.callers[key] > 0)
  if (present.length === 0) return <span className="text-ink-3">none stated</span>
  return (
    <span className="inline-flex gap-2.5 align-middle">
      {present.map(([key, state, enforced]) => (
        <span key={key} className="inline-flex items-center gap-1">
          <MtlsMark state={state} enforced={enforced} word={false} />
          <span aria-hidden="true">
            {row.callers[key]} {key === 'conflict' ? 'will fail' : key === 'mtls' ? 'mTLS' : key}
          </span>
        </span>
      ))}
    </span>
  )
}
