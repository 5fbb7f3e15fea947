import { Refusal } from './report.mjs'

const LIKE_IT = 'Write it like /mesh or /tools/mesh: a slash in front, none at the end.'
const SEGMENT = /^[A-Za-z0-9._~-]+$/

/** The path below which everything is served; '' for the root. Throws a Refusal that names the option at fault. */
export function parseBasePath(value, option = '--base-path') {
  const path = value?.trim() ?? ''
  if (path === '' || path === '/') return ''
  const refuse = (why) => {
    throw new Refusal(`${option} ${path}: ${why}.`, LIKE_IT)
  }
  if (/^[a-z][a-z+.-]*:/i.test(path)) refuse('this is an address, and only its path is asked for')
  if (/[?#]/.test(path)) refuse('a path has no query and no fragment')
  if (!path.startsWith('/')) refuse('a path starts with a slash')
  if (path.endsWith('/')) refuse('a path ends without a slash')
  for (const part of path.slice(1).split('/')) {
    if (part === '') refuse('there is nothing between two slashes')
    if (part === '.' || part === '..') refuse(`"${part}" is no part of a path here`)
    if (!SEGMENT.test(part))
      refuse(`"${part}" has characters other than letters, digits and . _ ~ -`)
  }
  return path
}

/** Origin under which browsers reach the server where a proxy stands in front; '' when none does. */
export function parsePublicUrl(value, basePath, option = '--public-url') {
  const text = value?.trim() ?? ''
  if (text === '') return ''
  const fix = `Write it like https://tools.example.com${basePath}.`
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Refusal(`${option} ${text}: this is no http or https address.`, fix)
  if (url.username || url.password || url.search || url.hash)
    throw new Refusal(`${option} ${url.host}: an address without user, query and fragment.`, fix)
  const path = url.pathname.replace(/\/$/, '')
  if (path !== '' && path !== basePath) {
    throw new Refusal(
      `${option} ${text}: its path is ${path}, and ${basePath ? `--base-path is ${basePath}` : 'no --base-path is given'}.`,
      `Give --base-path ${path} as well: the pages are built for it.`,
    )
  }
  return url.origin
}
