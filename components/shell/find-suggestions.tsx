'use client'
import { cx } from '#components/ui/class-names.ts'

export type Suggestion = { readonly text: string; readonly hint?: string }

/** What the word in the find box may become; the box keeps the focus. */
export function FindSuggestions({
  id,
  options,
  active,
  onTake,
}: {
  id: string
  options: readonly Suggestion[]
  active: number
  onTake: (option: Suggestion) => void
}) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label="What it may become"
      className="tint-card rounded-card bg-card p-1 shadow-menu forced-outline"
    >
      {options.map((option, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the box's, which keeps the focus
        <div
          key={option.text}
          id={`${id}-${at}`}
          role="option"
          tabIndex={-1}
          aria-selected={at === active}
          className={cx(
            'flex h-7 items-center gap-3 rounded-[4px] px-2',
            at === active ? 'bg-selected' : 'hover:bg-hover',
          )}
          // Before the box loses the focus to it.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onTake(option)}
        >
          <span className="truncate font-code text-12">{option.text}</span>
          {option.hint ? (
            <span className="ml-auto flex-none text-11 text-ink-3">{option.hint}</span>
          ) : null}
        </div>
      ))}
    </div>
  )
}
