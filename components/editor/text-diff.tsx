'use client'
import { DiffEditor } from '@monaco-editor/react'
import type * as Monaco from 'monaco-editor/editor'
import { useEffect, useId, useRef } from 'react'
import { EDITOR_OPTIONS } from './editor-options.ts'
import { setUpMonaco } from './monaco-setup.ts'
import { THEME } from './monaco-theme.ts'

setUpMonaco()

export type TextDiffProps = {
  readonly original: string
  readonly modified: string
  readonly originalLabel: string
  readonly modifiedLabel: string
  readonly sideBySide?: boolean
}

/** Two texts beside each other. Loaded through `lazy.tsx` only. */
export default function TextDiff({
  original,
  modified,
  originalLabel,
  modifiedLabel,
  sideBySide = true,
}: TextDiffProps) {
  const id = useId().replace(/[^\w]/g, '')
  const mounted = useRef<Monaco.editor.IStandaloneDiffEditor | null>(null)
  // The wrapper disposes models before the editor that shows them, which Monaco reports as an error: the
  // models are kept by it and let go here, after the editor.
  useEffect(
    () => () => {
      const models = mounted.current?.getModel()
      mounted.current = null
      setTimeout(() => {
        models?.original.dispose()
        models?.modified.dispose()
      })
    },
    [],
  )
  return (
    <DiffEditor
      original={original}
      modified={modified}
      language="yaml"
      originalModelPath={`file:///diff/${id}-before.yaml`}
      modifiedModelPath={`file:///diff/${id}-after.yaml`}
      keepCurrentOriginalModel
      keepCurrentModifiedModel
      theme={THEME}
      loading={null}
      onMount={(editor) => {
        mounted.current = editor
        editor.getOriginalEditor().updateOptions({ ariaLabel: originalLabel })
        editor.getModifiedEditor().updateOptions({ ariaLabel: modifiedLabel })
      }}
      options={{
        ...EDITOR_OPTIONS,
        readOnly: true,
        originalEditable: false,
        renderSideBySide: sideBySide,
        useInlineViewWhenSpaceIsLimited: false,
        renderOverviewRuler: false,
        glyphMargin: false,
        folding: false,
        renderLineHighlight: 'none',
        hideUnchangedRegions: { enabled: true, contextLineCount: 4, minimumLineCount: 8 },
      }}
    />
  )
}
