import { covers, overlap } from '#lib/meshes/istio/hosts.ts'
import { addTo } from '#lib/resources/multi-map.ts'

type EgressHost = { readonly host: string; readonly path: string }

const ANY = '*'

/**
 * The hosts of one egress listener. `namespace/dnsName` takes in: `.` is the workload's namespace and `*` any. A
 * `~` before the namespace takes out again, and alone it means any namespace, so that `~/*` imports nothing.
 * An entry without exactly one slash says nothing.
 * Before 1.31 no entry takes out: `~books` is then a namespace like others, of which there is none.
 *
 * @see istio/istio pilot/pkg/model/sidecar.go, hostClassification; istio/istio#60581 for exclusion
 * @see https://istio.io/latest/news/releases/1.31.x/announcing-1.31/change-notes "Traffic Management"
 */
export class EgressHosts {
  readonly #included = new Map<string, EgressHost[]>()
  readonly #excluded = new Map<string, EgressHost[]>()

  /**
   * @param path where the list stands, for example `spec.egress[0].hosts`
   * @param excludes whether the control plane knows entries that take out
   */
  constructor(hosts: readonly string[], namespace: string, path: string, excludes = true) {
    for (const [place, written] of hosts.entries()) {
      const [owner, host, more] = written.split('/')
      if (owner === undefined || host === undefined || more !== undefined) continue
      const isExcluded = owner.startsWith('~')
      if (isExcluded && !excludes) continue
      const name = isExcluded ? owner.slice(1) || ANY : owner
      const entry = { host, path: `${path}[${place}]` }
      addTo(isExcluded ? this.#excluded : this.#included, name === '.' ? namespace : name, entry)
    }
  }

  /** The entry that imports a service of a namespace; `undefined` where none does, or another takes it out. */
  importsService(namespace: string, host: string): string | undefined {
    return this.#imports(namespace, host, covers)
  }

  /**
   * The same for a host of a VirtualService. A wildcard there also matches an entry that is narrower than it:
   * `*.books.svc.cluster.local` is imported by `books/reviews.books.svc.cluster.local`.
   */
  importsRoute(namespace: string, host: string): string | undefined {
    return this.#imports(namespace, host, (entry, h) => overlap(entry, h) !== undefined)
  }

  #imports(
    namespace: string,
    host: string,
    matches: (entry: string, host: string) => boolean,
  ): string | undefined {
    const takes = (entry: EgressHost) => matches(entry.host, host)
    const path = (
      this.#included.get(namespace)?.find(takes) ?? this.#included.get(ANY)?.find(takes)
    )?.path
    if (path === undefined) return undefined
    const isOut = (entry: EgressHost) => covers(entry.host, host)
    return this.#excluded.get(namespace)?.some(isOut) || this.#excluded.get(ANY)?.some(isOut)
      ? undefined
      : path
  }
}
