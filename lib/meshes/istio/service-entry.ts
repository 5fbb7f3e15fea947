import type { EntryFacts } from '#lib/model/mesh-model.ts'
import { at, isRecord, number, records, text, textMap, texts } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { Labels } from '#lib/resources/label-selector.ts'
import { type Ref, refOf } from '#lib/resources/reference.ts'
import { reader } from './creation.ts'
import { hasMeshTls, namedPorts, type WorkloadEntry } from './workload-entry.ts'

export type EntryPort = {
  readonly number: number
  readonly name: string
  readonly protocol: string
  readonly targetPort: number
}

export type EntryEndpoint = {
  readonly at: number
  readonly address: string
  readonly ports: ReadonlyMap<string, number>
  /** Whether the control plane takes it to speak mutual TLS. */
  readonly hasMeshTls: boolean
}

export type ServiceEntry = {
  readonly object: KubernetesObject
  readonly ref: Ref
  readonly id: string
  readonly namespace: string
  readonly name: string
  readonly hosts: readonly string[]
  readonly ports: readonly EntryPort[]
  readonly endpoints: readonly EntryEndpoint[]
  readonly selector: Labels | undefined
  readonly location: 'inside' | 'outside'
  readonly resolution: string
  readonly exportTo: readonly string[]
}

/** ServiceEntries, oldest first. An absent location is MESH_EXTERNAL, an absent resolution NONE. */
export const readServiceEntries = reader((object): ServiceEntry => {
  const { spec } = object
  const namespace = object.metadata.namespace ?? ''
  const selector = at(spec, 'workloadSelector', 'labels')
  return {
    object,
    ref: refOf(object),
    id: `entry:${namespace}/${object.metadata.name}`,
    namespace,
    name: object.metadata.name,
    hosts: texts(at(spec, 'hosts')),
    ports: records(at(spec, 'ports')).flatMap(({ value }) => {
      const port = number(value.number)
      if (port === undefined) return []
      const protocol = (text(value.protocol) ?? '').toUpperCase()
      return [
        {
          number: port,
          name: text(value.name) ?? '',
          protocol,
          targetPort: number(value.targetPort) ?? port,
        },
      ]
    }),
    endpoints: records(at(spec, 'endpoints')).map(({ at: place, value }) => ({
      at: place,
      address: text(value.address) ?? '',
      ports: namedPorts(value.ports),
      hasMeshTls: hasMeshTls(textMap(value.labels), text(value.serviceAccount)),
    })),
    selector: isRecord(selector) ? textMap(selector) : undefined,
    location: text(at(spec, 'location')) === 'MESH_INTERNAL' ? 'inside' : 'outside',
    resolution: text(at(spec, 'resolution')) ?? 'NONE',
    exportTo: texts(at(spec, 'exportTo')),
  }
})

export const isLoopback = (address: string): boolean =>
  address.startsWith('127.') || address === '::1' || address === 'localhost'

type Addressed = { readonly address: string; readonly ports: ReadonlyMap<string, number> }

/** `address:port` of each endpoint for each port; those that its selector finds come after its own. */
export const endpointAddresses = (
  entry: ServiceEntry,
  selected: readonly Addressed[] = [],
): readonly string[] =>
  [...entry.endpoints, ...selected].flatMap((endpoint) =>
    entry.ports.length === 0 || endpoint.address.startsWith('unix:')
      ? [endpoint.address]
      : entry.ports.map((p) => {
          const port = endpoint.ports.get(p.name) ?? p.targetPort
          return endpoint.address.includes(':')
            ? `[${endpoint.address}]:${port}`
            : `${endpoint.address}:${port}`
        }),
  )

export const isAllLoopback = (entry: ServiceEntry): boolean =>
  entry.endpoints.length > 0 && entry.endpoints.every((e) => isLoopback(e.address))

export const entryFacts = (
  entry: ServiceEntry,
  selected: readonly WorkloadEntry[],
): EntryFacts => ({
  id: entry.id,
  ref: entry.ref,
  namespace: entry.namespace,
  name: entry.name,
  hosts: entry.hosts,
  ports: entry.ports.map((p) => p.number),
  endpoints: endpointAddresses(entry, selected),
  location: entry.location,
})
