import { at, isRecord } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { apiVersionOfTarget, type Target } from './edits.ts'

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'
const SERVER_OWNED: ReadonlySet<string> = new Set([
  'managedFields',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
])

/**
 * What is sent to the API server: the text, with what the server keeps taken from the live object. kubectl's
 * record of its last apply stays, so that its next three-way merge still knows what it set; status stays too,
 * for kinds whose status is no subresource.
 */
export function bodyOf(
  value: Readonly<Record<string, unknown>>,
  target: Target,
  live: KubernetesObject | undefined,
): KubernetesObject {
  const { status: _status, ...rest } = value
  const written = isRecord(value.metadata) ? value.metadata : {}
  const metadata: Record<string, unknown> = {}
  for (const [key, entry] of Object.entries(written))
    if (!SERVER_OWNED.has(key)) metadata[key] = entry
  metadata.name = target.name
  if (target.namespace) metadata.namespace = target.namespace
  else delete metadata.namespace
  const lastApplied = live?.metadata.annotations?.[LAST_APPLIED]
  if (lastApplied !== undefined && at(written, 'annotations', LAST_APPLIED) === undefined)
    metadata.annotations = {
      ...(isRecord(written.annotations) ? written.annotations : {}),
      [LAST_APPLIED]: lastApplied,
    }
  if (live?.metadata.uid !== undefined) metadata.uid = live.metadata.uid
  if (live?.metadata.resourceVersion !== undefined)
    metadata.resourceVersion = live.metadata.resourceVersion
  return {
    ...rest,
    apiVersion: apiVersionOfTarget(target),
    kind: target.kind.kind,
    metadata: metadata as KubernetesObject['metadata'],
    ...(live?.status === undefined ? {} : { status: live.status }),
  }
}

/** An object without what only the server may say and what a reader of a change need not see. */
export function comparable(object: KubernetesObject): KubernetesObject {
  const { status: _status, ...rest } = object
  const metadata: Record<string, unknown> = {}
  for (const [key, entry] of Object.entries(object.metadata))
    if (!SERVER_OWNED.has(key)) metadata[key] = entry
  if (isRecord(metadata.annotations) && Object.hasOwn(metadata.annotations, LAST_APPLIED)) {
    const { [LAST_APPLIED]: _dropped, ...annotations } = metadata.annotations
    if (Object.keys(annotations).length > 0) metadata.annotations = annotations
    else delete metadata.annotations
  }
  return { ...rest, metadata: metadata as KubernetesObject['metadata'] } as KubernetesObject
}
