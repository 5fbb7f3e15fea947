import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HERE } from './here.ts'
import { resourceId } from './served-kind.ts'
import { stableUid } from './stable-uid.ts'
import type { ObjectStore, StoredObject } from './store.ts'
import { timestamp } from './timestamp.ts'

const FILE = join(HERE, 'crds/kubernetes/roles.json')
const PLURALS = { ClusterRole: 'clusterroles', ClusterRoleBinding: 'clusterrolebindings' } as const

type Row = StoredObject & { kind: keyof typeof PLURALS }

/** Roles that every cluster has for people; one that is there already is left as it is. */
export function addDefaultRoles(store: ObjectStore, created: Date): void {
  const rows: Row[] = JSON.parse(readFileSync(FILE, 'utf8'))
  for (const { kind, ...object } of rows) {
    const name = String(object.metadata.name)
    const resource = resourceId({ group: 'rbac.authorization.k8s.io', plural: PLURALS[kind] })
    if (store.get(resource, '', name)) continue
    const own = { uid: stableUid(kind, name), creationTimestamp: timestamp(created) }
    store.put(resource, { ...object, metadata: { ...object.metadata, ...own } })
  }
}
