/** An address elsewhere with places for what it is to be about, as whoever runs the product wrote it. */
export type LinkTemplate = { readonly name: string; readonly template: string }

/** What an object may put into a template. Links whose places it cannot fill are not shown for it. */
export const PLACES = ['cluster', 'namespace', 'kind', 'name', 'service', 'workload'] as const
export type Place = (typeof PLACES)[number]
export type Filling = Readonly<Partial<Record<Place, string>>>

const isPlace = (text: string): text is Place => (PLACES as readonly string[]).includes(text)

const MOST = 20
const LONGEST = 2000
const LONGEST_NAME = 40
const IN_BRACES = /\{([^{}]*)\}/g

/**
 * `Grafana=https://grafana.example.com/d/x?var-ns={namespace}` as name and template. Throws an Error that says what
 * is wrong with it: a template comes from a command line, and nothing but a clear word helps there.
 */
export function parseLink(written: string): LinkTemplate {
  const equals = written.indexOf('=')
  const name = written.slice(0, Math.max(0, equals)).trim()
  const template = written.slice(equals + 1).trim()
  const refuse = (why: string): never => {
    throw new Error(
      `The link "${shorten(name || written)}" cannot be used: ${why} Write --link 'Grafana=https://grafana.example.com/d/mesh?var-namespace={namespace}&var-service={service}'.`,
    )
  }
  if (equals < 1 || name === '') refuse('it needs a name, then = and an address.')
  if (name.length > LONGEST_NAME) refuse(`its name is longer than ${LONGEST_NAME} characters.`)
  if (template.length > LONGEST) refuse(`its address is longer than ${LONGEST} characters.`)
  for (const [, place = ''] of template.matchAll(IN_BRACES))
    if (!isPlace(place))
      refuse(
        `{${shorten(place)}} is no place of it; known are ${PLACES.map((p) => `{${p}}`).join(', ')}.`,
      )
  if (/[{}]/.test(template.replace(IN_BRACES, '')))
    refuse('a brace stands alone; write %7B and %7D for braces of the address itself.')
  // Where the address leads must not hang on what a cluster says.
  const [one, other] = ['a', 'b'].map((value) => urlOf(template.replace(IN_BRACES, value)))
  if (!one || !other) return refuse('it is no address.')
  if (one.protocol !== 'https:' && one.protocol !== 'http:')
    refuse('its address must begin with https:// or http://.')
  if (one.origin !== other.origin || urlOf(template.split('{')[0] ?? '')?.origin !== one.origin)
    refuse('places may stand in its path, query and fragment, not in its host.')
  if (/^[^/]*\/\/[^/?#]*@/.test(template))
    refuse('credentials in an address would be shown to everybody.')
  return { name, template }
}

/** One link in each line; what is empty is passed over. Throws for a bad one, and for two of one name. */
export function parseLinks(written: readonly string[]): readonly LinkTemplate[] {
  const links = written
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(parseLink)
  if (links.length > MOST) throw new Error(`${links.length} links are given; at most ${MOST} fit.`)
  const names = new Set<string>()
  for (const { name } of links) {
    if (names.has(name)) throw new Error(`Two links are named "${name}".`)
    names.add(name)
  }
  return links
}

/** The address for one object; undefined where it lacks something that the template asks for. */
export function fillLink(template: string, filling: Filling): string | undefined {
  let isWhole = true
  const filled = template.replace(IN_BRACES, (_, place: string) => {
    const value = isPlace(place) ? filling[place] : undefined
    // Dots alone are steps in a path, however they are written.
    if (!value || value === '.' || value === '..') isWhole = false
    return encoded(value ?? '')
  })
  return isWhole ? filled : undefined
}

/** Nothing of a value counts as a part of the address. */
const encoded = (value: string): string =>
  // Half of a pair of code units cannot be encoded.
  encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )

const WORKLOADS: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Pod',
  'Job',
  'CronJob',
])

/** What an object fills in: a Service is a service, a Deployment a workload, and others are neither. */
export const fillingOf = (object: {
  readonly cluster: string
  readonly kind: string
  readonly namespace?: string | undefined
  readonly name: string
}): Filling => ({
  cluster: object.cluster,
  kind: object.kind,
  name: object.name,
  ...(object.namespace ? { namespace: object.namespace } : {}),
  ...(object.kind === 'Namespace' ? { namespace: object.name } : {}),
  ...(object.kind === 'Service' ? { service: object.name } : {}),
  ...(WORKLOADS.has(object.kind) ? { workload: object.name } : {}),
})

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text)
