import type { Match, TextMatch } from './match.ts'

const text = (subject: string, test: TextMatch): string => {
  switch (test.op) {
    case 'present':
      return `${subject} ${test.name} present`
    case 'absent':
      return `${subject} ${test.name} absent`
    case 'exact':
      return `${subject} ${test.name} = ${test.value ?? ''}`
    case 'prefix':
      return `${subject} ${test.name} starts with ${test.value ?? ''}`
    case 'regex':
      return `${subject} ${test.name} matches ${test.value ?? ''}`
  }
}

const pathWords = { exact: '=', prefix: 'starts with', regex: 'matches' } as const

const list = (values: readonly string[]) => values.join(' or ')

/** The conditions of one alternative, each as words of its own; the path is kept apart. */
function parts(match: Match): {
  readonly words: readonly string[]
  readonly path: string | undefined
} {
  const claims = match.claims ?? {}
  return {
    words: [
      ...(match.hosts && !match.hosts.includes('*') ? [`host ${list(match.hosts)}`] : []),
      ...(match.port === undefined ? [] : [`port ${match.port}`]),
      ...(match.methods ? [`method ${list(match.methods)}`] : []),
      ...(match.headers ?? []).map((h) => text('header', h)),
      ...(match.query ?? []).map((q) => text('query', q)),
      ...Object.keys(claims).map((name) => `token with ${name} ${list(claims[name] ?? [])}`),
      ...(match.sources ? [`from ${list(match.sources)}`] : []),
    ],
    path: match.path && `${pathWords[match.path.op]} ${match.path.value}`,
  }
}

/**
 * A condition in words, with every literal of it. What all alternatives share is said once:
 * `header x present and (path = /a, or starts with /b)`. Nothing tested is `undefined`.
 *
 * @param follows other rules come first, so nothing tested means everything else
 */
export function matchWords(
  match: readonly Match[],
  unless: string | undefined,
  follows: boolean,
): string | undefined {
  const alternatives = match.map(parts)
  const [first, ...others] = alternatives
  const shared = (first?.words ?? []).filter((w) => others.every((a) => a.words.includes(w)))
  const rests = alternatives.map(({ words, path }) => ({
    words: words.filter((w) => !shared.includes(w)),
    path,
  }))
  const isTested = rests.every(({ words, path }) => words.length > 0 || path !== undefined)
  const said = isTested ? alternativesInWords(rests) : undefined
  const base =
    said === undefined
      ? [...shared, ...(follows ? ['everything else'] : [])].join(', ')
      : shared.length === 0
        ? said
        : `${shared.join(', ')} and ${rests.length > 1 ? `(${said})` : said}`
  const words = unless === undefined ? base : `${base || 'everything'}, unless ${unless}`
  return words === '' ? undefined : words
}

type Rest = { readonly words: readonly string[]; readonly path: string | undefined }

function alternativesInWords(rests: readonly Rest[]): string | undefined {
  if (rests.length === 0) return undefined
  const pathsOnly = rests.every(({ words }) => words.length === 0)
  return rests
    .map(({ words, path }, i) => {
      const named = path === undefined ? [] : [pathsOnly && i > 0 ? path : `path ${path}`]
      return [...words, ...named].join(' and ')
    })
    .join(', or ')
}
