'use client'
import { type KeyboardEvent, type ReactNode, useId } from 'react'

export type Tab = { value: string; label: ReactNode; content: ReactNode }

const STEPS: Readonly<Record<string, (at: number, of: number) => number>> = {
  ArrowLeft: (at, of) => (at + of - 1) % of,
  ArrowRight: (at, of) => (at + 1) % of,
  Home: () => 0,
  End: (_, of) => of - 1,
}

/**
 * Tabs of one panel; `aside` stands right of the list. The list is one tab stop, and a tab that the arrows reach is
 * shown at once: @see https://www.w3.org/WAI/ARIA/apg/patterns/tabs/
 */
export function Tabs({
  tabs,
  value,
  onChange,
  label,
  aside,
  className,
}: {
  tabs: readonly Tab[]
  value: string
  onChange: (value: string) => void
  label: string
  aside?: ReactNode
  className?: string
}) {
  const id = useId()
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>, at: number) => {
    if (event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return
    const to = STEPS[event.key]?.(at, tabs.length)
    const next = to === undefined ? undefined : tabs[to]
    if (!next) return
    event.preventDefault()
    event.currentTarget.parentElement
      ?.querySelectorAll<HTMLElement>('[role="tab"]')
      [to ?? 0]?.focus()
    onChange(next.value)
  }
  return (
    <div className={className ?? 'flex min-h-0 flex-1 flex-col'}>
      <div className="flex h-9 flex-none items-stretch border-b border-hairline bg-surface px-2">
        <div role="tablist" aria-label={label} className="flex items-stretch">
          {tabs.map((tab, at) => {
            const isShown = tab.value === value
            return (
              <button
                key={tab.value}
                type="button"
                role="tab"
                id={`${id}-tab-${tab.value}`}
                aria-selected={isShown}
                aria-controls={`${id}-panel-${tab.value}`}
                tabIndex={isShown ? 0 : -1}
                onClick={() => (isShown ? undefined : onChange(tab.value))}
                onKeyDown={(event) => onKeyDown(event, at)}
                className="-mb-px border-b-2 border-transparent px-2.5 text-13 font-medium text-ink-2 -outline-offset-2 hover:text-ink aria-selected:border-accent aria-selected:text-ink"
              >
                {tab.label}
              </button>
            )
          })}
        </div>
        {aside ? <div className="ml-auto flex items-center gap-2 pr-2">{aside}</div> : null}
      </div>
      {tabs.map((tab) => (
        <div
          key={tab.value}
          role="tabpanel"
          id={`${id}-panel-${tab.value}`}
          aria-labelledby={`${id}-tab-${tab.value}`}
          hidden={tab.value !== value}
          // Text that is read with the arrows has nothing else to focus.
          // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
          tabIndex={0}
          className={
            tab.value === value ? 'flex min-h-0 flex-1 flex-col -outline-offset-2' : undefined
          }
        >
          {tab.value === value ? tab.content : null}
        </div>
      ))}
    </div>
  )
}
