/** Steps into an object: keys of maps and indexes of lists. */
export type Path = readonly (string | number)[]

const PLAIN_KEY = /^[A-Za-z_$][\w$-]*$/

/** `['spec', 'http', 0, 'weight']` → `spec.http[0].weight`; a key with dots is written `labels["a.b/c"]`. */
export function formatPath(path: Path): string {
  let out = ''
  for (const step of path) {
    if (typeof step === 'number') out += `[${step}]`
    else if (PLAIN_KEY.test(step)) out += out ? `.${step}` : step
    else out += `[${JSON.stringify(step)}]`
  }
  return out
}

/** The reverse of `formatPath`; `undefined` when the text is no path. An empty text is the whole document. */
export function parsePath(text: string): Path | undefined {
  const steps: (string | number)[] = []
  let at = 0
  while (at < text.length) {
    if (text[at] === '[') {
      const end = text[at + 1] === '"' ? endOfQuoted(text, at + 1) : text.indexOf(']', at)
      if (end < 0 || text[end] !== ']') return undefined
      const step = bracketed(text.slice(at + 1, end))
      if (step === undefined) return undefined
      steps.push(step)
      at = end + 1
    } else {
      if (at > 0) {
        if (text[at] !== '.') return undefined
        at += 1
      }
      const start = at
      while (at < text.length && text[at] !== '.' && text[at] !== '[') at += 1
      if (at === start) return undefined
      steps.push(text.slice(start, at))
    }
  }
  return steps
}

/**
 * A path as the API server writes it in a cause, such as `spec.http[0].route` or `metadata.labels[a.b/c]`,
 * in the form of this module. Brackets around a key carry no quotes there.
 */
export function fromApiServer(field: string): string {
  let out = ''
  for (let at = 0; at < field.length; at += 1) {
    const end = field[at] === '[' ? field.indexOf(']', at) : -1
    if (end < 0) out += field[at]
    else {
      const inside = field.slice(at + 1, end)
      out += /^\d+$/.test(inside) || inside.startsWith('"') ? `[${inside}]` : `["${inside}"]`
      at = end
    }
  }
  const path = parsePath(out.startsWith('.') ? out.slice(1) : out)
  return path === undefined ? field : formatPath(path)
}

/** Index of the bracket behind a quoted key that begins at `from`, or -1. */
function endOfQuoted(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '"') return at + 1
  }
  return -1
}

function bracketed(text: string): string | number | undefined {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  if (!text.startsWith('"')) return undefined
  try {
    const key: unknown = JSON.parse(text)
    return typeof key === 'string' ? key : undefined
  } catch {
    return undefined
  }
}
