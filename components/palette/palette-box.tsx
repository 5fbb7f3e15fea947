'use client'
import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import { Kbd } from '#components/ui/badge.tsx'
import { cx } from '#components/ui/class-names.ts'
import { counted, digits } from '#components/ui/count.ts'
import { Glyph } from '#components/ui/glyph.tsx'
import { Marked } from '#components/ui/marked.tsx'
import type { Hit, Section } from './choose.ts'
import { type Entry, GROUPS } from './entry.ts'

/** The box and its list. The focus stays in the box; the list is walked with the arrows. */
export function PaletteBox({
  typed,
  onType,
  sections,
  isSearching,
  trouble,
  said,
  isEditing,
  onTake,
}: {
  typed: string
  onType: (value: string) => void
  sections: readonly Section[]
  isSearching: boolean
  /** Why something is missing; empty when nothing is. */
  trouble: string
  /** What an action said. */
  said: string
  isEditing: boolean
  onTake: (entry: Entry, apart: boolean) => void
}) {
  const id = useId()
  /** Chosen with arrows or pointer; else the first. */
  const [chosen, setChosen] = useState<string>()
  const hits = sections.flatMap((section) => section.hits)
  const at = Math.max(
    0,
    hits.findIndex(({ entry }) => entry.id === chosen),
  )
  const active = hits[at]
  const optionId = (hit: Hit | undefined) => (hit ? `${id}-${hits.indexOf(hit)}` : undefined)
  // Names of groups have spaces, which would part one id into several.
  const groupId = (group: Section['group']) => `${id}-group-${GROUPS.indexOf(group)}`
  const activeId = optionId(active)

  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' })
  }, [activeId])

  const step = (to: number) => setChosen(hits[(to + hits.length) % hits.length]?.entry.id)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') step(at + 1)
    else if (event.key === 'ArrowUp') step(at - 1)
    else if (event.key === 'PageDown') step(Math.min(at + 8, hits.length - 1))
    else if (event.key === 'PageUp') step(Math.max(at - 8, 0))
    else if (event.key === 'Enter') {
      if (active) onTake(active.entry, event.metaKey || event.ctrlKey)
    } else return
    event.preventDefault()
  }
  const nothing = hits.length === 0 && !isSearching && typed.trim() !== ''
  return (
    <>
      <div className="flex flex-none items-center gap-2.5 border-b border-hairline px-3.5">
        <Glyph name={isEditing ? 'edit' : 'search'} className="text-ink-3" />
        <input
          type="text"
          role="combobox"
          aria-label="Jump to"
          aria-expanded={hits.length > 0}
          aria-autocomplete="list"
          aria-controls={`${id}-list`}
          aria-activedescendant={activeId}
          spellCheck={false}
          autoComplete="off"
          placeholder="An object, a page, an action, or edit …"
          value={typed}
          onChange={({ target }) => {
            setChosen(undefined)
            onType(target.value)
          }}
          onKeyDown={onKeyDown}
          className="h-12 min-w-0 flex-1 bg-transparent text-15 outline-none"
        />
        <Kbd>Esc</Kbd>
      </div>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label="What it may be"
        className="min-h-0 flex-1 scroll-py-8 overflow-y-auto p-1.5"
      >
        {sections.map(({ group, hits: own, more }) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
          <div key={group} role="group" aria-labelledby={groupId(group)} className="pb-1">
            <div
              id={groupId(group)}
              className="px-2 pt-1.5 pb-1 text-11 font-medium text-ink-3 select-none"
            >
              {isEditing ? 'Edit' : group}
            </div>
            {own.map((hit) => (
              <Option
                key={hit.entry.id}
                id={optionId(hit) ?? ''}
                hit={hit}
                isActive={hit === active}
                onPoint={() => setChosen(hit.entry.id)}
                onTake={(apart) => onTake(hit.entry, apart)}
              />
            ))}
            {more > 0 ? (
              <div className="px-2 py-1 pl-8 text-12 text-ink-3">
                and {digits(more)} more; type more of the name
              </div>
            ) : null}
          </div>
        ))}
      </div>
      {nothing || (hits.length === 0 && isEditing) ? (
        <p className="flex-none px-4 pt-2 pb-5 text-ink-2">
          {nothing
            ? `Nothing is called “${typed.trim().slice(0, 80)}”.`
            : 'Name the object whose text is to be edited.'}
        </p>
      ) : null}
      {trouble ? (
        <p role="alert" className="flex flex-none gap-2 px-3.5 pb-2 text-12 text-ink-2">
          <Glyph name="unknown" className="text-unknown" />
          {trouble}
        </p>
      ) : null}
      <div className="flex h-8 flex-none items-center gap-4 overflow-hidden border-t border-hairline bg-surface px-3.5 text-11 whitespace-nowrap text-ink-3">
        {said ? (
          <span className="font-medium text-ink">{said}</span>
        ) : (
          <>
            <Hint keys={['↑', '↓']}>choose</Hint>
            <Hint keys={['Enter']}>go</Hint>
            <span className="max-sm:hidden">
              <Hint keys={['Ctrl', 'Enter']}>in a new tab</Hint>
            </span>
            <span className="ml-auto max-sm:hidden">
              Words of name, kind and namespace: <span className="font-code">vs reviews</span>
            </span>
          </>
        )}
      </div>
      <p role="status" className="sr-only">
        {said || (isSearching ? '' : counted(hits.length, 'result'))}
      </p>
    </>
  )
}

const Hint = ({ keys, children }: { keys: readonly string[]; children: string }) => (
  <span className="inline-flex items-center gap-1">
    {keys.map((key) => (
      <Kbd key={key}>{key}</Kbd>
    ))}
    {children}
  </span>
)

function Option({
  id,
  hit: { entry, ranges },
  isActive,
  onPoint,
  onTake,
}: {
  id: string
  hit: Hit
  isActive: boolean
  onPoint: () => void
  onTake: (apart: boolean) => void
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the box's, which keeps the focus
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      className={cx(
        'flex min-h-8 items-center gap-2.5 rounded-[5px] px-2 select-none',
        isActive && 'bg-selected',
      )}
      // Pointers that do not move choose nothing: the list moves below them while one types.
      onPointerMove={isActive ? undefined : onPoint}
      onPointerDown={(event) => event.preventDefault()}
      onClick={(event) => onTake(event.metaKey || event.ctrlKey)}
    >
      <Glyph name={entry.glyph} className={isActive ? 'text-accent' : 'text-ink-3'} />
      <span className="min-w-0 flex-[0_1_auto] truncate">
        <Marked text={entry.label} ranges={ranges} />
      </span>
      {entry.hint ? (
        <span className="min-w-0 flex-[0_2_auto] truncate text-12 text-ink-3">{entry.hint}</span>
      ) : null}
      {entry.keys ? (
        <span className="ml-auto inline-flex flex-none gap-1">
          {entry.keys.map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
        </span>
      ) : null}
    </div>
  )
}
