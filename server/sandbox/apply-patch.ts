import { isRecord } from '#lib/resources/field.ts'
import { JsonPatchFailed, jsonPatch } from './json-patch.ts'
import type { Served } from './kind-registry.ts'
import { mergePatch } from './merge-patch.ts'
import { parseJson } from './request-body.ts'
import { badRequest, StatusError } from './status-error.ts'
import { StrategicPatchFailed, strategicMergePatch } from './strategic-merge-patch.ts'

const JSON_PATCH = 'application/json-patch+json'
const MERGE_PATCH = 'application/merge-patch+json'
const STRATEGIC = 'application/strategic-merge-patch+json'

/** How objects of a kind may be patched: kinds of definitions have no merge keys. */
export const patchTypes = ({ isCustom }: Served['kind']): readonly string[] =>
  isCustom ? [JSON_PATCH, MERGE_PATCH] : [JSON_PATCH, MERGE_PATCH, STRATEGIC]

/**
 * An object as a patch makes it.
 *
 * @param sent the patch as text, of one of `patchTypes`
 * @throws StatusError 400, 422 or 500
 */
export function applyPatch(
  served: Served,
  type: string,
  before: Readonly<Record<string, unknown>>,
  sent: string,
): unknown {
  const refused = (why: string) => badRequest(`error decoding patch: ${why}`)
  const patch = parseJson(sent, refused)
  if (type === JSON_PATCH) return jsonPatched(before, patch, refused)
  if (!isRecord(patch))
    throw refused('json: cannot unmarshal into Go value of type map[string]interface {}')
  if (type === MERGE_PATCH) return mergePatch(before, patch)
  try {
    return strategicMergePatch(before, patch, served.version.schema())
  } catch (error) {
    if (!(error instanceof StrategicPatchFailed)) throw error
    throw error.code === 400
      ? badRequest(error.message)
      : new StatusError(500, undefined, error.message)
  }
}

function jsonPatched(
  before: object,
  patch: unknown,
  refused: (why: string) => StatusError,
): unknown {
  if (!Array.isArray(patch))
    throw refused('json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp')
  try {
    return jsonPatch(before, patch)
  } catch (error) {
    if (!(error instanceof JsonPatchFailed)) throw error
    throw new StatusError(
      422,
      'Invalid',
      'the server rejected our request due to an error in our request',
      {},
    )
  }
}
