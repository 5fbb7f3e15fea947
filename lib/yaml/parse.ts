import { Composer, Parser, type YAMLError } from 'yaml'
import { formatPath, parsePath } from './field-path.ts'
import { excessOf } from './limits.ts'
import { type NodeIssue, type Span, valueOfNode } from './node-value.ts'
import { whyNotAResource, whyTextIsNoResource } from './not-a-resource.ts'
import { positionsOf, type TextRange } from './position.ts'
import { KUBERNETES_SCALARS } from './scalars.ts'

export type YamlCode =
  | 'yaml.syntax'
  | 'yaml.duplicate-key'
  | 'yaml.null-field'
  | 'yaml.not-a-resource'

export type YamlIssue = {
  readonly code: YamlCode
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly fix?: string
  readonly path?: string
  readonly range: TextRange
  /** Index in `documents`; absent when the text could not be split. */
  readonly document?: number
}

export type YamlDocument = {
  /** `undefined` when the document cannot be read; plain JSON values else. */
  readonly value: unknown
  readonly range: TextRange
  /** The field's key and value; the nearest field above it when the path names nothing that is written. */
  readonly pathToRange: (path: string) => TextRange | undefined
  readonly nullFields: readonly string[]
}

export type ParsedYaml = {
  readonly documents: readonly YamlDocument[]
  readonly findings: readonly YamlIssue[]
}

/**
 * What stands in an editor, as Kubernetes would read it: one or more documents, JSON included.
 * Never throws; what cannot be read is a finding. Empty documents (comments only) are left out.
 */
export function parseYaml(text: string): ParsedYaml {
  const range = positionsOf(text)
  const failed = (message: string, start: number, end: number): ParsedYaml => ({
    documents: [],
    findings: [{ code: 'yaml.syntax', severity: 'error', message, range: range(start, end) }],
  })
  try {
    const excess = excessOf(text)
    if (excess) return failed(excess.message, excess.offset, excess.offset + excess.length)
    return compose(text, range)
  } catch (error) {
    // the library recurses on nodes; limits come first, this is the net below them
    return failed(`The text cannot be read: ${String((error as Error)?.message ?? error)}`, 0, 0)
  }
}

function compose(text: string, range: (start: number, end: number) => TextRange): ParsedYaml {
  const documents: YamlDocument[] = []
  const findings: YamlIssue[] = []
  const composer = new Composer({
    version: '1.1',
    schema: 'failsafe',
    customTags: KUBERNETES_SCALARS,
    merge: false,
    uniqueKeys: false, // quadratic in the library; keys are compared in node-value.ts
    strict: true,
    prettyErrors: false,
    logLevel: 'silent',
  })
  for (const document of composer.compose(new Parser().parse(text))) {
    const [start, end] = [document.range[0], document.range[1]]
    const index = documents.length
    // an unknown tag is a warning of the library, yet the value would silently be another
    const problems = [...document.errors, ...document.warnings]
    if (problems.length > 0) {
      const source = text.slice(start, document.range[2])
      const other = whyTextIsNoResource(source)
      if (other)
        findings.push({
          ...other,
          code: 'yaml.not-a-resource',
          severity: 'error',
          range: range(start, start + 1),
          document: index,
        })
      findings.push(...syntaxIssues(problems, text, range, index))
      documents.push({
        value: undefined,
        range: range(start, end),
        pathToRange: () => undefined,
        nullFields: [],
      })
      continue
    }
    if (document.contents === null) continue
    const { value, spans, issues } = valueOfNode(document.contents)
    if (value === null) continue
    const other = whyNotAResource(value, text.slice(start, end))
    if (other)
      findings.push({
        ...other,
        code: 'yaml.not-a-resource',
        severity: 'error',
        range: range(start, Math.min(end, endOfLine(text, start))),
        document: index,
      })
    for (const issue of issues) findings.push(fromNode(issue, range, index))
    documents.push({
      value: issues.some((issue) => issue.code !== 'yaml.null-field') ? undefined : value,
      range: range(start, end),
      pathToRange: (path) => rangeOfPath(path, spans, range),
      nullFields: issues.flatMap((issue) => (issue.code === 'yaml.null-field' ? [issue.path] : [])),
    })
  }
  return { documents, findings }
}

/** One marker a line: later errors of a broken line follow from the first. */
function syntaxIssues(
  problems: readonly YAMLError[],
  text: string,
  range: (start: number, end: number) => TextRange,
  document: number,
): YamlIssue[] {
  const out = new Map<number, YamlIssue>()
  for (const problem of problems) {
    const where = range(problem.pos[0], Math.min(problem.pos[1], endOfLine(text, problem.pos[0])))
    if (out.has(where.line)) continue
    out.set(where.line, {
      code: 'yaml.syntax',
      severity: 'error',
      message: `line ${where.line}: ${problem.message}`,
      range: where,
      document,
    })
  }
  return [...out.values()].slice(0, 20)
}

function fromNode(
  issue: NodeIssue,
  range: (start: number, end: number) => TextRange,
  document: number,
): YamlIssue {
  const where = range(issue.span[0], issue.span[1])
  const first = issue.first && range(issue.first[0], issue.first[1])
  return {
    code: issue.code,
    severity: issue.code === 'yaml.null-field' ? 'warning' : 'error',
    message: first
      ? `${issue.message}: on line ${first.line} and on line ${where.line}.`
      : issue.message,
    ...(issue.code === 'yaml.duplicate-key' ? { fix: 'Keep one of the two.' } : {}),
    path: issue.path,
    range: where,
    document,
  }
}

function rangeOfPath(
  path: string,
  spans: ReadonlyMap<string, Span>,
  range: (start: number, end: number) => TextRange,
): TextRange | undefined {
  const steps = parsePath(path)
  if (!steps) return undefined
  for (let length = steps.length; length >= 0; length -= 1) {
    const span = spans.get(formatPath(steps.slice(0, length)))
    if (!span) continue
    const [start, end] = [span.key?.[0] ?? span.value[0], span.value[1]]
    // a field that is absent is marked at the key of the one that lacks it, not over its whole body
    if (length < steps.length && span.key) return range(span.key[0], span.key[1])
    return range(start, end)
  }
  return undefined
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}
