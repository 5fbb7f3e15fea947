'use client'
import { Button } from '#components/ui/button.tsx'
import { Menu } from '#components/ui/menu.tsx'
import { usePlace } from './place.tsx'
import type { Report } from './report.ts'
import { useUrlState } from './url-state.ts'

/** The rows of a page as a file or on paper, with revision, time, scope, what was not read, and a hash of the content. */
export function ExportMenu<T>({
  cluster,
  report,
}: {
  cluster?: string
  /** Asked for when somebody exports, and its columns fetched then: what is shown then, whole. */
  report: () => Report<T> | Promise<Report<T>>
}) {
  const place = usePlace().cluster
  const { all, get } = useUrlState()
  const make = async (shown: Report<T>) => {
    const { renderedNow } = await import('./export-report.ts')
    return renderedNow(shown, {
      cluster: cluster ?? place,
      scope: all('ns').join(', ') || 'all namespaces that may be read',
      filter: get('find') ?? '',
    })
  }
  const save = (as: 'csv' | 'json') => async () => {
    const shown = await report()
    const { saveReport } = await import('./export-report.ts')
    saveReport(shown.file, await make(shown), as)
  }
  const print = async () => {
    const made = await make(await report())
    const { printReport } = await import('./print-report.ts')
    printReport(made)
  }
  return (
    <Menu
      label="Export"
      align="end"
      trigger={
        <Button look="ghost" glyph="download">
          Export
        </Button>
      }
      entries={[
        { label: 'CSV', onSelect: () => void save('csv')() },
        { label: 'JSON', onSelect: () => void save('json')() },
        { label: 'Print', onSelect: () => void print() },
      ]}
    />
  )
}
