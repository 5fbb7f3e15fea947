import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Backend, type ServerName, startBackend } from '#e2e/support/backend.ts'
import { inSteps } from '#lib/changes/derive.ts'
import { ALL_KINDS } from '#lib/meshes/index.ts'
import { kindId } from '#lib/resources/kind.ts'
import { openCluster } from '#server/cluster/cluster.ts'
import { createPlanService } from '#server/history/plans.ts'
import { connectKubeconfig } from '#server/kubernetes/connect-kubeconfig.ts'
import { project } from '#server/kubernetes/projection.ts'
import { openKubernetes } from '#server/kubernetes/source.ts'
import type { Cluster, ClusterView, PlanService, User } from '#server/services.ts'

export const USER: User = { name: 'amy', groups: [] }

/** A server with the shop in it, and what stands between it and the API of the product. */
export type Shop = {
  readonly backend: Backend
  readonly cluster: Cluster
  readonly service: PlanService
  /** The view once it fulfils this; throws when it does not within some seconds. */
  until(what: string, isReached: (view: ClusterView) => boolean): Promise<ClusterView>
  close(): Promise<void>
}

export async function openShop(name: ServerName): Promise<Shop> {
  const backend = await startBackend(name, join(import.meta.dirname, 'shop.yaml'))
  const dataFolder = mkdtempSync(join(tmpdir(), 'meshwright-changes-'))
  const cluster = openCluster({
    id: name,
    name,
    source: 'kubeconfig',
    server: '',
    kinds: ALL_KINDS,
    derive: inSteps,
    connect: async () =>
      openKubernetes({
        connection: await connectKubeconfig({ files: [backend.kubeconfig] }),
        kinds: ALL_KINDS,
      }),
  })
  const service = createPlanService({
    dataFolder,
    readOnly: false,
    project: (kind, object) => project(kindId(kind), object, object) ?? object,
  })
  const until: Shop['until'] = async (what, isReached) => {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const view = cluster.view()
      if (isReached(view)) return view
      await sleep(50)
    }
    throw new Error(`not within 10 s: ${what}; the cluster is ${JSON.stringify(cluster.state())}`)
  }
  const close = async () => {
    await cluster.close()
    await backend.close()
    rmSync(dataFolder, { recursive: true, force: true })
  }
  const shop = { backend, cluster, service, until, close }
  try {
    await until('live', () => cluster.state().state === 'live')
  } catch (error) {
    await close()
    throw error
  }
  return shop
}

/** Which servers this run is about, and why one is left out. */
export async function servers(): Promise<readonly { name: ServerName; skip: string | false }[]> {
  const { findBinaries } = await import('#e2e/cluster/binaries.ts')
  const named = process.env.MESHWRIGHT_TEST_SERVERS?.split(',')
  const found = await findBinaries()
  const missing = 'reason' in found ? `no kube-apiserver: ${found.reason}` : false
  return (['sandbox', 'kube-apiserver'] as const)
    .filter((name) => !named || named.includes(name))
    .map((name) => ({ name, skip: name === 'kube-apiserver' ? missing : false }))
}
