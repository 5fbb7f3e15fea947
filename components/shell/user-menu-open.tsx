'use client'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { signOut } from '#components/query/session.ts'
import { type SessionAnswer, sessionQuery } from '#components/query/session-hook.ts'
import type { Trigger } from '#components/ui/first-use.tsx'
import type { MenuEntry } from '#components/ui/menu.tsx'
import OpenedMenu from '#components/ui/menu-open.tsx'
import { theme } from '#components/ui/preferences.ts'
import { pages } from '#lib/paths.ts'

/** The person's menu from its first use on. */
export default function OpenedUserMenu({
  trigger,
  onHelp,
  byKeyboard,
}: {
  trigger: Trigger
  onHelp: () => void
  byKeyboard: boolean
}) {
  const router = useRouter()
  const session = useQuery(sessionQuery()).data
  const themed = theme.use()
  const [trouble, setTrouble] = useState('')
  const leave = () => {
    setTrouble('')
    signOut().catch((error: unknown) =>
      setTrouble(error instanceof Error ? error.message : String(error)),
    )
  }
  return (
    <>
      <OpenedMenu
        trigger={trigger}
        label="You"
        side="right"
        byKeyboard={byKeyboard}
        entries={userEntries({
          session,
          themed,
          setTheme: theme.set,
          onSettings: () => router.push(pages.settings),
          onHelp,
          onLeave: leave,
        })}
      />
      {trouble ? (
        <p role="alert" className="px-1 text-center text-11 text-bad">
          {trouble}
        </p>
      ) : null}
    </>
  )
}

/** What stands in it, as data. */
export function userEntries({
  session,
  themed,
  setTheme,
  onSettings,
  onHelp,
  onLeave,
}: {
  session: SessionAnswer | undefined
  themed: ReturnType<typeof theme.get>
  setTheme: (value: ReturnType<typeof theme.get>) => void
  onSettings: () => void
  onHelp: () => void
  onLeave: () => void
}): readonly MenuEntry[] {
  return [
    {
      note: session ? (
        <>
          <b className="block truncate text-13 text-ink">{session.user.name}</b>
          {session.user.groups.length > 0 ? (
            <span className="block truncate">{session.user.groups.join(', ')}</span>
          ) : null}
          <span className="block">{rightsWords(session)}</span>
        </>
      ) : (
        'Not known yet'
      ),
    },
    { line: true },
    { heading: 'Theme' },
    {
      value: themed,
      onChange: (value: string) => setTheme(value as typeof themed),
      choices: [
        { value: 'system', label: 'As the system', glyph: 'screen' },
        { value: 'light', label: 'Light', glyph: 'sun' },
        { value: 'dark', label: 'Dark', glyph: 'moon' },
      ],
    },
    { line: true },
    { label: 'Settings', glyph: 'settings', onSelect: onSettings },
    { label: 'Keys', glyph: 'help', hint: '?', onSelect: onHelp },
    { line: true },
    { label: 'Sign out', glyph: 'person', onSelect: onLeave },
  ]
}

/** What Kubernetes decides is not repeated here: it is told where it is refused. */
export const rightsWords = ({ readOnly }: Pick<SessionAnswer, 'readOnly'>): string =>
  readOnly
    ? 'May read; this Meshwright changes nothing.'
    : 'May do what the cluster’s credentials may.'
