import type { Edit } from '#lib/changes/plan.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { toYaml } from '#lib/yaml/dump.ts'
import { type ChangeRecord, stateOf } from './records.ts'

/**
 * Edits that bring back what stood there before a change, last object first: what it created is deleted, the rest
 * is written as it was. They are planned like any other: the cluster may have moved on.
 */
export function revertEdits(record: ChangeRecord): readonly Edit[] {
  const { intent, settled } = record
  const state = stateOf(record, false)
  const edits = intent.steps.flatMap((step, index): Edit[] => {
    const outcome = settled?.results[index]?.outcome
    // Without a result it is not known what was written: all that may have been is put back.
    if (state !== 'unknown' && outcome !== 'applied') return []
    return step.before
      ? [{ text: toYaml(step.before) }]
      : [{ delete: step.resource, group: step.group || 'core' }]
  })
  // A change that was applied and altered nothing is reverted by a plan that alters nothing.
  if (edits.length === 0 && state !== 'applied')
    throw new AppError('change/nothing-to-revert', { change: intent.id, state })
  return edits.reverse()
}
