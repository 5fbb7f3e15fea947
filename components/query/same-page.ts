/** Pages that every cluster has; what is below them (an object, a host) may be missing elsewhere. */
const PAGES: ReadonlySet<string> = new Set([
  'topology',
  'mtls',
  'findings',
  'routing',
  'policies',
  'gateways',
  'namespaces',
  'control-planes',
  'resources',
  'changes',
  'history',
])

/** The page of another cluster that is like the one shown. */
export function samePage(path: string, cluster: string): string {
  const page = path.split('/')[2] ?? ''
  return `/${encodeURIComponent(cluster)}/${PAGES.has(page) ? page : 'topology'}`
}
