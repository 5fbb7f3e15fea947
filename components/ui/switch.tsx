'use client'
import { type ReactNode, useId } from 'react'

/** On or off, at once. */
export function Switch({
  checked,
  onChange,
  children,
  disabled,
}: {
  checked: boolean
  onChange: (checked: boolean) => void
  children: ReactNode
  disabled?: boolean
}) {
  const id = useId()
  return (
    <span className="inline-flex items-center gap-2">
      <button
        type="button"
        role="switch"
        id={id}
        aria-checked={checked}
        disabled={disabled}
        onClick={() => onChange(!checked)}
        className="group h-4.5 w-8 flex-none rounded-pill border border-border bg-card p-0.5 transition-colors duration-(--quick) aria-checked:border-accent-fill aria-checked:bg-accent-fill disabled:opacity-50"
      >
        <span className="block size-3 rounded-pill bg-border forced-fill transition-transform duration-(--quick) group-aria-checked:translate-x-3.5 group-aria-checked:bg-on-accent" />
      </button>
      <label htmlFor={id}>{children}</label>
    </span>
  )
}
