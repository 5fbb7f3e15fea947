'use client'
import { type KeyboardEvent, useId, useMemo, useState } from 'react'
import { Button, IconButton } from '#components/ui/button.tsx'
import { counted } from '#components/ui/count.ts'
import { Marked } from '#components/ui/marked.tsx'
import { best, byText, named, rankOf, wordsOf } from '#lib/search/rank.ts'
import { starredFirst, useFavourites } from './favourites.ts'

/** More than one reads; the rest is found by typing. */
const MOST_SHOWN = 200

/** What stands in the popover of the namespace picker. */
export function NamespaceList({
  cluster,
  namespaces,
  chosen,
  onChange,
}: {
  cluster: string
  namespaces: readonly string[]
  chosen: readonly string[]
  onChange: (chosen: readonly string[]) => void
}) {
  const id = useId()
  const [text, setText] = useState('')
  const [starred, toggleStar] = useFavourites(`meshwright.namespaces:${cluster}`)
  // Where a row stands is decided when the list opens: a star must not make it jump from below the pointer.
  const [first] = useState(starred)
  const { shown, total } = useMemo(() => {
    const words = wordsOf(text)
    // A namespace that is gone stays listed while it is chosen, so that it can be let go.
    const all = starredFirst([...new Set([...chosen, ...namespaces])], first)
    if (words.length === 0)
      return {
        shown: all.slice(0, MOST_SHOWN).map((name) => ({ name, ranges: [] })),
        total: all.length,
      }
    const top = best<{
      name: string
      cost: number
      ranges: readonly (readonly [number, number])[]
    }>(MOST_SHOWN, (a, b) => a.cost - b.cost || byText(a.name, b.name))
    for (const name of all) {
      const rank = rankOf(named(name), words)
      if (rank) top.add({ name, ...rank })
    }
    const { kept, total } = top.result()
    return { shown: kept, total }
  }, [text, chosen, namespaces, first])
  const toggle = (name: string) =>
    onChange(chosen.includes(name) ? chosen.filter((n) => n !== name) : [...chosen, name])

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrows move between the controls inside
    <div onKeyDown={walkRows}>
      <input
        aria-label="Find a namespace"
        placeholder="Find a namespace"
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          const [only] = shown
          if (event.key !== 'Enter' || !only || text.trim() === '') return
          event.preventDefault()
          toggle(only.name)
        }}
        className="mb-2 h-7 w-full rounded-control border border-border bg-card px-2 text-13"
      />
      <ul className="max-h-[min(288px,46vh)] overflow-y-auto text-13" aria-label="Namespaces">
        {shown.map(({ name, ranges }) => (
          <li key={name} className="flex items-center rounded-[4px] pr-0.5 hover:bg-hover">
            <label className="flex h-7 min-w-0 flex-1 items-center gap-2 px-1.5 text-ink">
              <input
                type="checkbox"
                data-row
                checked={chosen.includes(name)}
                onChange={() => toggle(name)}
                className="size-3.5 flex-none accent-accent-fill"
              />
              <span className="min-w-0 flex-1 truncate">
                <Marked text={name} ranges={ranges} />
              </span>
            </label>
            <IconButton
              small
              glyph={starred.includes(name) ? 'starred' : 'star'}
              label={`Favourite: ${name}`}
              aria-pressed={starred.includes(name)}
              onClick={() => toggleStar(name)}
              className={starred.includes(name) ? 'text-accent' : undefined}
            />
          </li>
        ))}
        {shown.length === 0 ? <li className="px-1.5 py-1 text-ink-3">No such namespace</li> : null}
      </ul>
      {total > shown.length ? (
        <p className="px-1.5 pt-1 text-ink-3">and {total - shown.length} more; type to find them</p>
      ) : null}
      <p id={id} role="status" className="sr-only">
        {text.trim() ? counted(total, 'namespace') : ''}
      </p>
      <div className="mt-2 flex gap-2 empty:hidden">
        {chosen.length > 0 ? (
          <Button onClick={() => onChange([])}>Show all namespaces</Button>
        ) : null}
        {starred.length > 0 && !isSame(chosen, starred) ? (
          <Button glyph="starred" onClick={() => onChange(starred)}>
            Favourites
          </Button>
        ) : null}
      </div>
    </div>
  )
}

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one))

/** Up and down go from row to row, and from the box into them; Tab still reaches each star. */
function walkRows(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const rows = [
    ...event.currentTarget.querySelectorAll<HTMLElement>('input:not([type=checkbox]), [data-row]'),
  ]
  const here = event.target instanceof Element ? event.target.closest('li') : null
  const at = rows.indexOf(
    here?.querySelector<HTMLElement>('[data-row]') ?? (event.target as HTMLElement),
  )
  const next = rows[at + (event.key === 'ArrowDown' ? 1 : -1)]
  if (at < 0 || !next) return
  event.preventDefault()
  next.focus()
}
