import { invalid } from './status-error.ts'
import type { FieldValidation } from './writer.ts'

const VALIDATIONS: readonly FieldValidation[] = ['Ignore', 'Strict', 'Warn']

/**
 * `dryRun` and `fieldValidation` of a write.
 *
 * @param kind of the options, for messages: `CreateOptions`…
 * @throws StatusError 422
 */
export function writeOptions(
  query: URLSearchParams,
  kind: string,
): { readonly dryRun: boolean; readonly fieldValidation: FieldValidation } {
  const dryRun = query.getAll('dryRun').filter((value) => value !== '')
  if (dryRun.some((value) => value !== 'All'))
    throw unsupported(
      kind,
      'dryRun',
      `[${dryRun.map((value) => JSON.stringify(value)).join(',')}]`,
      '"All"',
    )
  const given = query.get('fieldValidation') ?? ''
  const fieldValidation = given === '' ? 'Warn' : VALIDATIONS.find((one) => one === given)
  if (!fieldValidation)
    throw unsupported(
      kind,
      'fieldValidation',
      JSON.stringify(given),
      '"", "Ignore", "Strict", "Warn"',
    )
  return { dryRun: dryRun.length > 0, fieldValidation }
}

export const unsupported = (kind: string, field: string, value: string, supported: string) =>
  invalid('meta.k8s.io', kind, '', [
    {
      reason: 'FieldValueNotSupported',
      message: `Unsupported value: ${value}: supported values: ${supported}`,
      field,
    },
  ])
