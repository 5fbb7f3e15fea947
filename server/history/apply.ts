import { comparable } from '#lib/changes/object-body.ts'
import { AppError, type Problem } from '#lib/errors/app-error.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { Ref } from '#lib/resources/reference.ts'
import type { KubernetesApi, WriteResult } from '#server/services.ts'
import {
  baseOf,
  isSameBase,
  isSameObject,
  isUnchanged,
  keyOfTarget,
  readLive,
  type Step,
  send,
} from './step.ts'

export type Outcome = 'applied' | 'unchanged' | 'failed' | 'rolled-back' | 'not-tried'
export type StepResult = {
  readonly resource: Ref
  readonly outcome: Outcome
  readonly resourceVersion?: string
  readonly problem?: Problem
}
export type ApplyState = 'applied' | 'failed' | 'partly-applied' | 'rolled-back' | 'unknown'
export type Applied = {
  readonly state: ApplyState
  readonly results: readonly StepResult[]
  /** Of the step that failed. */
  readonly failure?: AppError
}

/** What stands in the cluster now, for each step whose base is no longer it. Throws 409 when there is any. */
export async function refuseChangedBases(
  api: KubernetesApi,
  steps: readonly Step[],
): Promise<void> {
  const conflicts = await Promise.all(
    steps.map(async (step) => {
      const live = await readLive(api, step.target)
      return isSameBase(step.base, baseOf(live)) ? undefined : { step, live }
    }),
  )
  const real = conflicts.filter((conflict) => conflict !== undefined)
  if (real.length > 0) throw conflictOf(real)
}

/** Both sides of a conflict, so that nothing that was typed is lost. */
export const conflictOf = (
  conflicts: readonly { readonly step: Step; readonly live: KubernetesObject | undefined }[],
): AppError =>
  new AppError(
    'plan/conflict',
    { resources: conflicts.map(({ step }) => step.target.ref).join(', ') },
    {
      extensions: {
        conflicts: conflicts.map(({ step, live }) => ({
          resource: step.target.ref,
          base: step.live ?? null,
          live: live ?? null,
          yours: step.after ?? null,
        })),
      },
    },
  )

/** Writes in order. The first failure stops, and what was written before it is taken back as far as that goes. */
export async function writeSteps(api: KubernetesApi, steps: readonly Step[]): Promise<Applied> {
  const done: { step: Step; result: StepResult; written?: KubernetesObject }[] = []
  for (const [index, step] of steps.entries()) {
    const resource = step.target.ref
    if (isUnchanged(step)) {
      const resourceVersion = step.base?.resourceVersion
      done.push({ step, result: { resource, outcome: 'unchanged', resourceVersion } })
      continue
    }
    const attempt = await attemptStep(api, step)
    if (attempt.ok) {
      const resourceVersion = attempt.object?.metadata.resourceVersion
      const written = attempt.object
      done.push({
        step,
        result: { resource, outcome: 'applied', resourceVersion },
        ...(written ? { written } : {}),
      })
      continue
    }
    const taken = await rollBack(api, done)
    const failed: StepResult = { resource, outcome: 'failed', problem: attempt.failure.toProblem() }
    const results: StepResult[] = [
      ...taken,
      failed,
      ...steps
        .slice(index + 1)
        .map((rest) => ({ resource: rest.target.ref, outcome: 'not-tried' as const })),
    ]
    return {
      state: stateAfterFailure(results, attempt.isUnknown),
      results,
      failure: attempt.failure,
    }
  }
  return { state: 'applied', results: done.map(({ result }) => result) }
}

type Attempt =
  | { readonly ok: true; readonly object: KubernetesObject | undefined }
  | { readonly ok: false; readonly failure: AppError; readonly isUnknown: boolean }

async function attemptStep(api: KubernetesApi, step: Step): Promise<Attempt> {
  let result: WriteResult
  try {
    result = await send(api, step)
  } catch (error) {
    return resolveUnknown(api, step, error)
  }
  if (result.ok) return { ok: true, object: result.object }
  return { ok: false, failure: await failureOf(api, step, result), isUnknown: false }
}

/** The answer was lost, perhaps after the write: the cluster is asked which. */
async function resolveUnknown(api: KubernetesApi, step: Step, error: unknown): Promise<Attempt> {
  const failure =
    error instanceof AppError
      ? error
      : new AppError(
          'cluster/unreachable',
          { server: 'the API server', reason: String((error as Error)?.message ?? error) },
          { cause: error },
        )
  try {
    const live = await readLive(api, step.target)
    if (isSameBase(baseOf(live), step.base)) return { ok: false, failure, isUnknown: false }
    if (step.op === 'delete' ? !live : live && isSameObject(live, step.after))
      return { ok: true, object: live }
    return { ok: false, failure, isUnknown: true }
  } catch {
    return { ok: false, failure, isUnknown: true }
  }
}

async function failureOf(
  api: KubernetesApi,
  step: Step,
  refusal: Extract<WriteResult, { ok: false }>,
): Promise<AppError> {
  const { kind, namespace } = step.target
  if (refusal.status === 409)
    return conflictOf([{ step, live: await readLive(api, step.target).catch(() => undefined) }])
  if (refusal.status === 403)
    return new AppError('cluster/forbidden', {
      verb: { create: 'create', replace: 'update', delete: 'delete' }[step.op],
      resource: kind.group ? `${kind.plural}.${kind.group}` : kind.plural,
      namespace: namespace ?? '',
      reason: refusal.message,
    })
  return new AppError('plan/blocked', { because: `Kubernetes refuses it: ${refusal.message}` })
}

/** Takes back what was written, last first; what cannot be taken back stays `applied`, with the reason. */
async function rollBack(
  api: KubernetesApi,
  done: readonly { step: Step; result: StepResult; written?: KubernetesObject }[],
): Promise<readonly StepResult[]> {
  const results = done.map(({ result }) => result)
  for (let index = done.length - 1; index >= 0; index -= 1) {
    const entry = done[index]
    if (entry?.result.outcome !== 'applied') continue
    const { step, result, written } = entry
    try {
      const undone = await undo(api, step, written)
      results[index] = undone.ok
        ? {
            resource: result.resource,
            outcome: 'rolled-back',
            resourceVersion: undone.object?.metadata.resourceVersion,
          }
        : { ...result, problem: leftBehind(undone.message) }
    } catch (error) {
      results[index] = {
        ...result,
        problem: leftBehind(String((error as Error)?.message ?? error)),
      }
    }
  }
  return results
}

function undo(
  api: KubernetesApi,
  step: Step,
  written: KubernetesObject | undefined,
): Promise<WriteResult> {
  if (step.op === 'create')
    return api.delete(keyOfTarget(step.target), baseOf(written) ?? undefined)
  const before = step.live as KubernetesObject
  if (step.op === 'delete') return api.create(comparable(before))
  const { resourceVersion } = written?.metadata ?? before.metadata
  return api.replace({ ...before, metadata: { ...before.metadata, resourceVersion } })
}

function leftBehind(reason: string): Problem {
  const problem = new AppError('plan/blocked', { because: reason }).toProblem()
  return {
    ...problem,
    title: 'This object could not be put back',
    detail: `A later object failed, and this one could not be put back: ${reason}`,
    fix: 'Revert the change from its entry in /changes.',
  }
}

function stateAfterFailure(results: readonly StepResult[], isUnknown: boolean): ApplyState {
  if (isUnknown) return 'unknown'
  const outcomes = results.map((result) => result.outcome)
  if (outcomes.includes('applied')) return 'partly-applied'
  return outcomes.includes('rolled-back') ? 'rolled-back' : 'failed'
}
