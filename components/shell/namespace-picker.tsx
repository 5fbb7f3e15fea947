'use client'
import { lazy, Suspense } from 'react'
import { Glyph } from '#components/ui/glyph.tsx'
import { Popover } from '#components/ui/popover.tsx'

const load = () => import('./namespace-list.tsx')
const NamespaceList = lazy(() => load().then((m) => ({ default: m.NamespaceList })))

const words = (chosen: readonly string[]): string =>
  chosen.length === 0
    ? 'All namespaces'
    : chosen.length === 1
      ? (chosen[0] ?? '')
      : `${chosen.length} namespaces`

export type NamespacePickerProps = {
  readonly cluster: string
  readonly namespaces: readonly string[]
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}

/** One, several or all namespaces; the choice stands in the address. */
export function NamespacePicker(props: NamespacePickerProps) {
  return (
    <Popover
      label="Namespaces"
      width={300}
      load={load}
      trigger={
        <button
          type="button"
          title={props.chosen.length > 1 ? props.chosen.join(', ') : undefined}
          className="flex h-7.5 min-w-0 items-center gap-[7px] rounded-control px-2 hover:bg-hover data-[state=open]:bg-hover"
        >
          <Glyph name="namespace" className="text-ink-3" />
          <span className="max-w-40 truncate max-sm:sr-only">{words(props.chosen)}</span>
          <Glyph name="chevronDown" className="text-ink-3" />
        </button>
      }
    >
      <Suspense fallback={<p className="text-ink-3">Namespaces…</p>}>
        <NamespaceList {...props} />
      </Suspense>
    </Popover>
  )
}
