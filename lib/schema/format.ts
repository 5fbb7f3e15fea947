import { matcher } from './pattern.ts'

const PATTERNS: ReadonlyMap<string, string> = new Map([
  [
    'date-time',
    '^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt]| )[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:?[0-9]{2})$',
  ],
  ['date', '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'],
  ['byte', '^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)?$'],
  ['uuid', '^(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$'],
  [
    'duration',
    '^[-+]?(0|([0-9]+(\\.[0-9]*)?\\s*(ns|us|µs|ms|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?)\\s*)+)$',
  ],
  [
    'hostname',
    '^([a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?)(\\.[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?)*\\.?$',
  ],
  ['email', '^[^@\\s]+@[^@\\s]+$'],
  ['mac', '^([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}$'],
])

/**
 * Whether a text has one of the formats that the API server checks; formats it does not know hold.
 *
 * @see k8s.io/apiextensions-apiserver/pkg/apiserver/validation/formats.go
 */
export function hasFormat(format: string, value: string): boolean {
  if (format === 'ipv4') return isIpv4(value)
  if (format === 'ipv6') return isIpv6(value)
  if (format === 'cidr') return isCidr(value)
  if (format === 'uri') return isUri(value)
  const pattern = PATTERNS.get(format)
  if (pattern === undefined) return true
  if (!(matcher(pattern)?.(value) ?? true)) return false
  return format === 'date' || format === 'date-time' ? isDate(value) : true
}

function isDate(value: string): boolean {
  const month = Number(value.slice(5, 7))
  const day = Number(value.slice(8, 10))
  const days = new Date(Date.UTC(Number(value.slice(0, 4)), month, 0)).getUTCDate()
  if (month < 1 || month > 12 || day < 1 || day > days) return false
  return (
    value.length === 10 || (Number(value.slice(11, 13)) < 24 && Number(value.slice(14, 16)) < 60)
  )
}

function isIpv4(value: string): boolean {
  const parts = value.split('.')
  return (
    parts.length === 4 &&
    parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)
  )
}

function isIpv6(value: string): boolean {
  const halves = value.split('::')
  if (halves.length > 2 || !value.includes(':')) return false
  let groups = 0
  for (const [at, half] of halves.entries()) {
    if (half === '') continue
    for (const [index, part] of half.split(':').entries()) {
      const isLast = at === halves.length - 1 && index === half.split(':').length - 1
      if (isLast && part.includes('.') && isIpv4(part)) groups += 2
      else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) groups += 1
      else return false
    }
  }
  return halves.length === 2 ? groups < 8 : groups === 8
}

function isCidr(value: string): boolean {
  const [address = '', bits = '', ...rest] = value.split('/')
  if (rest.length > 0 || !/^\d{1,3}$/.test(bits)) return false
  return isIpv4(address) ? Number(bits) <= 32 : isIpv6(address) && Number(bits) <= 128
}

/** Go's url.ParseRequestURI: an absolute address, or a path that starts with a slash. */
const isUri = (value: string): boolean =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  !/[\u0000-\u0020\u007f]/.test(value) && /^(\/|[A-Za-z][A-Za-z0-9+.-]*:)/.test(value)
