import { type JsonBytes, Unusual } from './json-bytes.ts'
import {
  CONDITION,
  CONTAINER_STATUS,
  isReady,
  type PodSpec,
  podSpecOf,
  podStatusOf,
  projectVolumes,
  severalAddresses,
  TOKEN_VOLUME,
  type Volumes,
} from './project-pod.ts'
import type { Projected } from './projected.ts'
import { type ContainerList, nothing, readContainers, readRunAs } from './read-containers.ts'
import { type Read, whole } from './read-fields.ts'
import { share } from './share.ts'
import { SharedPart } from './shared-part.ts'

/**
 * What `projectPod` would make of the `spec` of a Pod, without parsing what replicas have in the same words. The
 * two have to agree for whatever a Pod holds.
 */
export const readPodSpec: Read = (from) => {
  if (!from.isMap) return from.value()
  const spec: { -readonly [Field in keyof PodSpec]: PodSpec[Field] } = {}
  let containers: ContainerList | undefined
  let initContainers: ContainerList | undefined
  let volumes = NO_VOLUMES
  from.openMap()
  for (let key = from.field(); key !== undefined; key = from.field()) {
    switch (key) {
      case 'nodeName':
      case 'hostNetwork':
      case 'serviceAccountName':
      case 'subdomain':
      case 'hostname':
        spec[key] = whole(from)
        break
      case 'containers':
        containers = from.isList ? CONTAINERS.read(from) : nothing(from)
        break
      case 'initContainers':
        initContainers = from.isList ? INIT_CONTAINERS.read(from) : nothing(from)
        break
      case 'volumes':
        volumes = from.isList ? VOLUMES.read(from) : (nothing(from) ?? NO_VOLUMES)
        break
      case 'securityContext':
        spec.securityContext = readRunAs(from)
        break
      default:
        from.skip()
    }
  }
  spec.containers = containers?.projected(volumes.references)
  spec.initContainers = initContainers?.projected(volumes.references)
  spec.volumes = volumes.volumes
  return podSpecOf(spec)
}

/** What `projectPod` would make of the `status` of a Pod. */
export const readPodStatus: Read = (from) => {
  if (!from.isMap) return from.value()
  let phase: unknown
  let podIP: unknown
  let hostIP: unknown
  let podIPs: readonly unknown[] | undefined
  let conditions: readonly Projected[] | undefined
  let containerStatuses: readonly Projected[] | undefined
  let initContainerStatuses: readonly Projected[] | undefined
  from.openMap()
  for (let key = from.field(); key !== undefined; key = from.field()) {
    switch (key) {
      case 'phase':
        phase = whole(from)
        break
      case 'podIP':
        podIP = from.isText ? from.text() : from.value()
        break
      case 'hostIP':
        hostIP = whole(from)
        break
      case 'podIPs':
        podIPs = readAddresses(from)
        break
      case 'conditions':
        conditions = CONDITIONS.read(from)
        break
      case 'containerStatuses':
        containerStatuses = STATUSES.read(from)
        break
      case 'initContainerStatuses':
        initContainerStatuses = INIT_STATUSES.read(from)
        break
      default:
        from.skip()
    }
  }
  return podStatusOf({
    phase,
    podIP,
    hostIP,
    podIPs,
    conditions,
    containerStatuses,
    initContainerStatuses,
  })
}

const NO_VOLUMES: Volumes = projectVolumes(undefined)

const VOLUMES = new SharedPart((from): Volumes => {
  const volumes = projectVolumes(from.value())
  // The name of this volume may be any other's in the next Pod, and somebody refers to it after all.
  for (const name of volumes.references) if (TOKEN_VOLUME.test(name)) throw new Unusual()
  return volumes
})
const CONTAINERS = new SharedPart(readContainers, false)
const INIT_CONTAINERS = new SharedPart(readContainers, false)

/** Their number decides whether anybody reads them. */
function readAddresses(from: JsonBytes): readonly unknown[] | undefined {
  if (!from.isList) return nothing(from)
  const start = from.at
  let count = 0
  from.openList()
  for (; from.entry(); count += 1) from.skip()
  if (count < 2) return undefined
  from.at = start
  return severalAddresses(from.value())
}

/** Lists of small maps that say the same in most Pods, between much that is another's in each. */
class SmallMaps {
  readonly #fields: readonly string[]
  readonly #keeps: (map: Projected) => boolean
  /** The values of the fields of the maps before: most lists are equal to those. */
  #before: unknown[] = []
  #made: readonly Projected[] | undefined
  #values: unknown[] = []

  constructor(fields: readonly string[], keeps: (map: Projected) => boolean = () => true) {
    this.#fields = fields
    this.#keeps = keeps
  }

  read(from: JsonBytes): readonly Projected[] | undefined {
    if (!from.isList) return nothing(from)
    const fields = this.#fields
    const values = this.#values
    values.length = 0
    from.openList()
    while (from.entry()) {
      if (!from.isMap) {
        from.skip()
        continue
      }
      const start = values.length
      for (let at = 0; at < fields.length; at += 1) values.push(undefined)
      from.openMap()
      for (let key = from.field(); key !== undefined; key = from.field()) {
        const at = fields.indexOf(key)
        if (at < 0) from.skip()
        else values[start + at] = whole(from)
      }
    }
    if (!this.#made || !isSame(values, this.#before)) {
      this.#made = this.#make(values)
      this.#values = this.#before
      this.#before = values
    }
    return this.#made
  }

  #make(values: readonly unknown[]): readonly Projected[] {
    const all: Projected[] = []
    const { length } = this.#fields
    for (let start = 0; start < values.length; start += length) {
      const map: Record<string, unknown> = {}
      for (const [at, field] of this.#fields.entries()) {
        if (values[start + at] !== undefined) map[field] = values[start + at]
      }
      if (this.#keeps(map)) all.push(map)
    }
    return share(all)
  }
}

function isSame(values: readonly unknown[], before: readonly unknown[]): boolean {
  if (values.length !== before.length) return false
  for (let at = 0; at < values.length; at += 1) if (values[at] !== before[at]) return false
  return true
}

const CONDITIONS = new SmallMaps(CONDITION, isReady)
const STATUSES = new SmallMaps(CONTAINER_STATUS)
const INIT_STATUSES = new SmallMaps(CONTAINER_STATUS)
