'use client'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useOfferedActions } from '#components/query/page-actions.ts'
import { Button } from '#components/ui/button.tsx'
import { Menu } from '#components/ui/menu.tsx'
import type { Exported } from './export-picture.ts'

const load = () => import('./export-picture.ts')

const EXPORTS = [
  ['Picture as SVG', 'saveSvg'],
  ['Picture as PNG', 'savePng'],
  ['Graph as JSON', 'saveJson'],
] as const

/** What is shown, as a file: the picture as it stands, or the graph behind it. */
export function ExportMenu({ what }: { what: () => Exported }) {
  const [failed, setFailed] = useState('')
  const shown = useRef(what)
  shown.current = what
  const save = useCallback((make: 'saveSvg' | 'savePng' | 'saveJson') => {
    setFailed('')
    load()
      .then((saver) => saver[make](shown.current()))
      .catch((error: unknown) => setFailed(`Nothing was saved. ${String(error)}`))
  }, [])
  useOfferedActions(
    useMemo(
      () =>
        EXPORTS.map(([name, make]) => ({
          name: `Export the ${name.charAt(0).toLowerCase()}${name.slice(1)}`,
          run: () => save(make),
        })),
      [save],
    ),
  )
  return (
    <>
      <span role="status" className="text-12 text-bad">
        {failed}
      </span>
      <Menu
        align="end"
        label="Export"
        trigger={
          <Button look="ghost" glyph="download">
            Export
          </Button>
        }
        entries={EXPORTS.map(([label, make]) => ({ label, onSelect: () => save(make) }))}
      />
    </>
  )
}
