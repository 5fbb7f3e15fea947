'use client'
import * as Radix from 'radix-ui/tabs'
import type { ReactNode } from 'react'

export type Tab = { value: string; label: ReactNode; content: ReactNode }

/** Tabs of one panel; `aside` stands right of the list. */
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
  return (
    <Radix.Root
      value={value}
      onValueChange={onChange}
      className={className ?? 'flex min-h-0 flex-1 flex-col'}
    >
      <div className="flex h-9 flex-none items-stretch border-b border-hairline bg-surface px-2">
        <Radix.List aria-label={label} className="flex items-stretch">
          {tabs.map((tab) => (
            <Radix.Trigger
              key={tab.value}
              value={tab.value}
              className="-mb-px border-b-2 border-transparent px-2.5 text-13 font-medium text-ink-2 -outline-offset-2 hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink"
            >
              {tab.label}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {aside ? <div className="ml-auto flex items-center gap-2 pr-2">{aside}</div> : null}
      </div>
      {tabs.map((tab) => (
        <Radix.Content
          key={tab.value}
          value={tab.value}
          className="min-h-0 flex-1 -outline-offset-2 data-[state=active]:flex data-[state=active]:flex-col"
        >
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}
