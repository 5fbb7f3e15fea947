import type { PlannedChange } from '#lib/changes/plan.ts'

const TOOLS: Record<NonNullable<PlannedChange['owner']>['by'], string> = {
  argocd: 'Argo CD app',
  flux: 'Flux',
  helm: 'Helm release',
}

/** Who else writes this object, and that the change would not last. */
export const ownerLine = (owner: PlannedChange['owner']): string | undefined =>
  owner && `${TOOLS[owner.by]} ${owner.name} manages this object and would undo the change.`
