'use client'
import { useMemo } from 'react'
import { usePageActions } from '#components/query/page-actions.ts'
import { signOut } from '#components/query/session.ts'
import { useUrlState } from '#components/query/url-state.ts'
import { density, theme } from '#components/ui/preferences.ts'
import { type Entry, entry, type Written } from './entry.ts'

type Action = Omit<Written, 'id' | 'group'>

const copyLink = async (): Promise<string> => {
  try {
    await navigator.clipboard.writeText(window.location.href)
    return 'Link copied'
  } catch {
    return 'The browser did not allow it. The link is in the address bar.'
  }
}

/** What can be done from here: with the view, with the page, with the product. */
export function useActions(onHelp: () => void, isTopology: boolean): readonly Entry[] {
  const { get, all, set } = useUrlState()
  const offered = usePageActions()
  const find = get('find') ?? ''
  const view = get('view')
  const group = get('group') ?? 'namespace'
  const hidden = JSON.stringify(all('hide'))
  const hasNamespaces = all('ns').length > 0
  const themed = theme.use()
  const dense = density.use()
  return useMemo(() => {
    const does = (run: () => void) => () => {
      run()
      return undefined
    }
    const hide = JSON.parse(hidden) as string[]
    const actions: Action[] = []
    if (hasNamespaces)
      actions.push({
        label: 'Show all namespaces',
        glyph: 'namespace',
        run: does(() => set({ ns: undefined })),
      })
    if (find)
      actions.push({
        label: `Clear the find box: ${find}`,
        glyph: 'search',
        run: does(() => set({ find: undefined })),
      })
    if (isTopology) {
      const isTable = view === 'table'
      actions.push({
        label: isTable ? 'Show the graph' : 'Show the table',
        glyph: isTable ? 'topology' : 'table',
        keys: ['t'],
        run: does(() => set({ view: isTable ? undefined : 'table' })),
      })
      for (const [value, words] of [
        ['namespace', 'Group by namespace'],
        ['mesh', 'Group by mesh'],
        ['none', 'Do not group'],
      ] as const)
        if (value !== group)
          actions.push({
            label: words,
            glyph: 'namespace',
            run: does(() => set({ group: value === 'namespace' ? undefined : value })),
          })
      if (find)
        actions.push({
          label: `Hide what is found: ${find}`,
          glyph: 'eye',
          run: does(() => set({ hide: [...hide, find], find: undefined, sel: undefined })),
        })
      if (hide.length > 0)
        actions.push({
          label: 'Show what is hidden',
          glyph: 'eye',
          run: does(() => set({ hide: undefined })),
        })
    }
    for (const { name, run } of offered)
      actions.push({ label: name, glyph: 'arrowRight', run: does(run) })
    actions.push(
      { label: 'Edit an object…', glyph: 'edit', types: 'edit ', also: ['change', 'yaml'] },
      { label: 'Copy the link to this view', glyph: 'link', also: ['share', 'url'], run: copyLink },
      {
        label: 'Find on this page',
        glyph: 'search',
        keys: ['/'],
        also: ['filter'],
        run: does(() => setTimeout(() => window.dispatchEvent(new Event('meshwright:find')))),
      },
    )
    for (const [value, words, glyph] of [
      ['light', 'Use the light theme', 'sun'],
      ['dark', 'Use the dark theme', 'moon'],
      ['system', 'Use the theme of the system', 'screen'],
    ] as const)
      if (value !== themed)
        actions.push({
          label: words,
          glyph,
          also: ['colours', 'appearance', 'mode'],
          run: does(() => theme.set(value)),
        })
    for (const [value, words] of [
      ['roomy', 'Make rows roomy'],
      ['compact', 'Make rows compact'],
      ['auto', 'Let the length of a table decide the height of its rows'],
    ] as const)
      if (value !== dense)
        actions.push({
          label: words,
          glyph: 'table',
          also: ['density'],
          run: does(() => density.set(value)),
        })
    actions.push(
      { label: 'Keys', glyph: 'help', keys: ['?'], also: ['keyboard', 'help'], run: does(onHelp) },
      {
        label: 'Sign out',
        glyph: 'person',
        also: ['log out', 'leave'],
        run: async () => {
          try {
            await signOut()
            return undefined
          } catch (error) {
            return String(error instanceof Error ? error.message : error)
          }
        },
      },
    )
    return actions.map((action) =>
      entry({ ...action, id: `action:${action.label}`, group: 'Actions' }),
    )
  }, [hasNamespaces, find, isTopology, view, group, hidden, offered, themed, dense, set, onHelp])
}
