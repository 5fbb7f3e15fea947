export type PathStep = string | number

/** `spec.http[0].route`: the way the API server writes a path into an object. */
export const childPath = (path: string, step: PathStep): string =>
  typeof step === 'number' ? `${path}[${step}]` : path === '' ? step : `${path}.${step}`

/** The key of a list of type map, or of a map whose keys are data: `tagOverrides[foo]`. */
export const keyPath = (path: string, key: string): string => `${path}[${key}]`

/**
 * Steps of a written path. A step in brackets is an index when it is digits, else a key; a key that
 * holds dots can be written in brackets, with or without quotes: `metadata.labels["a.b/c"]`.
 */
export function parsePath(path: string): readonly PathStep[] {
  const steps: PathStep[] = []
  let at = 0
  while (at < path.length) {
    if (path[at] === '.') {
      at += 1
    } else if (path[at] === '[') {
      const quote = path[at + 1]
      const isQuoted = quote === '"' || quote === "'"
      const closing = path.indexOf(isQuoted ? `${quote}]` : ']', at + (isQuoted ? 2 : 1))
      const end = closing < 0 ? path.length : closing
      const inner = path.slice(at + (isQuoted ? 2 : 1), end)
      steps.push(!isQuoted && /^\d+$/.test(inner) ? Number(inner) : inner)
      at = end + (isQuoted ? 2 : 1)
    } else {
      let end = at
      while (end < path.length && path[end] !== '.' && path[end] !== '[') end += 1
      steps.push(path.slice(at, end))
      at = end
    }
  }
  return steps
}
