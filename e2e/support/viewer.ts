import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import type { Backend } from './backend.ts'

const READ = ['get', 'list', 'watch']
const GROUPS = [
  ...['apps', 'batch', 'discovery.k8s.io', 'networking.k8s.io', 'gateway.networking.k8s.io'],
  ...['networking.istio.io', 'security.istio.io', 'telemetry.istio.io', 'extensions.istio.io'],
]
const CORE = ['namespaces', 'pods', 'services', 'endpoints', 'configmaps', 'serviceaccounts']

type Config = {
  'current-context': string
  contexts: { name: string; context: { user: string } }[]
  users: { name: string; user: object }[]
}

/** Somebody who may read these namespaces and nothing else, and whose kubeconfig names none of them. */
export function viewerOf(
  backend: Backend,
  user: string,
  namespaces: readonly string[],
): { readonly kubeconfig: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-viewer-'))
  const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1' }
  const role = {
    ...rbac,
    kind: 'ClusterRole',
    metadata: { name: user },
    rules: [
      { apiGroups: [''], resources: CORE, verbs: READ },
      { apiGroups: GROUPS, resources: ['*'], verbs: READ },
    ],
  }
  const bindings = namespaces.map((namespace) => ({
    ...rbac,
    kind: 'RoleBinding',
    metadata: { name: user, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: user },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
  }))
  const rules = join(folder, 'rules.yaml')
  writeFileSync(rules, [role, ...bindings].map((object) => stringify(object)).join('---\n'))
  backend.kubectl('create', '-f', rules)

  const config = parse(readFileSync(backend.kubeconfig, 'utf8')) as Config
  const current = config.contexts.find(({ name }) => name === config['current-context'])
  for (const person of config.users)
    if (person.name === current?.context.user) person.user = { ...person.user, as: user }
  const kubeconfig = join(folder, 'config')
  writeFileSync(kubeconfig, stringify(config))
  return {
    kubeconfig,
    remove: () => {
      backend.kubectl('delete', '-f', rules)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
