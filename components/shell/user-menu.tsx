'use client'
import { useQuery } from '@tanstack/react-query'
import { lazy, useState } from 'react'
import { sessionQuery } from '#components/query/session-hook.ts'
import { FirstUse } from '#components/ui/first-use.tsx'
import { Glyph } from '#components/ui/glyph.tsx'

const load = () => import('./user-menu-open.tsx')
const OpenedUserMenu = lazy(load)

/** Who one is, at the foot of the rail; what belongs to the person is behind it. */
export function UserMenu({ onHelp }: { onHelp: () => void }) {
  const [byKeyboard, setByKeyboard] = useState(false)
  const name = useQuery(sessionQuery()).data?.user.name
  const trigger = (
    <button
      type="button"
      title={name}
      className="grid w-full justify-items-center gap-[3px] rounded-control pt-2 pb-1.5 text-11 leading-[14px] font-medium text-ink-2 -outline-offset-2 hover:bg-hover data-[state=open]:bg-hover"
    >
      <Glyph name="person" size={18} />
      <span className="sr-only">You: </span>
      <span className="w-full max-w-17 truncate px-0.5 text-center">{name ?? 'You'}</span>
    </button>
  )
  return (
    <FirstUse trigger={trigger} popup="menu" load={load} onKeyboard={setByKeyboard}>
      <OpenedUserMenu trigger={trigger} onHelp={onHelp} byKeyboard={byKeyboard} />
    </FirstUse>
  )
}
