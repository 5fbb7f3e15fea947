'use client'
import { type KeyboardEvent, useRef } from 'react'
import { objectWords } from '#components/query/names.ts'
import { cx } from '#components/ui/class-names.ts'
import { VERDICTS, VerdictMark } from '#components/ui/verdict-mark.tsx'
import { type Caller, type Cell, decidersOf, type Target } from './who-may-call.ts'

const STEPS: Record<string, readonly [number, number]> = {
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
}

const wordsOf = (caller: Caller, target: Target, cell: Cell): string => {
  const by = decidersOf(cell).map(objectWords).join(', ')
  const who = caller.namespace ? `${caller.namespace}/${caller.name}` : caller.name
  return `${who} to ${target.namespace}/${target.name}: ${VERDICTS[cell.verdict].word}${by ? ` by ${by}` : ' by default'}`
}

/** Who may call whom, one mark for each pair. One tab stop; arrows move inside. */
export function Matrix({
  callers,
  targets,
  cellOf,
  from,
  to,
  onSelect,
  onNear,
}: {
  callers: readonly Caller[]
  targets: readonly Target[]
  cellOf: (caller: Caller, target: Target) => Cell
  from: string | undefined
  to: string | undefined
  onSelect: (caller: string, target: string) => void
  /** The pointer or the focus is here, so a pair may be chosen next. */
  onNear?: () => void
}) {
  const grid = useRef<HTMLTableElement>(null)
  const groups: { namespace: string; count: number }[] = []
  for (const { namespace } of targets) {
    const last = groups.at(-1)
    if (last?.namespace === namespace) last.count += 1
    else groups.push({ namespace, count: 1 })
  }
  const alone = new Set(groups.filter((g) => g.count === 1).map((g) => g.namespace))
  const starts = new Set<number>()
  let at = 0
  for (const { count } of groups) {
    starts.add(at)
    at += count
  }
  const row = Math.max(
    0,
    callers.findIndex((c) => c.id === from),
  )
  const column = Math.max(
    0,
    targets.findIndex((t) => t.id === to),
  )
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    const cell = (event.target as HTMLElement).closest('button')?.dataset.at
    if (!step || !cell || !grid.current) return
    const [r = 0, c = 0] = cell.split(' ').map(Number)
    const next = grid.current.querySelector<HTMLElement>(
      `[data-at="${r + step[0]} ${c + step[1]}"]`,
    )
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  return (
    <div className="min-h-0 flex-1 overflow-auto p-4">
      <table
        ref={grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: cells are chosen by arrows
        role="grid"
        aria-label="Who may call whom"
        className="border-separate border-spacing-0 text-12"
        onKeyDown={move}
        onPointerEnter={onNear}
        onFocus={onNear}
      >
        <thead>
          <tr>
            <td className="sticky left-0 z-20 bg-surface" />
            {groups.map(({ namespace, count }) => (
              <th
                key={namespace}
                scope="colgroup"
                colSpan={count}
                title={namespace}
                className="h-6 max-w-0 truncate border-l border-hairline px-1.5 text-left text-11 font-medium text-ink-3"
              >
                {count > 1 ? namespace : ''}
              </th>
            ))}
          </tr>
          <tr>
            <th
              scope="col"
              className="sticky left-0 z-20 border-b border-hairline bg-surface pr-4 pb-1 text-left align-bottom text-11 font-medium text-ink-3"
            >
              Service account ↓ may call →
            </th>
            {targets.map((target, c) => (
              <th
                key={target.id}
                scope="col"
                title={`${target.namespace}/${target.name}`}
                className={cx(
                  'w-8 min-w-8 border-b border-hairline px-0 pb-1.5 align-bottom font-medium',
                  starts.has(c) && 'border-l',
                  target.id === to && 'bg-selected',
                )}
              >
                <span className="inline-block max-h-46 rotate-180 truncate [writing-mode:vertical-rl]">
                  {alone.has(target.namespace) ? (
                    <span className="font-normal text-ink-3">{target.namespace}/</span>
                  ) : null}
                  {target.name}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {callers.map((caller, r) => (
            <tr key={caller.id} className="hover:bg-hover">
              <th
                scope="row"
                className={cx(
                  'sticky left-0 z-10 h-8 max-w-64 truncate border-b border-hairline bg-surface pr-4 text-left font-medium',
                  caller.id === from && 'bg-selected',
                )}
                title={caller.workloads.length ? undefined : 'Nothing with a proxy runs as it'}
              >
                {caller.namespace ? <span className="text-ink-3">{caller.namespace}/</span> : null}
                <span className={caller.workloads.length ? undefined : 'text-ink-2 italic'}>
                  {caller.name}
                </span>
              </th>
              {targets.map((target, c) => {
                const cell = cellOf(caller, target)
                const isOn = caller.id === from && target.id === to
                return (
                  <td
                    key={target.id}
                    className={cx(
                      'h-8 w-8 border-b border-hairline p-0 text-center',
                      starts.has(c) && 'border-l',
                      (isOn || target.id === to || caller.id === from) && 'bg-selected',
                      cell.verdict === 'deny' && 'bg-bad-tint',
                    )}
                  >
                    <button
                      type="button"
                      data-at={`${r} ${c}`}
                      tabIndex={r === row && c === column ? 0 : -1}
                      title={wordsOf(caller, target, cell)}
                      aria-label={wordsOf(caller, target, cell)}
                      aria-pressed={isOn}
                      onClick={() => onSelect(caller.id, target.id)}
                      className={cx(
                        'grid size-8 place-items-center -outline-offset-2',
                        isOn && 'shadow-[inset_0_0_0_2px_var(--accent)]',
                      )}
                    >
                      <VerdictMark
                        verdict={cell.verdict}
                        word={false}
                        className={
                          cell.verdict === 'allow' && decidersOf(cell).length === 0
                            ? 'opacity-55'
                            : ''
                        }
                      />
                    </button>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="mt-4 flex flex-wrap gap-x-6 gap-y-1 text-12 text-ink-2">
        <div>
          <VerdictMark verdict="allow" />{' '}
          <span className="text-ink-3">by a policy, faint by default</span>
        </div>
        <div>
          <VerdictMark verdict="deny" />
        </div>
        <div>
          <VerdictMark verdict="conditional" />{' '}
          <span className="text-ink-3">depends on the request or the port</span>
        </div>
        <div>
          <VerdictMark verdict="unknown" />
        </div>
      </div>
    </div>
  )
}
