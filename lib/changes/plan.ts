import type { Finding } from '#lib/findings/finding.ts'
import type { GraphDiff } from '#lib/graph/graph.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { Ref } from '#lib/resources/reference.ts'

export type Edit = { readonly text: string } | { readonly delete: Ref; readonly group?: string }

export type Verdict = 'ok' | 'warn' | 'confirm' | 'block'

export type PlannedChange = {
  readonly op: 'create' | 'replace' | 'delete'
  readonly resource: Ref
  readonly base: { readonly uid: string; readonly resourceVersion: string } | null
  readonly before?: KubernetesObject
  readonly after?: KubernetesObject
  /** Unified diff of the two texts, managed fields and status left out. */
  readonly diff: string
  readonly owner?: { readonly by: 'argocd' | 'flux' | 'helm'; readonly name: string }
}

export type Effect = {
  readonly kind: 'route' | 'mtls' | 'access' | 'gateway' | 'workload' | 'object'
  readonly summary: string
  readonly before?: string
  readonly after?: string
  readonly affected: readonly string[]
}

/** What `POST …/plans` answers: all that a person sees before deciding, tied to what is written by `hash`. */
export type Plan = {
  readonly plan: string
  readonly hash: string
  readonly verdict: Verdict
  readonly confirm?: { readonly phrase: string; readonly because: string }
  readonly changes: readonly PlannedChange[]
  readonly findings: {
    readonly added: readonly Finding[]
    readonly kept: readonly Finding[]
    readonly removed: readonly Finding[]
  }
  readonly effects: readonly Effect[]
  readonly graph: GraphDiff
  readonly dryRun: {
    readonly state: 'passed' | 'failed' | 'skipped' | 'denied'
    readonly findings: readonly Finding[]
  }
}
