import { isEqual } from '#lib/snapshot/same-content.ts'
import type { KindRegistry } from './kind-registry.ts'
import { decode, type Entry, type ObjectStore } from './store.ts'

/** An object that is not as the manifests have it. */
export type ChangedObject = {
  readonly op: 'created' | 'changed' | 'deleted'
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** Remembers what is stored now; answers later what is no longer so. */
export function changedObjects(
  store: ObjectStore,
  registry: KindRegistry,
): () => readonly ChangedObject[] {
  const loaded = new Map(store.resources().map((resource) => [resource, store.list(resource)]))
  return () =>
    [...new Set([...loaded.keys(), ...store.resources()])].flatMap((resource) => {
      const before = loaded.get(resource) ?? []
      const after = store.list(resource)
      // Lists are kept as long as nothing is written to them.
      if (before === after) return []
      const told = (op: ChangedObject['op'], { namespace, name }: Entry): ChangedObject => ({
        op,
        kind: kindOf(registry, resource),
        namespace,
        name,
      })
      const old = new Map(before.map((entry) => [keyOf(entry), entry]))
      const changes = after.flatMap((entry): ChangedObject[] => {
        const was = old.get(keyOf(entry))
        old.delete(keyOf(entry))
        if (!was) return [told('created', entry)]
        return isSame(was, entry) ? [] : [told('changed', entry)]
      })
      return [...changes, ...[...old.values()].map((entry) => told('deleted', entry))]
    })
}

const keyOf = ({ namespace, name }: Entry): string => `${namespace}/${name}`

function kindOf(registry: KindRegistry, resource: string): string {
  const slash = resource.lastIndexOf('/')
  const plural = resource.slice(slash + 1)
  return registry.get(resource.slice(0, slash), plural)?.kind ?? plural
}

/** What a server counts and stamps is no difference: an object put back as it was is as it was. */
function isSame(before: Entry, after: Entry): boolean {
  return before === after || isEqual(content(before), content(after))
}

function content(entry: Entry): unknown {
  const { metadata, ...rest } = decode(entry)
  const { resourceVersion, generation, uid, creationTimestamp, managedFields, ...own } = metadata
  return { metadata: own, ...rest }
}
