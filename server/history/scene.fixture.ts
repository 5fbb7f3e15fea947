import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '#lib/errors/app-error.ts'
import type { Kind } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { type FakeCluster, fakeCluster } from './fake-cluster.fixture.ts'
import { createPlanService, type PlanServiceOptions } from './plans.ts'

const kind = (name: string, plural: string, more: Partial<Kind> = {}): Kind => ({
  group: 'shop.example.io',
  kind: name,
  plural,
  versions: ['v1'],
  scope: 'Namespaced',
  watch: true,
  editable: true,
  ...more,
})
const KINDS = [
  kind('Route', 'routes'),
  kind('Rule', 'rules'),
  kind('Lock', 'locks', { editable: false }),
]
const SCHEMA = {
  type: 'object',
  properties: {
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: { type: 'object' },
    spec: {
      type: 'object',
      required: ['weight'],
      properties: { weight: { type: 'integer' }, mode: { type: 'string', default: 'AUTO' } },
    },
  },
}
export const user = { name: 'amy', groups: ['team'] }
export const object = (name: string, weight: unknown, kindName = 'Route'): KubernetesObject => ({
  apiVersion: 'shop.example.io/v1',
  kind: kindName,
  metadata: { name, namespace: 'shop' },
  spec: { weight },
})
export const text = (name: string, weight: unknown, kindName = 'Route') => ({
  text: JSON.stringify(object(name, weight, kindName), null, 2),
})

export type Scene = {
  cluster: FakeCluster
  service: ReturnType<typeof createPlanService>
  folder: string
}
export async function scene(
  work: (scene: Scene) => Promise<void>,
  options: Partial<PlanServiceOptions> = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'plans-'))
  try {
    const schemas = new Map([['shop.example.io/v1/Route', SCHEMA]])
    const cluster = fakeCluster(KINDS, schemas)
    cluster.put(object('web', 80))
    await work({
      cluster,
      folder,
      service: createPlanService({ dataFolder: folder, readOnly: false, ...options }),
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
export const isCode = (code: string) => (error: unknown) =>
  error instanceof AppError && error.code === code
export const weightOf = (cluster: FakeCluster, name: string) =>
  (cluster.object('routes', 'shop', name)?.spec as { weight?: number } | undefined)?.weight
