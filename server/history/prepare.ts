import { dryRunOutcome } from '#lib/changes/dry-run-findings.ts'
import {
  type EditRequest,
  readEdits,
  type Target,
  targetKey,
  targetOf,
  targetOfText,
} from '#lib/changes/edits.ts'
import { bodyOf } from '#lib/changes/object-body.ts'
import { inOrder } from '#lib/changes/order.ts'
import type { Edit, Plan } from '#lib/changes/plan.ts'
import { schemaFindings } from '#lib/changes/schema-findings.ts'
import { isBlocking, textFinding } from '#lib/changes/text-finding.ts'
import { AppError } from '#lib/errors/app-error.ts'
import type { Finding } from '#lib/findings/finding.ts'
import { at, text } from '#lib/resources/field.ts'
import { apiVersionOf, type Kind, kindId } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { formatRef, type Ref } from '#lib/resources/reference.ts'
import { applyDefaults } from '#lib/schema/defaults.ts'
import { prune } from '#lib/schema/prune.ts'
import { validateSchema } from '#lib/schema/validate.ts'
import { withoutManagedFields } from '#lib/yaml/dump.ts'
import type { Cluster, KubernetesApi } from '#server/services.ts'
import { baseOf, readLive, type Step, send } from './step.ts'

/** A plan is read by a person: more objects than this at once are none. */
const MAX_OBJECTS = 100

export type Prepared = {
  /** In the order of writing. */
  readonly steps: readonly Step[]
  /** About the texts: syntax, schema, targets. */
  readonly findings: readonly Finding[]
  readonly dryRun: Plan['dryRun']
}

type Draft = { step: Step; findings: Finding[] }

/** Reads texts, the live objects with the person's rights, and the API server's verdict. Writes nothing. */
export async function prepare(
  cluster: Cluster,
  api: KubernetesApi,
  edits: readonly Edit[],
  isDryRun: boolean,
): Promise<Prepared> {
  const { requests, findings } = readEdits(edits)
  if (requests.length > MAX_OBJECTS)
    throw new AppError('request/invalid', {
      where: 'edits',
      message: `A plan holds at most ${MAX_OBJECTS} objects, not ${requests.length}.`,
    })
  const drafts = await Promise.all(
    requests.map((request) =>
      request.op === 'write'
        ? prepareWrite(cluster, api, request)
        : prepareDelete(cluster, api, request),
    ),
  )
  const all = [...findings, ...drafts.flatMap((draft) => draft.findings), ...doubled(drafts)]
  const ready = inOrder(
    drafts.flatMap((draft) =>
      'step' in draft ? [{ op: draft.step.op, kind: draft.step.target.kind.kind, draft }] : [],
    ),
  ).map((entry) => entry.draft as Draft)
  const tries = isDryRun && !all.some(isBlocking)
  const outcomes = await Promise.all(
    ready.map(({ step }) =>
      tries ? tryOut(api, step) : { step, state: 'skipped' as const, findings: [] },
    ),
  )
  return {
    steps: outcomes.map((outcome) => outcome.step),
    findings: all,
    dryRun: {
      state: worstState(outcomes.map((outcome) => outcome.state)),
      findings: outcomes.flatMap((outcome) => outcome.findings),
    },
  }
}

type Drafted = Draft | { readonly findings: readonly Finding[] }

async function prepareWrite(
  cluster: Cluster,
  api: KubernetesApi,
  request: Extract<EditRequest, { op: 'write' }>,
): Promise<Drafted> {
  const { document, value } = request
  const served = await api.kindOf(request.apiVersion, request.kind)
  const { target, findings: aboutTarget } = targetOfText(request, served)
  const schema = served && (await api.schemaOf(request.apiVersion, request.kind))
  const issues = schema ? validateSchema(schema, value) : []
  const aboutSchema = schemaFindings(issues, target?.ref, document)
  // Fields that stand in the wrong place explain why the name is missing.
  const findings =
    !target && aboutSchema.length > 0 ? [...aboutSchema] : [...aboutTarget, ...aboutSchema]
  if (!served || !target) return { findings }
  if (!isEditable(cluster, served)) return { findings: [...findings, notEditable(target)] }
  const read = await readOrRefuse(api, target)
  if (read.refused) return { findings: [...findings, read.refused] }
  const { live } = read
  const stale = live && statedBase(value, live)
  if (stale) findings.push(staleBase(target.ref))
  const body = bodyOf(value, target, live)
  return {
    step: {
      op: live ? 'replace' : 'create',
      target,
      base: stale ?? baseOf(live),
      ...(live ? { live } : {}),
      body,
      after: schema ? applyDefaults(schema, prune(schema, body).value) : body,
      document,
    },
    findings,
  }
}

async function prepareDelete(
  cluster: Cluster,
  api: KubernetesApi,
  request: Extract<EditRequest, { op: 'delete' }>,
): Promise<Drafted> {
  const about = (code: string, ref: Ref, message: string): Drafted => ({
    findings: [
      textFinding({ code, severity: 'error', layer: 'admission', resource: ref, message }),
    ],
  })
  const asGiven = formatRef(request.kind, request.namespace, request.name)
  const kinds = cluster.kinds.filter(
    (kind) =>
      kind.kind === request.kind &&
      (request.group === undefined ||
        kind.group === (request.group === 'core' ? '' : request.group)),
  )
  const found: Step[] = []
  for (const kind of kinds) {
    const version = await versionOf(cluster, api, kind)
    if (version === undefined) continue
    const namespace = kind.scope === 'Namespaced' ? (request.namespace ?? 'default') : undefined
    const target = targetOf(kind, version, namespace, request.name)
    const read = await readOrRefuse(api, target)
    if (read.refused) return { findings: [read.refused] }
    if (read.live) found.push({ op: 'delete', target, base: baseOf(read.live), live: read.live })
  }
  const [step, other] = found
  if (!step) return about('change.not-found', asGiven, `There is no ${asGiven} to delete.`)
  if (other)
    return about(
      'change.ambiguous',
      asGiven,
      `${asGiven} stands for several objects, of the groups ${found.map((s) => s.target.kind.group || 'core').join(' and ')}: name the group.`,
    )
  if (!isEditable(cluster, step.target.kind)) return { findings: [notEditable(step.target)] }
  return { step, findings: [] }
}

/** The version that is watched, else the first of the table that is served. */
async function versionOf(
  cluster: Cluster,
  api: KubernetesApi,
  kind: Kind,
): Promise<string | undefined> {
  const watched = cluster.view().snapshot.kinds.get(kindId(kind))?.version
  if (watched !== undefined) return watched
  for (const version of kind.versions)
    if (await api.kindOf(apiVersionOf(kind.group, version), kind.kind)) return version
  return undefined
}

const isEditable = (cluster: Cluster, kind: Kind): boolean =>
  (cluster.kinds.find((known) => kindId(known) === kindId(kind)) ?? kind).editable

const notEditable = (target: Target): Finding =>
  textFinding({
    code: 'change.kind-not-editable',
    severity: 'error',
    layer: 'admission',
    resource: target.ref,
    path: 'kind',
    message: `Meshwright does not write objects of kind ${target.kind.kind}.`,
    fix: 'Change it with the tool that manages it.',
  })

async function readOrRefuse(
  api: KubernetesApi,
  target: Target,
): Promise<{ readonly live?: KubernetesObject; readonly refused?: Finding }> {
  try {
    const live = await readLive(api, target)
    return live ? { live } : {}
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'cluster/forbidden') throw error
    return {
      refused: textFinding({
        code: 'change.not-permitted',
        severity: 'error',
        layer: 'admission',
        resource: target.ref,
        message: `What stands there now cannot be compared: ${error.message}`,
      }),
    }
  }
}

/** A text that was copied from the cluster says which version it was; another one is live by now. */
function statedBase(value: unknown, live: KubernetesObject): Step['base'] | undefined {
  const resourceVersion = text(at(value, 'metadata', 'resourceVersion'))
  const uid = text(at(value, 'metadata', 'uid'))
  const base = baseOf(live)
  if (!base) return undefined
  const stated = { uid: uid ?? base.uid, resourceVersion: resourceVersion ?? base.resourceVersion }
  return stated.uid === base.uid && stated.resourceVersion === base.resourceVersion
    ? undefined
    : stated
}

const staleBase = (resource: Ref): Finding =>
  textFinding({
    code: 'change.stale-base',
    severity: 'warning',
    layer: 'cross-resource',
    resource,
    path: 'metadata.resourceVersion',
    message: `${resource} changed after this text was read, so applying it will be refused.`,
    fix: 'Compare with what is live, then take metadata.resourceVersion and metadata.uid out of the text.',
  })

function doubled(drafts: readonly Drafted[]): readonly Finding[] {
  const seen = new Set<string>()
  return drafts.flatMap((draft) => {
    if (!('step' in draft)) return []
    const { target } = draft.step
    const key = targetKey(target)
    if (!seen.has(key)) {
      seen.add(key)
      return []
    }
    return [
      textFinding({
        code: 'change.object-twice',
        severity: 'error',
        layer: 'yaml',
        resource: target.ref,
        message: `${target.ref} is edited twice in one plan.`,
        fix: 'Keep one of the two.',
      }),
    ]
  })
}

type Tried = {
  readonly step: Step
  readonly state: Plan['dryRun']['state']
  readonly findings: readonly Finding[]
}

async function tryOut(api: KubernetesApi, step: Step): Promise<Tried> {
  // A text of an older version is tried on top of the live one: whether it is still wanted is another question.
  const { target } = step
  const base = baseOf(step.live)
  const result = await send(api, { ...step, base }, { dryRun: true })
  if (!result.ok) {
    const { state, findings } = dryRunOutcome(result, {
      resource: target.ref,
      group: target.kind.group,
      ...(step.document ? { document: step.document } : {}),
    })
    return { step, state, findings }
  }
  const findings = result.warnings.map((message, index) =>
    textFinding({
      code: 'change.server-warning',
      severity: 'info',
      layer: 'admission',
      resource: target.ref,
      path: `warning[${index}]`,
      message: `The API server warns: ${message}`,
    }),
  )
  const after = step.op === 'delete' ? undefined : result.object
  return {
    step: after ? { ...step, after: withoutManagedFields(after) } : step,
    state: 'passed',
    findings,
  }
}

function worstState(states: readonly Plan['dryRun']['state'][]): Plan['dryRun']['state'] {
  for (const state of ['failed', 'denied', 'skipped'] as const)
    if (states.includes(state)) return state
  return states.length > 0 ? 'passed' : 'skipped'
}
