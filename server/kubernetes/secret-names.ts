import { list, record, text } from '#lib/resources/field.ts'
import type { SecretPresence } from '#server/services.ts'
import { objectPath } from './api-path.ts'
import { refusal, statusOf } from './failure.ts'
import type { Requester } from './request.ts'

// No other form is accepted: a server that has no tables answers 406, and never with the Secret itself.
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io'

/**
 * Whether a Secret is there, and of what type, without its data ever leaving the API server: it is read as a row
 * of a table, without the object. Secrets are looked up by name and never listed; what may not be looked up is
 * `not-verified`, which is not `missing`.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables
 */
export async function secretPresence(
  requester: Requester,
  namespace: string,
  name: string,
): Promise<SecretPresence> {
  const path = objectPath({ group: '', version: 'v1', plural: 'secrets', namespace, name })
  const answer = await requester.json(`${path}?includeObject=None`, { accept: TABLE })
  const asked = { server: requester.server, verb: 'get', resource: 'secrets', namespace }
  if (answer.status === 404) {
    const { details } = record(answer.body)
    // A 404 that names something else, such as a proxy's, says nothing about the Secret.
    const isAbout = text(record(details).kind) === 'secrets' || text(record(details).name) === name
    if (isAbout) return { state: 'missing' }
  }
  if (answer.status !== 200) {
    const { message } = refusal(asked, statusOf(answer.status, answer.body))
    return { state: 'not-verified', message }
  }
  const table = record(answer.body)
  if (table.kind !== 'Table' || list(table.rows).length !== 1) {
    return { state: 'not-verified', message: `${requester.server} does not answer in tables.` }
  }
  const column = list(table.columnDefinitions).findIndex((entry) => record(entry).name === 'Type')
  const cell = list(record(list(table.rows)[0]).cells)[column]
  return { state: 'present', type: text(cell) || undefined }
}
