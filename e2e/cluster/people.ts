import { randomBytes } from 'node:crypto'
import type { ApiClient } from './api-client.ts'

/** Who can sign in to the control plane. */
export const PEOPLE = {
  admin: { user: 'admin', groups: ['system:masters'] },
  viewer: { user: 'viewer', groups: ['viewers'] },
  teamA: { user: 'team-a', groups: ['team-a'] },
  teamB: { user: 'team-b', groups: ['team-b'] },
} as const

export type Person = keyof typeof PEOPLE
export type Tokens = Record<Person, string>

export const PERSONS = Object.keys(PEOPLE) as Person[]

export function newTokens(): Tokens {
  const token = () => randomBytes(24).toString('hex')
  return { admin: token(), viewer: token(), teamA: token(), teamB: token() }
}

/**
 * The file for kube-apiserver's --token-auth-file: token, name, uid, groups.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#static-token-file
 */
export function tokenFile(tokens: Tokens): string {
  return PERSONS.map((person) => {
    const { user, groups } = PEOPLE[person]
    return `${tokens[person]},${user},${user},"${groups.join(',')}"\n`
  }).join('')
}

const MESH_GROUPS = [
  'networking.istio.io',
  'security.istio.io',
  'telemetry.istio.io',
  'extensions.istio.io',
  'authentication.istio.io',
  'gateway.networking.k8s.io',
  'consul.hashicorp.com',
]
const READ = ['get', 'list', 'watch']
const WRITE = [...READ, 'create', 'update', 'patch', 'delete']

/** Like Kubernetes' own `view`, secrets are left out: the product has to say what it cannot see. */
const CORE_KINDS = [
  'configmaps',
  'endpoints',
  'events',
  'limitranges',
  'persistentvolumeclaims',
  'pods',
  'replicationcontrollers',
  'resourcequotas',
  'serviceaccounts',
  'services',
]
const CLUSTER_KINDS = ['namespaces', 'nodes', 'persistentvolumes']

function rules(verbs: readonly string[], core: readonly string[]) {
  return [
    { apiGroups: [''], resources: core, verbs },
    { apiGroups: ['apps', 'batch', 'discovery.k8s.io'], resources: ['*'], verbs },
    { apiGroups: ['networking.k8s.io', ...MESH_GROUPS], resources: ['*'], verbs },
  ]
}

/**
 * Lets the viewer read everything but secrets, and each team work in the namespace of its name,
 * which is made where it does not exist. May be called again.
 */
export async function applyRbac(admin: ApiClient): Promise<void> {
  const rbac = '/apis/rbac.authorization.k8s.io/v1'
  const role = (kind: 'Role' | 'ClusterRole', name: string) => ({
    apiGroup: 'rbac.authorization.k8s.io',
    kind,
    name,
  })
  const user = (name: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name })
  const name = 'meshwright-viewer'
  await put(admin, `${rbac}/clusterroles`, {
    metadata: { name },
    rules: [
      ...rules(READ, [...CORE_KINDS, ...CLUSTER_KINDS]),
      { apiGroups: ['rbac.authorization.k8s.io'], resources: ['*'], verbs: READ },
      { apiGroups: ['apiextensions.k8s.io'], resources: ['*'], verbs: READ },
      { apiGroups: ['admissionregistration.k8s.io'], resources: ['*'], verbs: READ },
    ],
  })
  await put(admin, `${rbac}/clusterrolebindings`, {
    metadata: { name },
    roleRef: role('ClusterRole', name),
    subjects: [user(PEOPLE.viewer.user)],
  })
  for (const { user: team } of [PEOPLE.teamA, PEOPLE.teamB]) {
    await put(admin, '/api/v1/namespaces', { metadata: { name: team } })
    await put(admin, `${rbac}/namespaces/${team}/roles`, {
      metadata: { name: 'team' },
      rules: rules(WRITE, CORE_KINDS),
    })
    await put(admin, `${rbac}/namespaces/${team}/rolebindings`, {
      metadata: { name: 'team' },
      roleRef: role('Role', 'team'),
      subjects: [user(team)],
    })
  }
}

async function put(
  admin: ApiClient,
  path: string,
  object: { metadata: { name: string }; [field: string]: unknown },
): Promise<void> {
  const created = await admin.request('POST', path, { body: object })
  if (created.status === 201) return
  if (created.status !== 409) throw created.error()
  if (path === '/api/v1/namespaces') return
  const replaced = await admin.request('PUT', `${path}/${object.metadata.name}`, { body: object })
  if (replaced.status !== 200) throw replaced.error()
}
