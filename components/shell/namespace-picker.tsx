'use client'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { Popover } from '#components/ui/popover.tsx'

const words = (chosen: readonly string[]): string =>
  chosen.length === 0
    ? 'All namespaces'
    : chosen.length === 1
      ? (chosen[0] ?? '')
      : `${chosen.length} namespaces`

/** One, several or all namespaces; the choice stands in the address. */
export function NamespacePicker({
  namespaces,
  chosen,
  onChange,
}: {
  namespaces: readonly string[]
  chosen: readonly string[]
  onChange: (chosen: readonly string[]) => void
}) {
  const [text, setText] = useState('')
  // A namespace that is gone stays listed while it is chosen, so that it can be let go.
  const all = [...new Set([...chosen, ...namespaces])].sort()
  const shown = all.filter((n) => n.includes(text.trim().toLowerCase()))
  const toggle = (name: string) =>
    onChange(chosen.includes(name) ? chosen.filter((n) => n !== name) : [...chosen, name])
  return (
    <Popover
      label="Namespaces"
      width={260}
      trigger={
        <button
          type="button"
          className="flex h-7.5 min-w-0 items-center gap-[7px] rounded-control px-2 hover:bg-hover data-[state=open]:bg-hover"
        >
          <Glyph name="namespace" className="text-ink-3" />
          <span className="max-w-40 truncate">{words(chosen)}</span>
          <Glyph name="chevronDown" className="text-ink-3" />
        </button>
      }
    >
      <input
        aria-label="Find a namespace"
        placeholder="Find a namespace"
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="mb-2 h-7 w-full rounded-control border border-border bg-card px-2 text-13"
      />
      <ul className="max-h-72 overflow-y-auto text-13">
        {shown.map((name) => (
          <li key={name}>
            <label className="flex h-7 items-center gap-2 rounded-[4px] px-1.5 text-ink hover:bg-hover">
              <input
                type="checkbox"
                checked={chosen.includes(name)}
                onChange={() => toggle(name)}
                className="size-3.5 accent-accent-fill"
              />
              <span className="min-w-0 flex-1 truncate">{name}</span>
            </label>
          </li>
        ))}
        {shown.length === 0 ? <li className="px-1.5 py-1 text-ink-3">No such namespace</li> : null}
      </ul>
      {chosen.length > 0 ? (
        <Button className="mt-2" onClick={() => onChange([])}>
          Show all namespaces
        </Button>
      ) : null}
    </Popover>
  )
}
