import { LineCounter, parseAllDocuments } from 'yaml'
import { KUBERNETES_SCALARS } from '#lib/yaml/scalars.ts'

export type ReadDocument = {
  /** Place among the documents of the file, from 0. */
  readonly index: number
  /** Line on which the document begins, from 1. */
  readonly line: number
  readonly value: unknown
  /** Why it cannot be read, and the line of that; `value` is undefined then. */
  readonly problem?: { readonly line: number; readonly message: string }
}

/**
 * Documents of a file as Kubernetes reads them: JSON, or YAML with the booleans and octals of YAML 1.1.
 * A document that cannot be read does not take the others with it. Empty ones are left out.
 */
export function readDocuments(content: string): readonly ReadDocument[] {
  const text = content.startsWith('\uFEFF') ? content.slice(1) : content
  const json = asJson(text)
  if (json !== undefined) return [{ index: 0, line: 1, value: json }]
  const lineCounter = new LineCounter()
  const documents = parseAllDocuments(text, {
    version: '1.1',
    schema: 'failsafe',
    customTags: KUBERNETES_SCALARS,
    merge: true,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    lineCounter,
  })
  if (!Array.isArray(documents)) return []
  return documents.flatMap((document, index): ReadDocument[] => {
    const start = document.contents?.range?.[0] ?? document.range?.[0] ?? 0
    const line = lineCounter.linePos(start).line
    const [error] = document.errors
    if (error) {
      const at = lineCounter.linePos(error.pos[0]).line
      const problem = { line: at, message: error.message }
      return [{ index, line, value: undefined, problem }]
    }
    if (document.contents === null) return []
    try {
      const value: unknown = document.toJS({ maxAliasCount: 1_000 })
      return value === null ? [] : [{ index, line, value }]
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      return [{ index, line, value: undefined, problem: { line, message } }]
    }
  })
}

/** JSON is YAML too, but its own parser is a hundred times faster. */
function asJson(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
