import { randomUUID } from 'node:crypto'
import type { Project } from '#lib/changes/next-snapshot.ts'
import type { Edit, Plan, PlannedChange } from '#lib/changes/plan.ts'
import { isBlocking } from '#lib/changes/text-finding.ts'
import { AppError } from '#lib/errors/app-error.ts'
import type { ErrorParams } from '#lib/errors/catalogue.ts'
import type { Cluster, PlanService, User } from '#server/services.ts'
import { refuseChangedBases, writeSteps } from './apply.ts'
import { openHistory } from './history.ts'
import { makePlan } from './make-plan.ts'
import { PlanMemory } from './plan-memory.ts'
import { prepare } from './prepare.ts'
import { recorded } from './records.ts'
import { revertEdits } from './revert.ts'
import type { Step } from './step.ts'

const PLANS = { count: 200, ms: 60 * 60 * 1000 }

export type PlanServiceOptions = {
  /** Where `history/<cluster>.jsonl` is kept. */
  readonly dataFolder: string
  readonly readOnly: boolean
  readonly now?: () => Date
  /** What the watch keeps of an object; without it previews show objects whole. */
  readonly project?: Project
}

type Applied = Awaited<ReturnType<PlanService['apply']>>

type Kept = {
  /** Without the graph: that of a large mesh is megabytes, and nothing more is asked of it. */
  readonly plan: Omit<Plan, 'graph'>
  readonly steps: readonly Step[]
  readonly cluster: string
  /** The API server that was asked: a kubeconfig may lead to another one by the time of the writing. */
  readonly server: string
  readonly user: string
  readonly revertOf?: string
  /** Set once the writing began: whoever asks again gets the same answer, and nothing is written twice. */
  applied?: Promise<Applied>
}

/** Preview, apply and history of changes. Everything is read and written with the rights of the person who asks. */
export function createPlanService(options: PlanServiceOptions): PlanService {
  const { readOnly, project } = options
  const now = options.now ?? (() => new Date())
  const memory = new PlanMemory<Kept>(PLANS, () => now().getTime())
  const history = openHistory(options.dataFolder)

  async function plan(
    cluster: Cluster,
    user: User,
    body: { readonly edits: readonly Edit[]; readonly dryRun?: boolean },
    revertOf?: string,
  ): Promise<Plan> {
    const isDryRun = body.dryRun !== false && !readOnly
    const { server } = cluster
    await cluster.ready()
    const prepared = await prepare(cluster, cluster.as(user), body.edits, isDryRun)
    const made = makePlan(cluster, body.edits, prepared, project)
    const { graph: _shown, ...judged } = made
    memory.put(made.plan, {
      plan: judged,
      steps: prepared.steps,
      cluster: cluster.id,
      server,
      user: user.name,
      ...(revertOf === undefined ? {} : { revertOf }),
    })
    return made
  }

  async function apply(
    cluster: Cluster,
    user: User,
    id: string,
    body: { readonly hash: string; readonly confirm?: string },
  ): Promise<Applied> {
    if (readOnly) throw new AppError('plan/read-only', {})
    const kept = memory.get(id)
    if (!kept || kept.cluster !== cluster.id || kept.user !== user.name)
      throw new AppError('plan/unknown', { plan: id })
    if (body.hash !== kept.plan.hash) throw new AppError('plan/hash', {})
    refuseUnlessAllowed(kept.plan, body.confirm)
    if (kept.applied) return kept.applied
    if (kept.server !== cluster.server && cluster.sample)
      throw new AppError('plan/other-sample', { now: cluster.sample.title })
    if (kept.server !== cluster.server)
      throw new AppError('plan/other-cluster', { reviewed: kept.server, now: cluster.server })
    const running = write(cluster, user, kept)
    kept.applied = running
    // A conflict wrote nothing: the same plan may be tried again.
    running.catch(() => {
      kept.applied = undefined
    })
    return running
  }

  async function write(cluster: Cluster, user: User, kept: Kept): Promise<Applied> {
    const api = cluster.as(user)
    await refuseChangedBases(api, kept.steps).catch((error: unknown) => {
      throw withNothingApplied(error)
    })
    const log = await history.of(cluster.id)
    const change = randomUUID()
    await log.intend({
      type: 'intent',
      id: change,
      at: now().toISOString(),
      who: user.name,
      groups: user.groups,
      plan: kept.plan.plan,
      hash: kept.plan.hash,
      verdict: kept.plan.verdict,
      summary: summaryOf(kept.plan.changes),
      ...(kept.revertOf === undefined ? {} : { revertOf: kept.revertOf }),
      steps: kept.steps.map((step, index) => ({
        op: step.op,
        resource: step.target.ref,
        group: step.target.kind.group,
        before: recorded(step.live),
        after: recorded(step.after),
        diff: kept.plan.changes[index]?.diff ?? '',
        ...(step.base ? { resourceVersion: step.base.resourceVersion } : {}),
      })),
      preview: { verdict: kept.plan.verdict, effects: kept.plan.effects },
      dryRun: kept.plan.dryRun,
    })
    const { state, results, failure } = await writeSteps(api, kept.steps)
    await log.settle({ type: 'result', id: change, at: now().toISOString(), state, results })
    // Nothing of it stands in the cluster: the refusal is the answer.
    if (failure && state === 'failed' && failure.code !== 'plan/blocked')
      throw withNothingApplied(failure)
    return { change, results }
  }

  return {
    plan: (cluster, user, body) => plan(cluster, user, body),
    apply,
    changes: async (cluster) => (await history.of(cluster.id)).list(),
    change: async (cluster, id) => (await history.of(cluster.id)).detail(id),
    async revert(cluster, user, id) {
      const log = await history.of(cluster.id)
      const edits = revertEdits(log.record(id))
      if (log.isDiscarded(id))
        throw new AppError('change/nothing-to-revert', {
          change: id,
          state: 'discarded by a reset',
        })
      return plan(cluster, user, { edits }, id)
    },
    async recordLoad(cluster, user, { sample, summary }, load) {
      const log = await history.of(cluster.id)
      const id = randomUUID()
      await log.intend({
        type: 'intent',
        id,
        at: now().toISOString(),
        who: user.name,
        groups: user.groups,
        plan: '',
        hash: '',
        verdict: 'ok',
        summary,
        sample,
        steps: [],
        preview: { verdict: 'ok', effects: [] },
        dryRun: { state: 'skipped', findings: [] },
      })
      const settle = (state: 'applied' | 'failed') =>
        log.settle({ type: 'result', id, at: now().toISOString(), state, results: [] })
      try {
        await load()
      } catch (error) {
        await settle('failed')
        throw error
      }
      await settle('applied')
      return id
    },
  }
}

function refuseUnlessAllowed(plan: Kept['plan'], confirm: string | undefined): void {
  if (plan.verdict === 'block') {
    const reasons = plan.findings.added.filter(isBlocking).map((finding) => finding.message)
    throw new AppError('plan/blocked', { because: reasons.slice(0, 3).join(' ') })
  }
  if (plan.confirm && plan.confirm.phrase !== confirm)
    throw new AppError('plan/confirm', plan.confirm)
}

/** Words of the connection do not know what was being done: whoever applied asks first whether anything was. */
function withNothingApplied(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code !== 'cluster/unreachable') return error
  const { server, reason } = error.params as ErrorParams<'cluster/unreachable'>
  const said = `${reason.replace(/[.\s]+$/, '')}. Nothing was applied.`
  return new AppError('cluster/unreachable', { server, reason: said }, { cause: error })
}

const DID = { create: 'Create', replace: 'Replace', delete: 'Delete' } as const

function summaryOf(changes: readonly PlannedChange[]): string {
  if (changes.length === 0) return 'Nothing to change'
  const shown = changes.slice(0, 3).map((change) => `${DID[change.op]} ${change.resource}`)
  return changes.length > 3
    ? `${shown.join(', ')} and ${changes.length - 3} more`
    : shown.join(', ')
}
