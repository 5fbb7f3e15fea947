import { at, list, number, record, text } from '#lib/resources/field.ts'
import type { ObjectEvent, ObjectEventsOf } from '#server/services.ts'
import { collectionPath, withQuery } from './api-path.ts'
import { refusal, statusOf } from './failure.ts'
import type { Requester } from './request.ts'

const MOST = 200

/**
 * What Kubernetes noted about one object, newest first. Those about cluster-scoped objects lie in `default`.
 *
 * @throws AppError when they may not be listed
 * @see kubernetes/client-go tools/record/event.go, makeEvent
 */
export async function objectEvents(
  requester: Requester,
  about: ObjectEventsOf,
): Promise<readonly ObjectEvent[]> {
  const namespace = about.namespace ?? 'default'
  const path = collectionPath({ group: '', version: 'v1', plural: 'events', namespace })
  const selector = [
    `involvedObject.kind=${escaped(about.kind)}`,
    `involvedObject.name=${escaped(about.name)}`,
  ]
  const answer = await requester.json(
    withQuery(path, { fieldSelector: selector.join(','), limit: `${MOST}` }),
  )
  if (answer.status !== 200) {
    const asked = { verb: 'list', resource: 'events', namespace }
    throw refusal({ server: requester.server, ...asked }, statusOf(answer.status, answer.body))
  }
  return list(record(answer.body).items)
    .map(eventOf)
    .sort((a, b) => (a.last < b.last ? 1 : a.last > b.last ? -1 : 0))
}

/** @see kubernetes/apimachinery pkg/fields/selector.go, EscapeValue */
const escaped = (value: string): string => value.replace(/[\\,=]/g, (c) => `\\${c}`)

const eventOf = (raw: unknown): ObjectEvent => ({
  type: text(at(raw, 'type')) ?? 'Normal',
  reason: text(at(raw, 'reason')) ?? '',
  message: text(at(raw, 'message')) ?? '',
  count: number(at(raw, 'series', 'count')) ?? number(at(raw, 'count')) ?? 1,
  last:
    text(at(raw, 'series', 'lastObservedTime')) ??
    text(at(raw, 'lastTimestamp')) ??
    text(at(raw, 'eventTime')) ??
    text(at(raw, 'metadata', 'creationTimestamp')) ??
    '',
  from: text(at(raw, 'reportingComponent')) || text(at(raw, 'source', 'component')) || '',
})
