import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { type OwnerMaps, workloadsOf } from './owners.ts'

type Owner = readonly [kind: string, name: string]
const object = (kind: string, name: string, owner?: Owner, more: Record<string, unknown> = {}) =>
  ({
    apiVersion: 'v1',
    kind,
    metadata: {
      name,
      namespace: 'shop',
      ...(owner
        ? {
            ownerReferences: [
              { apiVersion: 'x/v1', kind: owner[0], name: owner[1], uid: '', controller: true },
            ],
          }
        : {}),
      ...(more.metadata as object | undefined),
    },
    status: more.status,
  }) as KubernetesObject

const NONE: OwnerMaps = {
  Pod: new Map(),
  Deployment: new Map(),
  ReplicaSet: new Map(),
  StatefulSet: new Map(),
  DaemonSet: new Map(),
  ReplicationController: new Map(),
  Job: new Map(),
  CronJob: new Map(),
}
const maps = (objects: readonly KubernetesObject[]): OwnerMaps => {
  const out: Record<string, Map<string, KubernetesObject>> = {}
  for (const kind of Object.keys(NONE)) out[kind] = new Map()
  for (const o of objects) out[o.kind]?.set(o.metadata.name, o)
  return out as unknown as OwnerMaps
}

const rows = [
  {
    name: 'Deployment by ReplicaSet',
    objects: [
      object('Deployment', 'web'),
      object('ReplicaSet', 'web-1', ['Deployment', 'web']),
      object('Pod', 'p', ['ReplicaSet', 'web-1']),
    ],
    ids: ['Deployment/web 1'],
  },
  {
    name: 'old ReplicaSets are no workloads of their own',
    objects: [object('Deployment', 'web'), object('ReplicaSet', 'web-0', ['Deployment', 'web'])],
    ids: ['Deployment/web 0'],
  },
  {
    name: 'a ReplicaSet that is not readable',
    objects: [
      object('Pod', 'p', ['ReplicaSet', 'web-5f6'], {
        metadata: { labels: { 'pod-template-hash': '5f6' } },
      }),
    ],
    ids: ['Deployment/web 1'],
  },
  {
    name: 'an owner of a kind that is not read',
    objects: [
      object('ReplicaSet', 'web-1', ['Rollout', 'web']),
      object('Pod', 'p', ['ReplicaSet', 'web-1']),
    ],
    ids: ['Rollout/web 1'],
  },
  {
    name: 'CronJob by Job',
    objects: [
      object('CronJob', 'night'),
      object('Job', 'night-1', ['CronJob', 'night']),
      object('Pod', 'p', ['Job', 'night-1']),
    ],
    ids: ['CronJob/night 1'],
  },
  {
    name: 'finished pods do not run',
    objects: [
      object('Job', 'once'),
      object('Pod', 'p', ['Job', 'once'], { status: { phase: 'Succeeded' } }),
    ],
    ids: ['Job/once 0'],
  },
  { name: 'a bare pod', objects: [object('Pod', 'p')], ids: ['Pod/p 1'] },
  {
    name: "a node's mirror pod",
    objects: [object('Pod', 'p', ['Node', 'node-a'])],
    ids: ['Pod/p 1'],
  },
  {
    name: 'owners in a circle end',
    objects: [
      object('ReplicaSet', 'a', ['ReplicaSet', 'b']),
      object('ReplicaSet', 'b', ['ReplicaSet', 'a']),
      object('Pod', 'p', ['ReplicaSet', 'a']),
    ],
    ids: ['ReplicaSet/b 1'],
  },
  {
    name: 'hostile names are names',
    objects: [object('Pod', '__proto__', ['constructor', '__proto__'])],
    ids: ['constructor/__proto__ 1'],
  },
]
for (const { name, objects, ids } of rows)
  test(name, () => {
    const found = workloadsOf('shop', maps(objects)).filter(
      (w) => w.pods.length > 0 || ids.some((i) => i.endsWith(' 0')),
    )
    assert.deepEqual(
      found.map((w) => `${w.kind}/${w.name} ${w.pods.length}`),
      ids,
    )
  })
