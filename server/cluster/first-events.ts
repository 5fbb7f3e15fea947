import type { KindId } from '#lib/resources/kind.ts'
import type { Snapshot, SnapshotEvent } from '#lib/snapshot/snapshot.ts'

/**
 * The events of a connection that takes over from another to the same API server. What is known stays to be seen
 * until the new connection has read it too. A new reader never takes back what it has not read, so that is done
 * here: what it may not read goes, and what it cannot read for now is old.
 */
export class FirstEvents {
  readonly #snapshot: () => Snapshot
  readonly #begun = new Set<KindId>()

  constructor(snapshot: () => Snapshot) {
    this.#snapshot = snapshot
  }

  of(event: SnapshotEvent): readonly SnapshotEvent[] {
    const { kind } = event
    if (this.#begun.has(kind)) return [event]
    if (event.type === 'status' && event.status.state === 'failed') {
      const isKnown = (this.#snapshot().kinds.get(kind)?.size ?? 0) > 0
      const { message } = event.status
      return isKnown ? [{ ...event, status: { state: 'stale', message } }] : [event]
    }
    this.#begun.add(kind)
    return event.type === 'replace' ? [event] : [{ type: 'replace', kind, objects: [] }, event]
  }
}
