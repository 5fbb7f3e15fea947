'use client'
import { Kbd } from '#components/ui/badge.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { singleKeys } from '#components/ui/preferences.ts'

const KEYS: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['Ctrl', 'K'], 'jump to an object, page or action; ⌘ K on Apple keyboards'],
  [['/'], 'find on the page'],
  [['g', 't'], 'Topology'],
  [['g', 'm'], 'mTLS'],
  [['g', 'f'], 'Findings'],
  [['g', 'r'], 'Routing'],
  [['g', 'p'], 'Policies'],
  [['g', 'o'], 'Resources'],
  [['g', 'c'], 'Changes'],
  [['t'], 'graph or table'],
  [['→', '←'], 'follow hops out and in'],
  [['↑', '↓'], 'stay in the column'],
  [['Enter'], 'open the drawer'],
  [['e'], 'next hop of the thing'],
  [['Space'], 'collapse or open a namespace'],
  [['n'], 'only the thing and its neighbours'],
  [['h'], 'hide the thing'],
  [['Shift', '→'], 'move the thing by 8 px'],
  [['+', '−'], 'zoom'],
  [['0', '1'], 'fit, 100 %'],
  [['.'], 'centre the selection'],
  [['Esc'], 'close the innermost'],
  [['?'], 'these keys'],
]

export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Keys"
      width={440}
      description={
        singleKeys.use() === 'off'
          ? 'Single letters and signs are switched off in your settings; what works in the graph while it has the focus, and keys with Ctrl or ⌘, are not.'
          : undefined
      }
    >
      <dl className="mt-3 grid grid-cols-[120px_1fr] gap-y-1.5">
        {KEYS.map(([keys, what]) => (
          <div key={what} className="contents">
            <dt className="flex gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd className="text-ink-2">{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
