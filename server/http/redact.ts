import type { Endpoint } from '#lib/api/endpoints.ts'
import { isRecord, list, record } from '#lib/resources/field.ts'
import type { Identity } from '#server/services.ts'

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/** A secret keeps its name and type, never its values, not even those that an annotation repeats. */
function withoutValues(object: unknown): unknown {
  if (!isRecord(object) || object.kind !== 'Secret' || object.apiVersion !== 'v1') return object
  const { data: _data, stringData: _stringData, ...rest } = object
  const metadata = record(object.metadata)
  const { [LAST_APPLIED]: _applied, ...annotations } = record(metadata.annotations)
  return { ...rest, metadata: { ...metadata, annotations } }
}

const twoSides = (change: unknown): unknown => {
  if (!isRecord(change)) return change
  const secret = [change.before, change.after].some(
    (side) => isRecord(side) && side.kind === 'Secret' && side.apiVersion === 'v1',
  )
  return secret
    ? {
        ...change,
        before: withoutValues(change.before),
        after: withoutValues(change.after),
        diff: '',
      }
    : change
}

const OBJECTS_IN: Readonly<Record<string, (answer: Record<string, unknown>) => unknown>> = {
  resource: withoutValues,
  clusterResource: withoutValues,
  resources: (answer) => ({ ...answer, items: list(answer.items).map(withoutValues) }),
  plans: (answer) => ({ ...answer, changes: list(answer.changes).map(twoSides) }),
  revert: (answer) => ({ ...answer, changes: list(answer.changes).map(twoSides) }),
  change: (answer) => ({ ...answer, results: list(answer.results).map(twoSides) }),
}

/**
 * The one place between what the server knows and what a person may read. With the launch token the person is the
 * one whose kubeconfig reads the cluster, so all that was read is theirs; values of secrets leave for nobody.
 */
export function redact<T>(endpoint: Endpoint, answer: T, _identity: Identity | undefined): T {
  const clean = OBJECTS_IN[endpoint.id]
  return clean && isRecord(answer) ? (clean(answer) as T) : answer
}
