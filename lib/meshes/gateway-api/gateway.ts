import { at, isRecord, number, records, text } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { type LabelSelector, parseLabelSelector } from '#lib/resources/label-selector.ts'
import { type Ref, refOf } from '#lib/resources/reference.ts'
import { type Condition, generationOf, readConditions } from './conditions.ts'
import { reader } from './creation.ts'
import { normalHost } from './hostname.ts'
import { GROUP } from './kinds.ts'

/** Which namespaces something is taken from. */
export type Namespaces = {
  readonly from: 'All' | 'Same' | 'Selector' | 'None'
  readonly selector: LabelSelector | undefined
}

export type GatewayListener = {
  readonly name: string
  readonly path: string
  readonly port: number
  /** As written; compared in upper case. */
  readonly protocol: string
  readonly hostname: string
  /** `Terminate` and `Passthrough` as written; absent where the listener has no TLS. */
  readonly tls: 'Terminate' | 'Passthrough' | undefined
  readonly credential: string | undefined
  readonly allows: Namespaces
  /** `group/kind` of routes; absent means those that fit the protocol. */
  readonly kinds: readonly string[] | undefined
  /** Gateway or ListenerSet that states it, and the namespace that `Same` means. */
  readonly from: Ref
  readonly namespace: string
  readonly conditions: readonly Condition[]
}

export type Gateway = {
  readonly object: KubernetesObject
  readonly ref: Ref
  readonly namespace: string
  readonly name: string
  readonly className: string
  readonly listeners: readonly GatewayListener[]
  readonly allowsListeners: Namespaces
  readonly addresses: readonly { readonly type: string | undefined; readonly value: string }[]
  /** Addresses that the controller reports. */
  readonly reported: readonly string[]
  readonly conditions: readonly Condition[]
}

export type ListenerSet = {
  readonly object: KubernetesObject
  readonly ref: Ref
  readonly namespace: string
  readonly name: string
  readonly parent: { readonly namespace: string; readonly name: string }
  readonly listeners: readonly GatewayListener[]
}

function namespacesOf(value: unknown, otherwise: Namespaces['from']): Namespaces {
  const from = text(at(value, 'from'))
  const known = from === 'All' || from === 'Same' || from === 'Selector' || from === 'None'
  // A word that is not known here is not taken for a wider one.
  const asked = from === undefined ? otherwise : known ? from : 'None'
  return { from: asked, selector: parseLabelSelector(at(value, 'selector')) }
}

function listenersOf(object: KubernetesObject): readonly GatewayListener[] {
  const namespace = object.metadata.namespace ?? ''
  const generation = generationOf(object.metadata)
  const statuses = new Map(
    records(at(object.status, 'listeners')).map(({ value }) => [
      text(value.name),
      value.conditions,
    ]),
  )
  return records(at(object.spec, 'listeners')).flatMap(({ at: place, value }) => {
    const port = number(value.port)
    if (port === undefined) return []
    const name = text(value.name) ?? ''
    const protocol = text(value.protocol) ?? ''
    const tls = at(value, 'tls')
    const [certificate] = records(at(tls, 'certificateRefs'))
    const secret = text(certificate?.value.name)
    const owner = text(certificate?.value.namespace)
    const kinds = records(at(value, 'allowedRoutes', 'kinds')).map(
      ({ value: kind }) => `${text(kind.group) ?? GROUP}/${text(kind.kind) ?? ''}`,
    )
    return [
      {
        name,
        path: `spec.listeners[${place}]`,
        port,
        protocol,
        hostname: normalHost(text(value.hostname)),
        tls: isRecord(tls)
          ? text(at(tls, 'mode')) === 'Passthrough'
            ? ('Passthrough' as const)
            : ('Terminate' as const)
          : undefined,
        credential: secret && (owner ? `${owner}/${secret}` : secret),
        allows: namespacesOf(at(value, 'allowedRoutes', 'namespaces'), 'Same'),
        kinds: kinds.length > 0 ? kinds : undefined,
        from: refOf(object),
        namespace,
        conditions: readConditions(statuses.get(name), generation),
      },
    ]
  })
}

function parseGateway(object: KubernetesObject): Gateway {
  const { spec, status } = object
  const addresses = (value: unknown) =>
    records(value).flatMap(({ value: entry }) => {
      const address = text(entry.value)
      return address ? [{ type: text(entry.type), value: address }] : []
    })
  return {
    object,
    ref: refOf(object),
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
    className: text(at(spec, 'gatewayClassName')) ?? '',
    listeners: listenersOf(object),
    allowsListeners: namespacesOf(at(spec, 'allowedListeners', 'namespaces'), 'None'),
    addresses: addresses(at(spec, 'addresses')),
    reported: addresses(at(status, 'addresses')).map((a) => a.value),
    conditions: readConditions(at(status, 'conditions'), generationOf(object.metadata)),
  }
}

function parseListenerSet(object: KubernetesObject): ListenerSet {
  const namespace = object.metadata.namespace ?? ''
  const parent = at(object.spec, 'parentRef')
  return {
    object,
    ref: refOf(object),
    namespace,
    name: object.metadata.name,
    parent: {
      namespace: text(at(parent, 'namespace')) ?? namespace,
      name: text(at(parent, 'name')) ?? '',
    },
    listeners: listenersOf(object),
  }
}

export const readGateways = reader(parseGateway)
export const readListenerSets = reader(parseListenerSet)
