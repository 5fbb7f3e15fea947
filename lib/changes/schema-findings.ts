import type { Finding } from '#lib/findings/finding.ts'
import type { Ref } from '#lib/resources/reference.ts'
import { fromApiServer } from '#lib/yaml/field-path.ts'
import type { YamlDocument } from '#lib/yaml/parse.ts'
import { schemaWords } from './schema-words.ts'
import { textFinding } from './text-finding.ts'

/** What a validator says about one field. */
export type FieldIssue = { readonly path: string; readonly code: string; readonly message: string }

/** Violations of the schema of a kind as findings that stand on the lines of the text. */
export const schemaFindings = (
  issues: readonly FieldIssue[],
  resource: Ref | undefined,
  document: Pick<YamlDocument, 'pathToRange' | 'value'>,
): readonly Finding[] =>
  issues.map(({ path: written, code, message: said }) => {
    const { path, message } = schemaWords(code, fromApiServer(written), said, document.value)
    return textFinding({
      code,
      severity: 'error',
      layer: code === 'schema.cel' ? 'cel' : 'schema',
      resource,
      path,
      range: document.pathToRange(path),
      message,
    })
  })
