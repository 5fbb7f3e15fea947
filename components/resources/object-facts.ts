import { at, list, number, records, text, textMap } from '#lib/resources/field.ts'
import { parseApiVersion } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'

export type Condition = {
  readonly type: string
  readonly status: string
  readonly reason: string
  readonly message: string
  readonly since: string
  /** Of a listener, or of a route at one parent. */
  readonly of?: string
}

const conditionsIn = (value: unknown, of?: string): readonly Condition[] =>
  records(value).map(({ value: c }) => ({
    type: text(c.type) ?? '',
    status: text(c.status) ?? '',
    reason: text(c.reason) ?? '',
    message: text(c.message) ?? '',
    since: text(c.lastTransitionTime) ?? '',
    ...(of ? { of } : {}),
  }))

/** What controllers say of an object: of all of it, of each listener, and of a route at each parent. */
export function conditionsOf(object: KubernetesObject): readonly Condition[] {
  const { status } = object
  return [
    ...conditionsIn(at(status, 'conditions')),
    ...records(at(status, 'listeners')).flatMap(({ value }) =>
      conditionsIn(value.conditions, `listener ${text(value.name) ?? ''}`),
    ),
    ...records(at(status, 'parents')).flatMap(({ value }) =>
      conditionsIn(
        value.conditions,
        [text(at(value, 'parentRef', 'name')), text(at(value, 'parentRef', 'sectionName'))]
          .filter(Boolean)
          .join(' '),
      ),
    ),
    ...records(at(status, 'ancestors')).flatMap(({ value }) =>
      conditionsIn(value.conditions, text(at(value, 'ancestorRef', 'name'))),
    ),
  ]
}

export type Writer = {
  readonly manager: string
  readonly operation: string
  readonly time: string
  readonly part: string
}

/** Who wrote which part of an object, latest first; what each wrote stays folded. */
export function writersOf(object: KubernetesObject): readonly Writer[] {
  return records(at(object, 'metadata', 'managedFields'))
    .map(({ value }) => ({
      manager: text(value.manager) ?? '',
      operation: text(value.operation) ?? '',
      time: text(value.time) ?? '',
      part: text(value.subresource) ?? '',
    }))
    .sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0))
}

export const metadataOf = (object: KubernetesObject) => ({
  labels: [...textMap(object.metadata.labels)],
  annotations: [...textMap(object.metadata.annotations)],
  finalizers: list(object.metadata.finalizers).filter((f) => typeof f === 'string'),
  generation: number(object.metadata.generation),
  group: parseApiVersion(text(object.apiVersion) ?? '').group,
})
