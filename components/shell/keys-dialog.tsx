'use client'
import { Kbd } from '#components/ui/badge.tsx'
import { Dialog } from '#components/ui/dialog.tsx'

const KEYS: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['/'], 'find'],
  [['g', 't'], 'Topology'],
  [['g', 'm'], 'mTLS'],
  [['g', 'f'], 'Findings'],
  [['g', 'r'], 'Routing'],
  [['g', 'p'], 'Policies'],
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
    <Dialog open={open} onClose={onClose} title="Keys" width={420}>
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
