/**
 * The sandbox's server over a generated cluster: `node serve-large.ts <Pods> [calls]` prints one line of JSON with its URL.
 * Objects go straight into its store: through manifests each would be checked (half a minute for 20,000 Pods) and
 * lose its managed fields, which are a third of what a real API server sends.
 */
import type { AddressInfo } from 'node:net'
import { largeMesh } from '#lib/fixtures/large-mesh.ts'
import { parseApiVersion } from '#lib/resources/kind.ts'
import { Authorizer } from '#server/sandbox/authorizer.ts'
import { builtInKinds } from '#server/sandbox/built-in-kinds.ts'
import { BUNDLES, bundledDefinitions } from '#server/sandbox/bundled-definitions.ts'
import { createApiServer } from '#server/sandbox/http-server.ts'
import { KindRegistry } from '#server/sandbox/kind-registry.ts'
import { Pages } from '#server/sandbox/paging.ts'
import { authenticator } from '#server/sandbox/people.ts'
import { RoleResolver } from '#server/sandbox/role-resolver.ts'
import { resourceId } from '#server/sandbox/served-kind.ts'
import { ObjectStore } from '#server/sandbox/store.ts'
import { ObjectWriter, stableUid } from '#server/sandbox/writer.ts'

const CREATED = '2026-01-01T00:00:00Z'
const pods = Number(process.argv[2])
const calls = process.argv[3] === 'calls'
const started = performance.now()
const now = () => new Date()
const registry = new KindRegistry()
for (const kind of builtInKinds()) registry.add(kind)
const store = new ObjectStore()
const writer = new ObjectWriter(store, registry, now)
for (const { name, labels, annotations, kind, spec, specJson } of bundledDefinitions(BUNDLES)) {
  const uid = stableUid('CustomResourceDefinition', name)
  registry.add(kind)
  const created = { uid, creationTimestamp: CREATED, generation: 1 }
  writer.restoreDefinition({ name, labels, annotations, ...created }, spec, specJson)
}
let objects = 0
let podBytes = 0
for (const object of largeMesh({ pods, calls })) {
  const { group, version } = parseApiVersion(object.apiVersion)
  const served = registry.byKind(group, version, object.kind)
  if (!served) throw new Error(`The sandbox does not serve ${object.apiVersion} ${object.kind}.`)
  const { name, namespace = '' } = object.metadata
  const uid = stableUid(object.kind, namespace, name)
  const metadata = { uid, creationTimestamp: CREATED, ...object.metadata }
  const entry = store.put(resourceId(served.kind), { ...object, metadata })
  objects += 1
  if (object.kind === 'Pod') podBytes += entry.rest.length
}
const server = createApiServer(
  { store, registry, writer, pages: new Pages(now), now },
  { authenticate: authenticator(undefined), authorizer: new Authorizer(new RoleResolver(store)) },
)
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  console.log(
    JSON.stringify({
      url: `http://127.0.0.1:${port}`,
      objects,
      podBytes: Math.round(podBytes / pods),
      loadMs: performance.now() - started,
    }),
  )
})
process.on('SIGTERM', () => process.exit(0))
