import { type JsonBytes, Unusual } from './json-bytes.ts'
import {
  type Container,
  isMeshContainer,
  isReadVariable,
  referringContainer,
  runAs,
} from './project-pod.ts'
import type { Projected } from './projected.ts'
import { alike, only, whole } from './read-fields.ts'
import { share } from './share.ts'
import { SharedPart } from './shared-part.ts'

type Draft = { -readonly [Field in keyof Container]: Container[Field] }

/** Containers, as read with all their mounts: which of these are kept depends on the volumes, which may come later. */
export class ContainerList {
  readonly #all: readonly Container[]
  readonly #projected = new Map<string, readonly Projected[]>()

  constructor(all: readonly Container[]) {
    this.#all = all
  }

  /** What `projectContainers` would make of them. */
  projected(references: ReadonlySet<string>): readonly Projected[] {
    const sort = references.size > 0 ? JSON.stringify([...references]) : ''
    const found = this.#projected.get(sort)
    if (found) return found
    const made = share(this.#all.map((one) => referringContainer(one, references)))
    this.#projected.set(sort, made)
    return made
  }
}

export function readContainers(from: JsonBytes): ContainerList {
  const all: Container[] = []
  from.openList()
  while (from.entry()) {
    if (from.isMap) all.push(readContainer(from))
    else from.skip()
  }
  return new ContainerList(all)
}

const ARGS = alike()
const PORTS = alike()
const READINESS = alike()
const LIVENESS = alike()
const STARTUP = alike()
const SECURITY = new SharedPart((from) => runAs(from.value()))
export const readRunAs = (from: JsonBytes): Projected | undefined =>
  from.isMap ? SECURITY.read(from) : nothing(from)

/** What `projectContainer` would make of the container that comes next. */
function readContainer(from: JsonBytes): Container {
  const draft: Draft = {}
  from.openMap()
  for (let key = from.field(); key !== undefined; key = from.field()) {
    switch (key) {
      case 'name':
        // Whose variables they are decides which of them are kept.
        if (draft.env) throw new Unusual()
        draft.name = whole(from)
        break
      case 'image':
      case 'restartPolicy':
        draft[key] = whole(from)
        break
      case 'args':
        draft.args = ARGS(from)
        break
      case 'ports':
        draft.ports = PORTS(from)
        break
      case 'readinessProbe':
        draft.readinessProbe = READINESS(from)
        break
      case 'livenessProbe':
        draft.livenessProbe = LIVENESS(from)
        break
      case 'startupProbe':
        draft.startupProbe = STARTUP(from)
        break
      case 'env':
        if (!from.isList) draft.env = nothing(from)
        else if (draft.name === undefined) throw new Unusual()
        else draft.env = (isMeshContainer(draft.name) ? MESH_VARIABLES : VARIABLES).read(from)
        break
      case 'envFrom':
        draft.envFrom = whole(from)
        break
      case 'volumeMounts':
        draft.volumeMounts = readMounts(from)
        break
      case 'securityContext':
        draft.securityContext = readRunAs(from)
        break
      default:
        from.skip()
    }
  }
  return draft
}

function readMounts(from: JsonBytes): readonly Projected[] | undefined {
  if (!from.isList) return nothing(from)
  const mounts: Projected[] = []
  from.openList()
  while (from.entry()) {
    if (from.isMap) mounts.push(readMount(from))
    else from.skip()
  }
  return mounts
}

const readMount = only({ name: whole, mountPath: whole }) as (from: JsonBytes) => Projected

const VARIABLES = new SharedPart((from) => readVariables(from, false), false)
const MESH_VARIABLES = new SharedPart((from) => readVariables(from, true), false)

/** What `environment` would make of the variables that come next. */
function readVariables(from: JsonBytes, isMesh: boolean): readonly Projected[] {
  const all: Projected[] = []
  from.openList()
  while (from.entry()) {
    if (from.isMap) all.push(readVariable(from, isMesh))
    else from.skip()
  }
  return share(all)
}

function readVariable(from: JsonBytes, isMesh: boolean): Projected {
  let name = ''
  let valueAt = -1
  let valueFrom: Projected | undefined
  from.openMap()
  for (let key = from.field(); key !== undefined; key = from.field()) {
    if (key === 'name') {
      const value = whole(from)
      name = typeof value === 'string' ? value : ''
    } else if (key === 'value') {
      valueAt = from.at
      from.skip()
    } else if (key === 'valueFrom') valueFrom = from.isMap ? readReference(from) : nothing(from)
    else from.skip()
  }
  const out: Record<string, unknown> = { name }
  if (isMesh && valueAt >= 0 && isReadVariable(name)) {
    const end = from.at
    from.at = valueAt
    if (from.isText) out.value = from.common()
    from.at = end
  }
  if (valueFrom && Object.keys(valueFrom).length > 0) out.valueFrom = valueFrom
  return out
}

const readReference = only({ secretKeyRef: whole, configMapKeyRef: whole }) as (
  from: JsonBytes,
) => Projected

/** Steps over what is of another type than anybody reads. */
export function nothing(from: JsonBytes): undefined {
  from.skip()
}
