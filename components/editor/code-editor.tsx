'use client'
import Editor from '@monaco-editor/react'
import type * as Monaco from 'monaco-editor/editor'
import { useEffect, useId, useRef, useState } from 'react'
import type { Range } from '#lib/findings/finding.ts'
import { echoes } from './echoes.ts'
import { EDITOR_OPTIONS } from './editor-options.ts'
import { completeFrom, setUpMonaco } from './monaco-setup.ts'
import { THEME } from './monaco-theme.ts'
import type { Problem } from './problem.ts'
import type { YamlSchema } from './yaml-schema.ts'

const monaco = setUpMonaco()
const OWNER = 'meshwright'

export type CodeEditorProps = {
  /** Names the text to assistive technology, "Text of VirtualService default/demoapp". */
  readonly label: string
  readonly value: string
  readonly onChange: (text: string) => void
  readonly problems: readonly Problem[]
  readonly schema?: YamlSchema | undefined
  /** Where the cursor stands, each time another object is given: when it opens and when a problem is chosen. */
  readonly cursor?: { readonly range: Range } | undefined
  readonly onReview: () => void
  readonly readOnly?: boolean
}

/** The text of one change. Loaded through `lazy.tsx` only. */
export default function CodeEditor({
  label,
  value,
  onChange,
  problems,
  schema,
  cursor,
  onReview,
  readOnly = false,
}: CodeEditorProps) {
  const [editor, setEditor] = useState<Monaco.editor.IStandaloneCodeEditor>()
  // one model for one editor, told apart by an id of ours: names from a cluster stay out of addresses
  const path = `file:///draft/${useId().replace(/[^\w]/g, '')}.yaml`

  const review = useRef(onReview)
  // The text belongs to the editor while someone types. What comes back as `value` is mostly an echo, and may be
  // one of a few keystrokes ago: writing that into the editor would eat the keys since then.
  const sent = useRef(echoes(value))
  useEffect(() => {
    review.current = onReview
  })
  useEffect(() => {
    const model = editor?.getModel()
    if (!model || sent.current.isEcho(value) || model.getValue() === value) return
    sent.current = echoes(value)
    editor?.executeEdits('outside', [{ range: model.getFullModelRange(), text: value }])
    editor?.pushUndoStop()
  }, [editor, value])

  useEffect(() => completeFrom(schema), [schema])

  useEffect(() => {
    if (!editor) return
    const action = editor.addAction({
      id: 'meshwright.review',
      label: 'Review change',
      keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter],
      run: () => review.current(),
    })
    return () => action.dispose()
  }, [editor])

  useEffect(() => {
    const model = editor?.getModel()
    if (!model) return
    monaco.editor.setModelMarkers(model, OWNER, problems.flatMap(markerOf))
    const margin = editor?.createDecorationsCollection(marginOf(problems))
    return () => margin?.clear()
  }, [editor, problems])

  useEffect(() => {
    if (!editor || !cursor) return
    const at = { lineNumber: cursor.range.line, column: cursor.range.column }
    editor.setPosition(at)
    editor.revealPositionInCenterIfOutsideViewport(at)
    editor.focus()
  }, [editor, cursor])

  return (
    <Editor
      path={path}
      language="yaml"
      theme={THEME}
      defaultValue={value}
      onChange={(text = '') => {
        if (sent.current.isNew(text)) onChange(text)
      }}
      onMount={(mounted) => setEditor(mounted)}
      loading={null}
      keepCurrentModel={false}
      options={{ ...EDITOR_OPTIONS, ariaLabel: label, readOnly }}
    />
  )
}

const SEVERITY = {
  error: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  info: monaco.MarkerSeverity.Info,
} as const

function markerOf(problem: Problem): Monaco.editor.IMarkerData[] {
  const { range } = problem
  if (!range) return []
  return [
    {
      severity: SEVERITY[problem.severity],
      code: problem.code,
      message: problem.fix ? `${problem.message}\n${problem.fix}` : problem.message,
      startLineNumber: range.line,
      startColumn: range.column,
      endLineNumber: range.endLine,
      endColumn: Math.max(range.endColumn, range.line === range.endLine ? range.column + 1 : 1),
    },
  ]
}

/** One mark a line in the margin, of the worst that stands on it; problems come with the worst first. */
function marginOf(problems: readonly Problem[]): Monaco.editor.IModelDeltaDecoration[] {
  const lines = new Map<number, Problem>()
  for (const problem of problems)
    if (problem.range && !lines.has(problem.range.line)) lines.set(problem.range.line, problem)
  return [...lines].map(([line, problem]) => ({
    range: new monaco.Range(line, 1, line, 1),
    options: { glyphMarginClassName: `mw-margin-${problem.severity}` },
  }))
}
