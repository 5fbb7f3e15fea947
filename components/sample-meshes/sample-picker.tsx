'use client'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { statusQuery } from '#components/query/hooks.ts'
import { Glyph } from '#components/ui/glyph.tsx'
import { Popover } from '#components/ui/popover.tsx'

const SamplesPanel = lazy(() => import('./samples-panel.tsx'))
const Toast = lazy(() => import('./toast.tsx'))

/** Which mesh the sandbox shows, beside its name; what else it could and the way back come with the first use. */
export function SamplePicker({ cluster }: { cluster: string }) {
  const sample = useQuery(statusQuery(cluster)).data?.sample
  const [said, setSaid] = useState<{ readonly words: string; readonly at: number }>()
  if (!sample) return null
  return (
    <>
      <Popover
        label="Samples"
        width={460}
        trigger={
          <button
            type="button"
            className="flex h-7.5 min-w-0 items-center gap-[7px] rounded-control px-2 hover:bg-hover data-[state=open]:bg-hover"
          >
            <span className="sr-only">Sample, </span>
            {/* On a phone a glyph stands for the name, which is read out all the same. */}
            <Glyph name="topology" className="text-ink-3 sm:hidden" />
            <span className="max-w-40 truncate max-sm:sr-only">{sample.title}</span>
            <Glyph name="chevronDown" className="text-ink-3" />
          </button>
        }
      >
        {(close) => (
          <Suspense fallback={<p className="h-24">Reading the samples</p>}>
            <SamplesPanel
              cluster={cluster}
              onOpened={(words) => {
                close()
                setSaid({ words, at: Date.now() })
              }}
            />
          </Suspense>
        )}
      </Popover>
      {said ? (
        <Suspense>
          <Toast key={said.at} words={said.words} onGone={() => setSaid(undefined)} />
        </Suspense>
      ) : null}
    </>
  )
}
