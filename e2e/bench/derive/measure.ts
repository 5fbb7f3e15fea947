/**
 * What one event costs where it is derived, without a server around it: `node e2e/bench/derive/measure.ts [pods …]`.
 * Prints CPU by kind of event at each size, the first derivation and the heap.
 */
import { derive } from '#lib/changes/derive.ts'
import { largeMesh } from '#lib/fixtures/large-mesh.ts'
import { ALL_KINDS } from '#lib/meshes/index.ts'
import { list, record } from '#lib/resources/field.ts'
import { kindId } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { snapshotFromObjects } from '#lib/snapshot/from-objects.ts'
import { reduce } from '#lib/snapshot/reduce.ts'

const sizes = process.argv.slice(2).map(Number)
const quantile = (sorted: readonly number[], q: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0

const CHANGES: Readonly<Record<string, (object: KubernetesObject, turn: number) => object>> = {
  'core/pods': (object, turn) => ({
    status: {
      ...record(object.status),
      containerStatuses: list(record(object.status).containerStatuses).map((status) => ({
        ...record(status),
        ready: Math.floor(turn / 9999) % 2 === 1,
      })),
    },
  }),
  'networking.istio.io/virtualservices': ({ spec }, turn) => ({
    spec: {
      ...record(spec),
      http: list(record(spec).http)
        .map(record)
        .map((rule) => ({
          ...rule,
          route: list(rule.route).map((one, i, all) =>
            all.length < 2 ? one : { ...record(one), weight: i === 0 ? 30 + turn : 70 - turn },
          ),
        })),
    },
  }),
  'discovery.k8s.io/endpointslices': (_, turn) => ({
    endpoints: [{ conditions: { ready: Math.floor(turn / 9999) % 2 === 1 } }],
  }),
  'security.istio.io/peerauthentications': ({ spec }, turn) => ({
    spec: {
      ...record(spec),
      mtls: { mode: Math.floor(turn / 9999) % 2 === 1 ? 'PERMISSIVE' : 'STRICT' },
    },
  }),
  'networking.istio.io/destinationrules': ({ spec }, turn) => ({
    spec: {
      ...record(spec),
      trafficPolicy: {
        tls: { mode: Math.floor(turn / 9999) % 2 === 1 ? 'DISABLE' : 'ISTIO_MUTUAL' },
      },
    },
  }),
  'security.istio.io/authorizationpolicies': ({ spec }, turn) => ({
    spec: { ...record(spec), action: Math.floor(turn / 9999) % 2 === 1 ? 'DENY' : 'ALLOW' },
  }),
  'core/services': ({ spec }, turn) => ({
    spec: { ...record(spec), type: Math.floor(turn / 9999) % 2 === 1 ? 'NodePort' : 'ClusterIP' },
  }),
}

const KINDS = new Map(ALL_KINDS.map((kind) => [`${kind.group} ${kind.kind}`, kindId(kind)]))
const idOf = ({ apiVersion, kind }: KubernetesObject) =>
  KINDS.get(`${apiVersion.includes('/') ? apiVersion.split('/')[0] : 'core'} ${kind}`) ??
  KINDS.get(`${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''} ${kind}`) ??
  ''

function* slim(pods: number): Iterable<KubernetesObject> {
  for (const object of largeMesh({ pods })) {
    const { managedFields: _, ...metadata } = object.metadata as KubernetesObject['metadata'] & {
      managedFields?: unknown
    }
    yield { ...object, metadata }
  }
}

for (const pods of sizes.length > 0 ? sizes : [2000, 20000]) {
  const objects = [...slim(pods)]
  let snapshot = snapshotFromObjects(ALL_KINDS, objects)
  const heapBefore = heap()
  const started = performance.now()
  let derived = derive(snapshot)
  const first = performance.now() - started
  console.log(
    `${pods} pods: first ${first.toFixed(0)} ms, ${derived.graph.nodes.length} nodes, ${derived.graph.edges.length} edges, ${derived.findings.length} findings, heap +${(heap() - heapBefore).toFixed(0)} MB (${heap().toFixed(0)} MB)`,
  )
  for (const [id, change] of Object.entries(CHANGES)) {
    const targets = objects.filter(
      (o) => idOf(o) === id && o.metadata.namespace?.startsWith('team-'),
    )
    const times: number[] = []
    const rounds = Number(process.env.ROUNDS ?? 24)
    for (let turn = 0; turn < rounds && targets.length > 0; turn++) {
      const target = targets[(turn * 7919) % targets.length] as KubernetesObject
      const object = {
        ...target,
        ...change(target, turn),
        metadata: { ...target.metadata, resourceVersion: String(turn) },
      } as KubernetesObject
      const next = reduce(snapshot, [{ type: 'put', kind: id, object }])
      if (next === snapshot) throw new Error(`${id} did not change`)
      snapshot = next
      const cpu = process.cpuUsage()
      derived = derive(snapshot, derived)
      const { user, system } = process.cpuUsage(cpu)
      times.push((user + system) / 1000)
    }
    times.sort((a, b) => a - b)
    console.log(
      `  ${id.padEnd(42)} p50 ${quantile(times, 0.5).toFixed(1)} ms  p95 ${quantile(times, 0.95).toFixed(1)} ms CPU`,
    )
  }
  console.log(`  heap after ${heap().toFixed(0)} MB`)
}

function heap(): number {
  ;(globalThis as { gc?: () => void }).gc?.()
  return process.memoryUsage().heapUsed / 1e6
}
