import type { IncomingHttpHeaders } from 'node:http'

/** `299 - "text"`, several of them in one header or in several. @see RFC 7234, section 5.5 */
const WARNING = /\b299 \S+ "((?:[^"\\]|\\.)*)"/g
const MOST_WARNINGS = 50

/** What the API server wants to be read although it did what was asked. */
export function warningsOf(headers: IncomingHttpHeaders): readonly string[] {
  const header: unknown = headers.warning
  const lines = Array.isArray(header) ? header : typeof header === 'string' ? [header] : []
  const texts = lines.flatMap((line) =>
    [...String(line).matchAll(WARNING)].map((match) => (match[1] ?? '').replace(/\\(.)/g, '$1')),
  )
  return [...new Set(texts)].slice(0, MOST_WARNINGS)
}
