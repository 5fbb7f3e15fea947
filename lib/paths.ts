/** Every address of the product, page and API; features link to each other only through these. */
const enc = encodeURIComponent

export type ResourceAddress = {
  readonly group: string
  readonly version: string
  readonly plural: string
  readonly namespace?: string | undefined
  readonly name: string
}

export type KindAddress = Pick<ResourceAddress, 'group' | 'version' | 'plural'>

const kindPath = ({ group, version, plural }: KindAddress): string =>
  [group || 'core', version, plural].map(enc).join('/')

const resourcePath = ({ group, version, plural, namespace, name }: ResourceAddress): string =>
  [group || 'core', version, plural, ...(namespace ? [namespace] : []), name].map(enc).join('/')

const query = (
  params: Readonly<Record<string, string | readonly string[] | undefined>>,
): string => {
  const pairs = Object.entries(params).flatMap(([key, value]) =>
    value === undefined
      ? []
      : typeof value === 'string'
        ? [[key, value]]
        : value.map((v) => [key, v]),
  )
  return pairs.length ? `?${pairs.map(([k, v]) => `${k}=${enc(v ?? '')}`).join('&')}` : ''
}

/** Reports whole, by namespace, or for the nodes that a page shows. */
type OfNodes = { readonly namespace?: readonly string[]; readonly id?: readonly string[] }

export const pages = {
  home: '/',
  topology: (
    cluster: string,
    params: {
      ns?: readonly string[]
      open?: readonly string[]
      sel?: string
      view?: 'graph' | 'table'
      find?: string
    } = {},
  ) => `/${enc(cluster)}/topology${query(params)}`,
  mtls: (cluster: string) => `/${enc(cluster)}/mtls`,
  findings: (cluster: string) => `/${enc(cluster)}/findings`,
  routing: (
    cluster: string,
    params: { ns?: readonly string[]; host?: string; find?: string; row?: string } = {},
  ) => {
    const { host, ...rest } = params
    return `/${enc(cluster)}/routing${host === undefined ? '' : `/${enc(host)}`}${query(rest)}`
  },
  policies: (
    cluster: string,
    params: {
      ns?: readonly string[]
      from?: string
      to?: string
      view?: string
      find?: string
    } = {},
  ) => `/${enc(cluster)}/policies${query(params)}`,
  gateways: (cluster: string, params: { ns?: readonly string[]; find?: string } = {}) =>
    `/${enc(cluster)}/gateways${query(params)}`,
  controlPlanes: (cluster: string) => `/${enc(cluster)}/control-planes`,
  namespaces: (cluster: string, params: { find?: string } = {}) =>
    `/${enc(cluster)}/namespaces${query(params)}`,
  /** All kinds, or the objects of one. */
  resources: (cluster: string, kind?: KindAddress) =>
    `/${enc(cluster)}/resources${kind ? `/${kindPath(kind)}` : ''}`,
  /** One object; `path` shows a field of its text. */
  resource: (
    cluster: string,
    address: ResourceAddress,
    params: { tab?: string; path?: string } = {},
  ) => `/${enc(cluster)}/resources/${resourcePath(address)}${query(params)}`,
  /** The editor of one object; `path` puts the cursor on a field. */
  edit: (cluster: string, address: ResourceAddress, params: { path?: string } = {}) =>
    `/${enc(cluster)}/changes/edit/${resourcePath(address)}${query(params)}`,
  changes: (cluster: string) => `/${enc(cluster)}/changes`,
  settings: '/settings',
  gallery: '/gallery',
}

export const api = {
  session: '/api/session',
  health: '/api/health',
  ready: '/api/ready',
  openapi: '/api/openapi.json',
  clusters: '/api/clusters',
  status: (cluster: string) => `/api/clusters/${enc(cluster)}/status`,
  topology: (
    cluster: string,
    params: { namespace?: readonly string[]; since?: string | undefined } = {},
  ) => `/api/clusters/${enc(cluster)}/topology${query(params)}`,
  mtls: (cluster: string) => `/api/clusters/${enc(cluster)}/mtls`,
  findings: (cluster: string) => `/api/clusters/${enc(cluster)}/findings`,
  workloads: (cluster: string, params: OfNodes = {}) =>
    `/api/clusters/${enc(cluster)}/workloads${query(params)}`,
  services: (cluster: string, params: OfNodes = {}) =>
    `/api/clusters/${enc(cluster)}/services${query(params)}`,
  gateways: (cluster: string, params: OfNodes = {}) =>
    `/api/clusters/${enc(cluster)}/gateways${query(params)}`,
  routes: (cluster: string, params: OfNodes = {}) =>
    `/api/clusters/${enc(cluster)}/routes${query(params)}`,
  access: (cluster: string, params: OfNodes = {}) =>
    `/api/clusters/${enc(cluster)}/access${query(params)}`,
  search: (cluster: string, q: string) => `/api/clusters/${enc(cluster)}/search${query({ q })}`,
  events: (cluster: string) => `/api/clusters/${enc(cluster)}/events`,
  resources: (
    cluster: string,
    kind: {
      readonly group: string
      readonly version: string
      readonly plural: string
      readonly namespace?: string
    },
  ) =>
    `/api/clusters/${enc(cluster)}/resources/${[kind.group || 'core', kind.version, kind.plural].map(enc).join('/')}${query({ namespace: kind.namespace })}`,
  resource: (cluster: string, address: ResourceAddress) =>
    `/api/clusters/${enc(cluster)}/resources/${resourcePath(address)}`,
  list: (cluster: string, kind: KindAddress, params: { namespace?: readonly string[] } = {}) =>
    `/api/clusters/${enc(cluster)}/lists/${kindPath(kind)}${query(params)}`,
  printed: (
    cluster: string,
    kind: KindAddress,
    params: { namespace?: readonly string[]; name?: string; continue?: string } = {},
  ) => `/api/clusters/${enc(cluster)}/printed/${kindPath(kind)}${query(params)}`,
  references: (cluster: string, { group, plural, namespace, name }: ResourceAddress) =>
    `/api/clusters/${enc(cluster)}/references${query({ group: group || 'core', plural, namespace, name })}`,
  effective: (cluster: string, of: { kind: string; namespace: string; name: string }) =>
    `/api/clusters/${enc(cluster)}/effective${query(of)}`,
  objectEvents: (cluster: string, about: { kind: string; namespace?: string; name: string }) =>
    `/api/clusters/${enc(cluster)}/object-events${query(about)}`,
  schema: (cluster: string, group: string, version: string, kind: string) =>
    `/api/clusters/${enc(cluster)}/schemas/${enc(group || 'core')}/${enc(version)}/${enc(kind)}`,
  readNamespaces: (cluster: string) => `/api/clusters/${enc(cluster)}/namespaces`,
  samples: (cluster: string) => `/api/clusters/${enc(cluster)}/samples`,
  resetSample: (cluster: string) => `/api/clusters/${enc(cluster)}/samples/reset`,
  plans: (cluster: string) => `/api/clusters/${enc(cluster)}/plans`,
  apply: (cluster: string, plan: string) =>
    `/api/clusters/${enc(cluster)}/plans/${enc(plan)}/apply`,
  changes: (cluster: string) => `/api/clusters/${enc(cluster)}/changes`,
  change: (cluster: string, change: string) =>
    `/api/clusters/${enc(cluster)}/changes/${enc(change)}`,
  revert: (cluster: string, change: string) =>
    `/api/clusters/${enc(cluster)}/changes/${enc(change)}/revert`,
}
