import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'yaml'
import { roleText } from '#components/query/role.ts'
import { deleteCommand, listCommand, objectCommand } from './commands.ts'

const kind = { group: 'networking.istio.io', version: 'v1', plural: 'gateways' }
const said = [
  [
    listCommand(kind, 'Namespaced', []),
    'kubectl get gateways.networking.istio.io --all-namespaces',
  ],
  [listCommand(kind, 'Namespaced', ['shop']), 'kubectl get gateways.networking.istio.io -n shop'],
  [listCommand({ group: '', plural: 'nodes' }, 'Cluster', ['shop']), 'kubectl get nodes'],
  [
    objectCommand({ ...kind, namespace: 'shop', name: 'front' }),
    'kubectl get gateways.networking.istio.io front -n shop -o yaml',
  ],
  [
    objectCommand({ group: '', version: 'v1', plural: 'nodes', name: "n;rm -rf '~'" }),
    "kubectl get nodes 'n;rm -rf '\\''~'\\''' -o yaml",
  ],
  // Without its text, which would put values on a screen.
  [
    objectCommand({ group: '', version: 'v1', plural: 'secrets', namespace: 'shop', name: 'tls' }),
    'kubectl get secrets tls -n shop',
  ],
  [
    deleteCommand({ ...kind, namespace: 'shop', name: 'front' }),
    'kubectl delete gateways.networking.istio.io front -n shop',
  ],
] as const
for (const [is, should] of said) test(should, () => assert.equal(is, should))

test('the role that would allow it names the core group as Kubernetes does', () => {
  assert.deepEqual(parse(roleText({ group: 'core', plural: 'pods' }, 'shop')), {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'meshwright-read-pods', namespace: 'shop' },
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }],
  })
  assert.equal(parse(roleText(kind, undefined)).kind, 'ClusterRole')
})
