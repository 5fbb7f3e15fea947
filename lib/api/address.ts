/** Addresses as the table of endpoints writes them, with `{name}` for each parameter. */
const parameter = (part: string): string | undefined =>
  part.startsWith('{') && part.endsWith('}') ? part.slice(1, -1) : undefined

/** The parameters of an address; undefined when the address is of another shape or wrongly encoded. */
export function paramsOf(pattern: string, pathname: string): Record<string, string> | undefined {
  const wanted = pattern.split('/')
  const given = pathname.split('/')
  if (wanted.length !== given.length) return undefined
  const params: Record<string, string> = Object.create(null)
  for (const [at, part] of wanted.entries()) {
    const name = parameter(part)
    const value = given[at] ?? ''
    if (name === undefined) {
      if (part !== value) return undefined
      continue
    }
    try {
      params[name] = decodeURIComponent(value)
    } catch {
      return undefined
    }
  }
  return params
}

/** Shape without names, to compare addresses that are written in two places. */
export const shapeOf = (pattern: string): string =>
  pattern
    .split('/')
    .map((part) => (parameter(part) === undefined ? part : '{}'))
    .join('/')
