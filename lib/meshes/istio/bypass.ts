import type { Bypass, InboundBypass } from '#lib/model/membership.ts'
import type { Pod } from '#lib/model/pod.ts'

const PREFIX = 'traffic.sidecar.istio.io/'

/** Annotations that decide what the proxy captures. */
export const CAPTURE_ANNOTATIONS = [
  'includeInboundPorts',
  'excludeInboundPorts',
  'includeOutboundIPRanges',
  'excludeOutboundIPRanges',
  'includeOutboundPorts',
  'excludeOutboundPorts',
].map((name) => PREFIX + name)

const items = (value: string) => value.split(',').map((item) => item.trim())

function octets(text: string): boolean {
  const parts = text.split('.')
  return parts.length === 4 && parts.every((p) => /^\d{1,3}$/.test(p) && Number(p) <= 255)
}

function isAddress6(text: string): boolean {
  if (!/^[0-9a-fA-F:.]{2,45}$/.test(text) || !text.includes(':')) return false
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  const last = groups.at(-1) ?? ''
  const size = groups.length + (last.includes('.') ? 1 : 0)
  const good = groups.every((g, i) =>
    i === groups.length - 1 && g.includes('.') ? octets(g) : /^[0-9a-fA-F]{1,4}$/.test(g),
  )
  return good && (halves.length === 2 ? size < 8 : size === 8)
}

export const isIpAddress = (text: string): boolean => octets(text) || isAddress6(text)

/** `10.0.0.0/8`. An address without a prefix length is none: the injector refuses such a pod. */
export function isCidr(text: string): boolean {
  const slash = text.indexOf('/')
  if (slash < 0) return false
  const [address, length] = [text.slice(0, slash), text.slice(slash + 1)]
  if (!/^\d{1,3}$/.test(length)) return false
  return octets(address) ? Number(length) <= 32 : isAddress6(address) && Number(length) <= 128
}

/**
 * A list of ports; `undefined` if one of them is none.
 * @see istio/istio pkg/kube/inject/validate.go, ValidateIncludeInboundPorts and its neighbours
 */
export function parsePorts(value: string): readonly number[] | undefined {
  if (value.trim() === '') return []
  const ports = items(value).map((p) => (/^\d{1,5}$/.test(p) ? Number(p) : Number.NaN))
  return ports.every((p) => p >= 0 && p <= 65535) ? ports : undefined
}

/** A list of CIDR ranges; `undefined` if one of them is none. */
export function parseRanges(value: string): readonly string[] | undefined {
  if (value.trim() === '') return []
  const ranges = items(value)
  return ranges.every(isCidr) ? ranges : undefined
}

/**
 * What annotations on the pod itself take out of its proxy. A value that does not parse does nothing here:
 * the injector refuses the pod, so none runs with it.
 */
export function bypassesOf(pod: Pod): readonly Bypass[] {
  const value = (name: string) => pod.annotations.get(PREFIX + name)
  const out: Bypass[] = []
  const inbound = parsePorts(value('excludeInboundPorts') ?? '')
  if (inbound?.length) out.push({ direction: 'inbound', ports: inbound, from: pod.ref })
  const ranges = parseRanges(value('excludeOutboundIPRanges') ?? '')
  if (ranges?.length) out.push({ direction: 'outbound', ranges, from: pod.ref })
  const outbound = parsePorts(value('excludeOutboundPorts') ?? '')
  if (outbound?.length) out.push({ direction: 'outbound', ports: outbound, from: pod.ref })
  return out
}

/** Inbound ports past the proxy: those excluded, and where a list of included ones is given all others. */
export function inboundBypassOf(pod: Pod): InboundBypass | undefined {
  const excluded = parsePorts(pod.annotations.get(`${PREFIX}excludeInboundPorts`) ?? '') ?? []
  const written = pod.annotations.get(`${PREFIX}includeInboundPorts`)?.trim()
  const included = written === undefined || written === '*' ? undefined : parsePorts(written)
  if (excluded.length === 0 && !included) return undefined
  return {
    annotation: PREFIX + (excluded.length > 0 ? 'excludeInboundPorts' : 'includeInboundPorts'),
    covers: (port) => excluded.includes(port) || (included ? !included.includes(port) : false),
  }
}
