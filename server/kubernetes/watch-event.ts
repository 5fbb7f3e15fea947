import { isRecord, record, text } from '#lib/resources/field.ts'
import type { KindId } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { statusOf } from './failure.ts'
import { project } from './projection.ts'
import { readEvent } from './read-object.ts'
import { Garbled, Refused } from './watch-session.ts'

export type WatchEvent =
  | {
      readonly type: 'put' | 'delete'
      /** As it is to be kept; undefined for what is no object. */
      readonly object: KubernetesObject | undefined
      readonly resourceVersion: string | undefined
    }
  | { readonly type: 'bookmark'; readonly resourceVersion: string; readonly endsInitial: boolean }

/**
 * What a line of a watch says.
 *
 * @throws Refused when it carries an error, Garbled when it is no JSON
 */
export function watchEvent(
  kind: KindId,
  line: Buffer,
  envelope: { readonly apiVersion: string; readonly kind: string },
): WatchEvent {
  const usual = usualEvent(kind, line)
  if (usual) return usual
  let event: unknown
  try {
    event = JSON.parse(line.toString('utf8'))
  } catch {
    // Told below, as whatever else is no event.
  }
  if (!isRecord(event)) throw new Garbled('a line of the watch is no JSON')
  const { type, object } = event
  const raw = record(object)
  const metadata = record(raw.metadata)
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return {
        type: type === 'DELETED' ? 'delete' : 'put',
        object: project(kind, raw, envelope),
        resourceVersion: text(metadata.resourceVersion),
      }
    case 'BOOKMARK': {
      const annotations = isRecord(metadata.annotations) ? metadata.annotations : {}
      return {
        type: 'bookmark',
        resourceVersion: text(metadata.resourceVersion) ?? '',
        endsInitial: annotations['k8s.io/initial-events-end'] === 'true',
      }
    }
    case 'ERROR':
      throw new Refused(statusOf(500, raw))
    default:
      // An event type that is not known yet says nothing that could be understood.
      return { type: 'bookmark', resourceVersion: '', endsInitial: false }
  }
}

/** An object as API servers write it, without parsing what nobody reads; undefined for whatever else. */
function usualEvent(kind: KindId, line: Buffer): WatchEvent | undefined {
  try {
    const { type, object } = readEvent(kind, line)
    const { resourceVersion } = object.metadata
    if (type === 'ADDED' || type === 'MODIFIED') return { type: 'put', object, resourceVersion }
    if (type === 'DELETED') return { type: 'delete', object, resourceVersion }
  } catch {
    // The whole line decides.
  }
  return undefined
}
