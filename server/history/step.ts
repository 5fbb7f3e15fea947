import type { Target } from '#lib/changes/edits.ts'
import { comparable } from '#lib/changes/object-body.ts'
import type { PlannedChange } from '#lib/changes/plan.ts'
import { canonicalJson } from '#lib/changes/plan-hash.ts'
import { AppError } from '#lib/errors/app-error.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { withoutManagedFields } from '#lib/yaml/dump.ts'
import type { YamlDocument } from '#lib/yaml/parse.ts'
import type { KubernetesApi, ObjectKey, WriteOptions, WriteResult } from '#server/services.ts'

/** One object of a plan: what it was, what is sent, and what the API server made of that. */
export type Step = {
  readonly op: PlannedChange['op']
  readonly target: Target
  readonly base: PlannedChange['base']
  /** As read for the plan, without managed fields. */
  readonly live?: KubernetesObject
  readonly body?: KubernetesObject
  /** As it would be; the body with defaults where no dry run answered. */
  readonly after?: KubernetesObject
  readonly document?: YamlDocument
}

export const keyOfTarget = (target: Target): ObjectKey => ({
  group: target.kind.group,
  version: target.version,
  plural: target.kind.plural,
  ...(target.namespace ? { namespace: target.namespace } : {}),
  name: target.name,
})

export async function readLive(
  api: KubernetesApi,
  target: Target,
): Promise<KubernetesObject | undefined> {
  const object = await api.get(keyOfTarget(target))
  return object && withoutManagedFields(object)
}

export const baseOf = (object: KubernetesObject | undefined): PlannedChange['base'] =>
  object
    ? {
        uid: object.metadata.uid ?? '',
        resourceVersion: object.metadata.resourceVersion ?? '',
      }
    : null

export const isSameBase = (a: PlannedChange['base'], b: PlannedChange['base']): boolean =>
  a?.uid === b?.uid && a?.resourceVersion === b?.resourceVersion

/** Equal in all that a person or a mesh could read. */
export const isSameObject = (
  a: KubernetesObject | undefined,
  b: KubernetesObject | undefined,
): boolean =>
  a === undefined || b === undefined
    ? a === b
    : canonicalJson(comparable(a)) === canonicalJson(comparable(b))

export const isUnchanged = (step: Step): boolean =>
  step.op === 'replace' && isSameObject(step.live, step.after)

/**
 * Sends one step. `metadata.resourceVersion` of what is sent is the base, so a lost race is a 409. A webhook may
 * refuse without naming a reason, which the client takes for no verdict; a refusal it is all the same.
 */
export async function send(
  api: KubernetesApi,
  step: Step,
  options?: WriteOptions,
): Promise<WriteResult> {
  try {
    return await write(api, step, options)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'cluster/refused') throw error
    const { status, reason: message } = (error as AppError<'cluster/refused'>).params
    if (status < 400 || status >= 500) throw error
    return { ok: false, status, reason: '', message, causes: [] }
  }
}

function write(api: KubernetesApi, step: Step, options?: WriteOptions): Promise<WriteResult> {
  if (step.op === 'delete' || !step.body)
    return api.delete(keyOfTarget(step.target), { ...options, ...(step.base ?? {}) })
  return step.op === 'create' ? api.create(step.body, options) : api.replace(step.body, options)
}
