'use client'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Menu } from '#components/ui/menu.tsx'
import type { Exported } from './export-picture.ts'

const load = () => import('./export-picture.ts')

/** What is shown, as a file: the picture as it stands, or the graph behind it. */
export function ExportMenu({ what }: { what: () => Exported }) {
  const [failed, setFailed] = useState('')
  const save = (make: (saver: Awaited<ReturnType<typeof load>>) => void | Promise<void>) => () => {
    setFailed('')
    load()
      .then(make)
      .catch((error: unknown) => setFailed(`Nothing was saved. ${String(error)}`))
  }
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
        entries={[
          { label: 'Picture as SVG', onSelect: save(({ saveSvg }) => saveSvg(what())) },
          { label: 'Picture as PNG', onSelect: save(({ savePng }) => savePng(what())) },
          { label: 'Graph as JSON', onSelect: save(({ saveJson }) => saveJson(what())) },
        ]}
      />
    </>
  )
}
