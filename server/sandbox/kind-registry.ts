import { resourceId, type ServedKind, type ServedVersion } from './served-kind.ts'

export type Served = { readonly kind: ServedKind; readonly version: ServedVersion }

/** The kinds that are served at this moment; definitions come and go at run time. */
export class KindRegistry {
  private readonly kinds = new Map<string, ServedKind>()

  add(kind: ServedKind): void {
    this.kinds.set(resourceId(kind), kind)
  }

  remove(group: string, plural: string): void {
    this.kinds.delete(resourceId({ group, plural }))
  }

  all(): readonly ServedKind[] {
    return [...this.kinds.values()]
  }

  find(group: string, version: string, plural: string): Served | undefined {
    const kind = this.kinds.get(resourceId({ group, plural }))
    const found = kind?.versions.find((one) => one.name === version)
    return kind && found ? { kind, version: found } : undefined
  }

  byKind(group: string, version: string, name: string): Served | undefined {
    for (const kind of this.kinds.values()) {
      if (kind.group !== group || kind.kind !== name) continue
      const found = kind.versions.find((one) => one.name === version)
      if (found) return { kind, version: found }
    }
    return undefined
  }

  get(group: string, plural: string): ServedKind | undefined {
    return this.kinds.get(resourceId({ group, plural }))
  }
}
