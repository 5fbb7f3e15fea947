import { cx } from '#components/ui/class-names.ts'
import { Glyph } from '#components/ui/glyph.tsx'
import { formatShare } from '#lib/changes/share.ts'
import { type TrafficRow, thingName, trafficGroups } from './traffic-rows.ts'

/** Shares now and after, by sender and condition. Bars are decoration; the numbers say it. */
export function ShareTable({
  rows,
  narrow = false,
}: {
  rows: readonly TrafficRow[]
  narrow?: boolean
}) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-12">
        <thead>
          <tr className="text-left text-11 text-ink-3">
            <th className="h-6 pr-2 font-medium">Match</th>
            <th className="pr-2 font-medium">Destination</th>
            <th className="pl-2 text-right font-medium">Now</th>
            {narrow ? null : <td className="w-40" />}
            <th className="pl-2 text-right font-medium">After</th>
          </tr>
        </thead>
        {trafficGroups(rows).map((group) => (
          <tbody key={`${group[0]?.from} ${group[0]?.when}`}>
            {group.map((row, index) => (
              <tr key={row.id} className="border-t border-hairline align-top">
                {index === 0 ? (
                  <th
                    rowSpan={group.length}
                    scope="rowgroup"
                    className={cx(
                      'py-1.5 pr-3 text-left font-normal text-ink-2',
                      !narrow && 'min-w-36',
                    )}
                  >
                    {row.when}
                    <span className="block text-11 text-ink-3">from {thingName(row.from)}</span>
                  </th>
                ) : null}
                <td
                  className={cx(
                    'w-full py-1.5 pr-2 break-words',
                    row.change === 'removed' && 'text-ink-3 line-through',
                  )}
                >
                  {row.to}
                  {row.port === undefined ? null : `:${row.port}`}
                </td>
                <td className="py-1.5 pl-2 text-right whitespace-nowrap">
                  {row.before === undefined ? '–' : formatShare(row.before)}
                </td>
                {narrow ? null : (
                  <td className="py-1.5 pl-4">
                    <Bars before={row.before ?? 0} after={row.after ?? 0} />
                  </td>
                )}
                <td
                  className={cx(
                    'py-1.5 pl-2 text-right font-semibold whitespace-nowrap',
                    row.nowhere ? 'text-bad' : TONE[row.change],
                  )}
                >
                  {row.nowhere ? (
                    <Glyph name="nowhere" size={13} className="mr-1 align-[-2px]" />
                  ) : null}
                  {row.after === undefined ? 'goes' : formatShare(row.after)}
                  {row.nowhere ? ' nowhere' : null}
                </td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  )
}

const TONE: Record<TrafficRow['change'], string> = {
  changed: 'text-draft',
  added: 'text-add',
  removed: 'text-remove',
}

const Bars = ({ before, after }: { before: number; after: number }) => (
  <span aria-hidden="true" className="block h-3.5 w-36">
    <span
      className="mb-0.5 block h-[5px] rounded-[2px] bg-edge-faint"
      style={{ width: `${clamp(before)}%` }}
    />
    <span className="block h-[7px] rounded-[2px] bg-draft" style={{ width: `${clamp(after)}%` }} />
  </span>
)

const clamp = (share: number): number => Math.max(0, Math.min(100, share))
