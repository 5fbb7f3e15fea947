import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import type { Trouble } from '#components/ui/loadable.ts'
import { TextField } from '#components/ui/text-field.tsx'
import type { Plan } from '#lib/changes/plan.ts'

const VERBS = { create: 'creates', replace: 'replaces', delete: 'deletes' } as const

/** "Apply replaces 1 object", "Apply creates 1 object and replaces 2 objects". */
export function applyWords({ changes }: Plan): string {
  const parts = (['create', 'replace', 'delete'] as const).flatMap((op) => {
    const count = changes.filter((change) => change.op === op).length
    return count ? [`${VERBS[op]} ${count} ${count === 1 ? 'object' : 'objects'}`] : []
  })
  return parts.length ? `Apply ${parts.join(' and ')}` : 'There is nothing to apply'
}

/** The foot of the review: how much is written, under which hash, and the one button that writes. */
export function ApplyBar({
  plan,
  typed,
  onType,
  refusal,
  applying,
  trouble,
  onApply,
  onAgain,
}: {
  plan: Plan
  typed: string
  onType: (text: string) => void
  /** Why Apply is off. */
  refusal: string | undefined
  applying: boolean
  trouble: Trouble | undefined
  onApply: () => void
  onAgain: () => void
}) {
  const count = plan.changes.length
  const patch = plan.changes.map((change) => change.diff).join('\n')
  return (
    <footer className="flex-none border-t border-hairline bg-card">
      {trouble ? (
        <div role="alert" className="flex items-center gap-3 bg-bad-tint px-5 py-2.5">
          <p className="min-w-0 flex-1 break-words">
            <b>{trouble.title}.</b> {trouble.detail}{' '}
            <span className="text-ink-2">{trouble.fix}</span>
          </p>
          <Button onClick={onAgain}>Review again</Button>
        </div>
      ) : null}
      {plan.confirm && plan.verdict === 'confirm' ? (
        <TextField
          className="px-5 pt-3"
          label={`Type “${plan.confirm.phrase}” to confirm`}
          value={typed}
          onChange={(event) => onType(event.target.value)}
          autoComplete="off"
          spellCheck={false}
        />
      ) : null}
      <div className="flex min-h-15 items-center gap-2.5 px-5 py-2.5">
        <div className="min-w-0 flex-1">
          <p className="font-semibold">{applyWords(plan)}</p>
          <p className="flex items-center gap-1 text-12 text-ink-3">
            <code className="truncate" title={plan.hash}>
              {plan.hash.slice(0, 16)}…
            </code>
            <CopyButton text={patch} label="Copy patch" />
          </p>
          {refusal ? (
            <p id="apply-refusal" className="text-12 text-ink-2">
              {refusal}
            </p>
          ) : null}
        </div>
        <Button
          look="primary"
          size="primary"
          disabled={refusal !== undefined || applying}
          aria-describedby={refusal ? 'apply-refusal' : undefined}
          onClick={onApply}
        >
          {applying ? 'Applying…' : `Apply ${count} ${count === 1 ? 'change' : 'changes'}`}
          <span aria-hidden="true" className="text-11 opacity-80">
            ⌘↵
          </span>
        </Button>
      </div>
    </footer>
  )
}
