/** Which namespaces may see an object, once `exportTo` and the mesh's default are read. */
export type Reach =
  | { readonly to: 'everyone' }
  | { readonly to: 'nobody' }
  | { readonly to: 'namespaces'; readonly names: ReadonlySet<string> }

const EVERYONE: Reach = { to: 'everyone' }
const NOBODY: Reach = { to: 'nobody' }

/**
 * Reads `exportTo` of a Service, ServiceEntry or VirtualService: `*` beats everything, `~` beats names, `.` is
 * the object's own namespace. Of a mesh default only `.` and `*` are honoured, `.` first; any other default
 * shows the object to nobody.
 *
 * @param byDefault the mesh configuration's default; empty means that it says nothing, hence everyone
 * @see istio/istio pilot/pkg/model/push_context.go, initServiceRegistry and initVirtualServices
 */
export function reachOf(
  exportTo: readonly string[],
  own: string,
  byDefault: readonly string[],
): Reach {
  if (exportTo.length === 0) {
    if (byDefault.includes('.')) return { to: 'namespaces', names: new Set([own]) }
    return byDefault.length === 0 || byDefault.includes('*') ? EVERYONE : NOBODY
  }
  if (exportTo.includes('*')) return EVERYONE
  if (exportTo.includes('~')) return NOBODY
  return { to: 'namespaces', names: new Set(exportTo.map((to) => (to === '.' ? own : to))) }
}

/**
 * Things found by the namespace that asks, in the control plane's order: private, exported by name, public; each
 * group keeps the order that it was given in.
 */
export class ByReach<T> {
  readonly #public: T[] = []
  readonly #private = new Map<string, T[]>()
  readonly #exported = new Map<string, T[]>()

  add(item: T, reach: Reach, own: string): void {
    if (reach.to === 'everyone') this.#public.push(item)
    if (reach.to !== 'namespaces') return
    for (const name of reach.names) {
      const shelf = name === own ? this.#private : this.#exported
      const list = shelf.get(name)
      if (list) list.push(item)
      else shelf.set(name, [item])
    }
  }

  /** Everything that anybody sees. */
  all(): readonly T[] {
    const lists = [...this.#private.values(), ...this.#exported.values(), this.#public]
    return [...new Set(lists.flat())]
  }

  visibleTo(client: string): readonly T[] {
    const [own, given] = [this.#private.get(client), this.#exported.get(client)]
    return own || given ? [...(own ?? []), ...(given ?? []), ...this.#public] : this.#public
  }
}
