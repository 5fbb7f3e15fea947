'use client'
import { useMemo, useState } from 'react'
import type { Finding, Range } from '#lib/findings/finding.ts'
import { parseYaml } from '#lib/yaml/parse.ts'
import { CodeEditor } from './lazy.tsx'
import { mergeProblems, type Problem } from './problem.ts'
import { ProblemsList } from './problems-list.tsx'
import { useTextCheck } from './use-text-check.ts'
import { type PublishedSchema, yamlSchemaOf } from './yaml-schema.ts'

/** The text of one change with its problems below it. */
export function EditPane({
  label,
  text,
  base,
  schemas,
  findings,
  startPath,
  onChange,
  onReview,
}: {
  label: string
  text: string
  /** The text before anyone touched it. */
  base: string
  /** Of the kinds in the text; the same array while nothing changes. */
  schemas: readonly PublishedSchema[]
  /** What the plan says of the text, the same object while nothing changes. */
  findings: { readonly added: readonly Finding[]; readonly kept: readonly Finding[] } | undefined
  /** A field to put the cursor on. */
  startPath?: string | undefined
  onChange: (text: string) => void
  onReview: () => void
}) {
  const all = useMemo(() => (findings ? [...findings.added, ...findings.kept] : NONE), [findings])
  const check = useTextCheck(text, base, schemas, all)
  const problems = useMemo(() => {
    const placed = new Map(check.located.map((finding) => [finding.id, finding]))
    const place = (list: readonly Finding[]) => list.map((one) => placed.get(one.id) ?? one)
    return mergeProblems(
      check.now,
      check.before,
      findings && { added: place(findings.added), kept: place(findings.kept) },
    )
  }, [check.now, check.before, check.located, findings])
  const schema = useMemo(() => yamlSchemaOf(schemas), [schemas])
  const [cursor, setCursor] = useState(() => cursorAt(text, startPath))
  const go = (problem: Problem) => problem.range && setCursor({ range: problem.range })

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-8.5 flex-none items-center border-b border-hairline bg-surface px-4 text-12">
        <h2 className="font-semibold">Text</h2>
        <span className="ml-auto text-ink-3">{schemaNote(schemas)}</span>
      </div>
      <div className="min-h-0 flex-1 bg-card">
        <CodeEditor
          label={label}
          value={text}
          onChange={onChange}
          problems={problems}
          schema={schema}
          cursor={cursor}
          onReview={onReview}
        />
      </div>
      <div className="max-h-2/5 min-h-18 flex-none overflow-y-auto border-t border-hairline">
        <ProblemsList problems={problems} note={checkNote(check.took)} onGo={go} />
      </div>
    </div>
  )
}

const NONE: readonly Finding[] = []

/** The cursor goes in front of the value of the field that a link names. */
function cursorAt(text: string, path: string | undefined): { range: Range } | undefined {
  const range = path && parseYaml(text).documents[0]?.pathToRange(path)
  return range ? { range } : undefined
}

const schemaNote = (schemas: readonly PublishedSchema[]): string => {
  const [first] = schemas
  return first
    ? `${first.kind} ${first.group ? `${first.group}/` : ''}${first.version}, schema from this cluster`
    : 'The cluster publishes no schema of this kind; the dry run decides'
}

const checkNote = (took: number | undefined): string | undefined =>
  took === undefined ? undefined : `Text checked in ${Math.max(1, Math.round(took))} ms`
