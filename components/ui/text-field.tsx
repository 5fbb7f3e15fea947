import { type ComponentProps, useId } from 'react'
import { cx } from './class-names.ts'

/** A labelled line of text. `trouble` stands below it and is read with it. */
export function TextField({
  label,
  hint,
  trouble,
  className,
  hideLabel,
  ...rest
}: {
  label: string
  hint?: string
  trouble?: string | undefined
  hideLabel?: boolean
} & ComponentProps<'input'>) {
  const id = useId()
  const below = trouble ?? hint
  return (
    <div className={className}>
      <label htmlFor={id} className={cx(hideLabel ? 'sr-only' : 'mb-1 block text-12 text-ink-2')}>
        {label}
      </label>
      <input
        id={id}
        aria-describedby={below ? `${id}-below` : undefined}
        aria-invalid={trouble ? true : undefined}
        className="h-8 w-full rounded-control border border-border bg-card px-2.5 text-13 aria-invalid:border-bad"
        {...rest}
      />
      {below ? (
        <p id={`${id}-below`} className={cx('mt-1 text-12', trouble ? 'text-bad' : 'text-ink-3')}>
          {below}
        </p>
      ) : null}
    </div>
  )
}
