import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { inSteps } from '#lib/changes/derive.ts'
import { ALL_KINDS } from '#lib/meshes/index.ts'
import { openCluster } from '#server/cluster/cluster.ts'
import { connectKubeconfig } from '#server/kubernetes/connect-kubeconfig.ts'
import { type Connection, connectUrl } from '#server/kubernetes/connection.ts'
import { openKubernetes } from '#server/kubernetes/source.ts'
import { startSandbox } from '#server/sandbox/index.ts'
import type { ClusterView } from '#server/services.ts'
import { findBinaries } from './binaries.ts'
import { type ControlPlane, startControlPlane } from './control-plane.ts'
import { loadManifests } from './load.ts'
import { unloadManifests } from './unload.ts'

/**
 * The picture does not depend on which server answers: each Istio scenario gives the same topology, posture and
 * findings on the sandbox and on kube-apiserver.
 */
const ROOT = join(import.meta.dirname, '../..')
const SCENARIOS = join(ROOT, '../shared/scenarios')
const CRDS = join(ROOT, 'server/sandbox/crds')

const binaries = await findBinaries()
const skip = !binaries.found
  ? `no kube-apiserver: ${binaries.reason}`
  : existsSync(SCENARIOS)
    ? false
    : '../shared/scenarios is not beside the project'

const scenarios = existsSync(SCENARIOS)
  ? readdirSync(SCENARIOS).filter((id) => {
      const file = join(SCENARIOS, id, 'expect.json')
      return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).mesh === 'istio'
    })
  : []

let plane: ControlPlane
before(async () => {
  if (skip || !binaries.found) return
  plane = await startControlPlane({ binaries })
  await loadManifests(plane, [], { crds: [CRDS] })
})
after(() => plane?.stop())

/** What the product makes of a server once it has read all of it. */
async function viewOf(connect: () => Promise<Connection>): Promise<ClusterView> {
  const cluster = openCluster({
    id: 'parity',
    name: 'parity',
    source: 'kubeconfig',
    server: '',
    kinds: ALL_KINDS,
    derive: inSteps,
    connect: async () => openKubernetes({ connection: await connect(), kinds: ALL_KINDS }),
  })
  try {
    for (let attempt = 0; cluster.state().state !== 'live'; attempt += 1) {
      if (attempt > 400) throw new Error(`not live: ${JSON.stringify(cluster.state())}`)
      await sleep(50)
    }
    return cluster.view()
  } finally {
    await cluster.close()
  }
}

/** The one Service that every real API server makes for itself. */
const OWN = 'default/kubernetes'

function comparable({ graph, mtls, findings }: ClusterView) {
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
  return {
    nodes: graph.nodes.filter((n) => n.id !== `service:${OWN}`).sort(byId),
    edges: [...graph.edges].sort(byId),
    posture: mtls.posture.filter((row) => row.on !== `Service/${OWN}`),
    rows: mtls.rows,
    findings: findings
      .filter((f) => f.resource !== `Service/${OWN}`)
      .map((f) => f.id)
      .sort(),
  }
}

for (const id of scenarios) {
  test(`${id} looks the same on both servers`, { skip }, async () => {
    const file = join(SCENARIOS, id, 'manifests.yaml')
    const sandbox = await startSandbox({ manifests: [file] })
    const loaded = await loadManifests(plane, [{ file }])
    try {
      assert.deepEqual(loaded.refused, [])
      const expected = comparable(await viewOf(async () => connectUrl(sandbox.url)))
      const kubeconfig = plane.kubeconfig('admin')
      const real = comparable(await viewOf(() => connectKubeconfig({ files: [kubeconfig] })))
      assert.deepEqual(real, expected)
    } finally {
      await unloadManifests(plane, loaded)
      await sandbox.stop()
    }
  })
}
