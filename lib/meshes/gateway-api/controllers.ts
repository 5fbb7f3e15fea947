import { isReadable, objectsOf } from '#lib/model/objects.ts'
import { at, text } from '#lib/resources/field.ts'
import type { Ref } from '#lib/resources/reference.ts'
import { refOf } from '#lib/resources/reference.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import { type Condition, generationOf, readConditions } from './conditions.ts'
import { GATEWAY_CLASSES } from './kinds.ts'

/**
 * Which mesh a controller belongs to. Routes of the others are this provider's own.
 * @see istio/istio pilot/pkg/features, ManagedGatewayController; hashicorp/consul-k8s; linkerd/linkerd2
 */
const MESHES: ReadonlyMap<string, string> = new Map([
  ['istio.io/gateway-controller', 'istio'],
  ['istio.io/mesh-controller', 'istio'],
  ['istio.io/eastwest-controller', 'istio'],
  ['istio.io/unmanaged-gateway', 'istio'],
  ['consul.hashicorp.com/gateway-controller', 'consul'],
  ['linkerd.io/policy-controller', 'linkerd'],
])

export const OWN = 'gateway-api'

export const meshOfController = (controller: string | undefined): string =>
  MESHES.get(controller ?? '') ?? OWN

/** Classes that Istio makes itself, by name, where the class itself may not be read. */
const WELL_KNOWN: ReadonlyMap<string, string> = new Map([
  ['istio', 'istio.io/gateway-controller'],
  ['istio-remote', 'istio.io/unmanaged-gateway'],
  ['istio-waypoint', 'istio.io/mesh-controller'],
  ['istio-east-west', 'istio.io/eastwest-controller'],
])

export type GatewayClass = {
  readonly name: string
  readonly ref: Ref | undefined
  readonly controller: string | undefined
  /** The class may not be read and is told by its name. */
  readonly isAssumed: boolean
  readonly conditions: readonly Condition[]
}

/** Looks a class up by name. A name that nobody defined has no controller: nothing serves its Gateways. */
export function gatewayClasses(snapshot: Snapshot): (name: string) => GatewayClass {
  const known = new Map<string, GatewayClass>()
  for (const object of objectsOf(snapshot, GATEWAY_CLASSES))
    known.set(object.metadata.name, {
      name: object.metadata.name,
      ref: refOf(object),
      controller: text(at(object.spec, 'controllerName')),
      isAssumed: false,
      conditions: readConditions(at(object.status, 'conditions'), generationOf(object.metadata)),
    })
  const readable = isReadable(snapshot, GATEWAY_CLASSES)
  return (name) =>
    known.get(name) ?? {
      name,
      ref: undefined,
      controller: WELL_KNOWN.get(name),
      isAssumed: !readable || WELL_KNOWN.has(name),
      conditions: [],
    }
}
