import { createHash } from 'node:crypto'
import { flag, list, record, records, text } from '#lib/resources/field.ts'
import { invalid } from './status-error.ts'
import type { StoredObject } from './store.ts'

const FIRST = (10 << 24) | (96 << 16)
const SIZE = 1 << 20
const NODE_PORTS = { first: 30_000, size: 2_768 }

/**
 * Addresses of Services out of 10.96.0.0/12 and their node ports. Derived from the name, so that the same
 * manifests give the same addresses, and moved on where one is taken.
 */
export class ServiceAddresses {
  private readonly owners = new Map<string, string>()

  /** Remembers what an object already has. */
  claim(object: StoredObject): void {
    const owner = ownerOf(object)
    const spec = record(object.spec)
    const address = text(spec.clusterIP)
    if (address && address !== 'None') this.owners.set(address, owner)
    for (const { value } of records(spec.ports))
      if (typeof value.nodePort === 'number') this.owners.set(`port ${value.nodePort}`, owner)
  }

  release(object: StoredObject): void {
    const owner = ownerOf(object)
    for (const [what, who] of this.owners) if (who === owner) this.owners.delete(what)
  }

  /**
   * The Service with an address and node ports where it must have them; `previous` keeps its own.
   *
   * @throws StatusError 422 for an address that another Service has
   */
  assign(object: StoredObject, previous?: StoredObject): StoredObject {
    const owner = ownerOf(object)
    const spec: Record<string, unknown> = { ...record(object.spec) }
    const type = text(spec.type) ?? 'ClusterIP'
    if (type === 'ExternalName') return object
    const before = record(previous?.spec)
    spec.clusterIP = text(spec.clusterIP) || text(before.clusterIP) || this.freeAddress(owner)
    const address = String(spec.clusterIP)
    const holder = address === 'None' ? undefined : this.owners.get(address)
    if (holder !== undefined && holder !== owner) {
      const message = `Invalid value: ${JSON.stringify([address])}: failed to allocate IP ${address}: provided IP is already allocated`
      throw invalid('', 'Service', object.metadata.name as string, [
        { reason: 'FieldValueInvalid', message, field: 'spec.clusterIPs' },
      ])
    }
    if (list(spec.clusterIPs).length === 0) spec.clusterIPs = [address]
    const isV6 = address.includes(':')
    if (list(spec.ipFamilies).length === 0) spec.ipFamilies = [isV6 ? 'IPv6' : 'IPv4']
    spec.ipFamilyPolicy ??= 'SingleStack'
    const needsPorts =
      type === 'NodePort' ||
      (type === 'LoadBalancer' && flag(spec.allocateLoadBalancerNodePorts) !== false)
    if (needsPorts && Array.isArray(spec.ports))
      spec.ports = this.withNodePorts(spec.ports, before, owner)
    return { ...object, spec }
  }

  private withNodePorts(ports: readonly unknown[], before: object, owner: string): unknown[] {
    const old = new Map(
      records(record(before).ports).map(({ value }) => [
        `${value.protocol}/${value.port}`,
        value.nodePort,
      ]),
    )
    const chosen = new Set<number>()
    return ports.map((port) => {
      const fields = record(port)
      const kept = fields.nodePort || old.get(`${fields.protocol}/${fields.port}`)
      if (kept) return { ...fields, nodePort: kept }
      let at = hash(`${owner}/${fields.port}`) % NODE_PORTS.size
      while (this.owners.has(`port ${NODE_PORTS.first + at}`) || chosen.has(at))
        at = (at + 1) % NODE_PORTS.size
      chosen.add(at)
      return { ...fields, nodePort: NODE_PORTS.first + at }
    })
  }

  private freeAddress(owner: string): string {
    // The first and the last addresses of a range are not given out.
    let at = 1 + (hash(owner) % (SIZE - 2))
    while (this.owners.has(dotted(FIRST + at))) at = 1 + (at % (SIZE - 2))
    return dotted(FIRST + at)
  }
}

const ownerOf = (object: StoredObject): string =>
  `${object.metadata.namespace}/${object.metadata.name}`

const hash = (value: string): number => createHash('sha1').update(value).digest().readUInt32BE(0)

const dotted = (value: number): string =>
  [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.')
