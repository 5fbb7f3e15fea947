import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { GROUP } from './kinds.ts'

type Fields = Readonly<Record<string, unknown>>

let clock = Date.UTC(2025, 5, 1)

/** An object of Gateway API, in as few words as a case needs; later ones are younger. */
export function gatewayApi(
  kind: string,
  place: string,
  spec: unknown,
  more: { readonly metadata?: Fields; readonly status?: unknown } = {},
): KubernetesObject {
  clock += 1000
  const [first = '', name] = place.split('/')
  return {
    apiVersion: `${GROUP}/v1`,
    kind,
    metadata: {
      name: name ?? first,
      ...(name === undefined ? {} : { namespace: first }),
      creationTimestamp: new Date(clock).toISOString(),
      generation: 1,
      ...more.metadata,
    },
    spec,
    ...(more.status === undefined ? {} : { status: more.status }),
  } as KubernetesObject
}

export const gatewayClass = (name = 'istio', controllerName = 'istio.io/gateway-controller') =>
  gatewayApi('GatewayClass', name, { controllerName })

export const httpListener = (more: Fields = {}) => ({
  name: 'http',
  port: 80,
  protocol: 'HTTP',
  ...more,
})

export const gateway = (
  place: string,
  listeners: readonly Fields[] = [httpListener()],
  more: Fields = {},
) => gatewayApi('Gateway', place, { gatewayClassName: 'istio', listeners, ...more })

/** A backendRef from `name:port`, or `namespace/name:port`, with a weight where one is given. */
export function backend(to: string, weight?: number): Fields {
  const [address = '', port = '80'] = to.split(':')
  const [first = '', name] = address.split('/')
  return {
    name: name ?? first,
    ...(name === undefined ? {} : { namespace: first }),
    port: Number(port),
    ...(weight === undefined ? {} : { weight }),
  }
}

export const route = (
  kind: string,
  place: string,
  parent: Fields,
  rules: readonly Fields[],
  more: Fields = {},
) => gatewayApi(kind, place, { parentRefs: [parent], rules, ...more })

export const toService = (name: string, more: Fields = {}) => ({
  group: '',
  kind: 'Service',
  name,
  ...more,
})
