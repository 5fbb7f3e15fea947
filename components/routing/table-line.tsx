'use client'
import { nodeWords } from '#components/query/names.ts'
import { NodeLink, usePlace } from '#components/query/place.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { Link } from '#components/ui/link.tsx'
import { pages } from '#lib/paths.ts'
import type { TableRow } from './route-tree.ts'

const OWNER: Record<string, string> = { gateway: 'at gateway', workload: 'at', service: 'at' }

/** One listener or called name: its hosts, and who follows the rules below. */
export function TableLine({
  table,
  rules,
  isClosed,
  onToggle,
  line,
}: {
  table: TableRow
  rules: number
  isClosed: boolean
  onToggle: () => void
  line: number
}) {
  const { cluster } = usePlace()
  const { hosts, owner, followedBy, protocol, port } = table
  const [first = '*', ...more] = hosts
  return (
    <tr aria-rowindex={line}>
      <th
        scope="colgroup"
        colSpan={7}
        className="h-8 border-b border-hairline bg-sunken px-3 text-left text-12 font-normal text-ink-2"
      >
        <span className="flex items-center gap-2 whitespace-nowrap">
          <button
            type="button"
            aria-expanded={!isClosed}
            onClick={onToggle}
            className="inline-flex min-h-6 items-center gap-1.5 text-13 font-semibold text-ink"
          >
            <Glyph
              name={isClosed ? 'chevronRight' : 'chevronDown'}
              size={12}
              className="text-ink-3"
            />
            {first === '*' ? 'any host' : first}
          </button>
          {more.length > 0 ? (
            <span title={more.join(', ')}>
              and {more.length} more {more.length === 1 ? 'host' : 'hosts'}
            </span>
          ) : null}
          <span>
            {followedBy === 'mesh' ? (
              <>
                callers in the mesh of <NodeLink id={owner} className="underline" />
              </>
            ) : (
              <>
                {OWNER[owner.split(':')[0] ?? ''] ?? 'at'}{' '}
                <NodeLink id={owner} words={nodeWords(owner)} className="underline" />
              </>
            )}
          </span>
          <span className="text-ink-3">
            {port === undefined ? 'any port' : `port ${port}`} {protocol}
          </span>
          <span className="ml-auto text-ink-3">
            {rules} {rules === 1 ? 'rule' : 'rules'}
          </span>
          {first === '*' ? null : (
            <Link
              href={pages.routing(cluster, { host: first })}
              className="text-accent hover:underline"
            >
              Only this host<span className="sr-only">, {first}</span>
            </Link>
          )}
        </span>
      </th>
    </tr>
  )
}
