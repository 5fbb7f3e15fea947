'use client'
import dynamic from 'next/dynamic'

const Opening = () => (
  <p role="status" className="px-4 py-3 text-12 text-ink-3">
    Opening the editor…
  </p>
)

/** Monaco is a megabyte on the wire: only who opens an editor pays for it, and no server renders it. */
export const CodeEditor = dynamic(() => import('./code-editor.tsx'), {
  ssr: false,
  loading: Opening,
})

export const TextDiff = dynamic(() => import('./text-diff.tsx'), { ssr: false, loading: Opening })
