import { comparable } from '#lib/changes/object-body.ts'
import type { Plan } from '#lib/changes/plan.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { Ref } from '#lib/resources/reference.ts'
import type { SampleName } from '#server/services.ts'
import type { ApplyState, StepResult } from './apply.ts'
import type { LogLine } from './log.ts'

/** What is written before the API server is called. */
export type Intent = {
  readonly type: 'intent'
  readonly id: string
  readonly at: string
  readonly who: string
  readonly groups: readonly string[]
  readonly plan: string
  readonly hash: string
  readonly verdict: Plan['verdict']
  readonly summary: string
  readonly revertOf?: string
  /** The sandbox was loaded anew with this: nothing of what was changed before stands any more. */
  readonly sample?: SampleName
  readonly steps: readonly IntendedStep[]
  readonly preview: Pick<Plan, 'verdict' | 'effects'>
  readonly dryRun: Plan['dryRun']
}

export type IntendedStep = {
  readonly op: 'create' | 'replace' | 'delete'
  readonly resource: Ref
  readonly group: string
  readonly before: KubernetesObject | null
  readonly after: KubernetesObject | null
  readonly diff: string
  readonly resourceVersion?: string
}

/** What is written once the API server has answered. */
export type Settled = {
  readonly type: 'result'
  readonly id: string
  readonly at: string
  readonly state: ApplyState
  readonly results: readonly StepResult[]
}

export type ChangeRecord = {
  readonly intent: Intent & { readonly seq: number; readonly mac: string }
  readonly settled?: Settled
}

/** Intents with their results, oldest first. Lines of other types are for other readers. */
export function recordsOf(lines: readonly LogLine[]): readonly ChangeRecord[] {
  const records = new Map<string, ChangeRecord>()
  for (const line of lines) {
    if (line.type === 'intent')
      records.set(line.id, { intent: line as unknown as ChangeRecord['intent'] })
    const known = records.get(line.id)
    if (line.type === 'result' && known)
      records.set(line.id, { ...known, settled: line as unknown as Settled })
  }
  return [...records.values()]
}

/** An object as history keeps it: without bookkeeping that may repeat values from elsewhere. */
export const recorded = (object: KubernetesObject | undefined): KubernetesObject | null =>
  object ? comparable(object) : null

/** An intent without a result: being written now, or a process ended in between and nobody knows. */
export const stateOf = (record: ChangeRecord, isRunning: boolean): ApplyState | 'intended' =>
  record.settled?.state ?? (isRunning ? 'intended' : 'unknown')

export const headOf = (record: ChangeRecord, isRunning: boolean) => {
  const { intent } = record
  return {
    id: intent.id,
    at: intent.at,
    who: intent.who,
    groups: intent.groups,
    state: stateOf(record, isRunning),
    resources: intent.steps.map((step) => step.resource),
    verdict: intent.verdict,
    summary: intent.summary,
    ...(intent.revertOf === undefined ? {} : { revertOf: intent.revertOf }),
  }
}

export const detailOf = (record: ChangeRecord, isRunning: boolean) => {
  const { intent, settled } = record
  return {
    ...headOf(record, isRunning),
    hash: intent.hash,
    intentAt: intent.at,
    ...(settled ? { settledAt: settled.at } : {}),
    results: intent.steps.map((step, index) => {
      const result = settled?.results[index]
      return {
        resource: step.resource,
        outcome: result?.outcome ?? ('not-tried' as const),
        before: step.before,
        after: step.after,
        diff: step.diff,
        resourceVersion: {
          before: step.resourceVersion ?? null,
          after: result?.resourceVersion ?? null,
        },
        ...(result?.problem ? { problem: result.problem } : {}),
      }
    }),
    preview: intent.preview,
    dryRun: intent.dryRun,
    seq: intent.seq,
    mac: intent.mac,
  }
}
