import type { Edit, Effect, Plan, PlannedChange } from '#lib/changes/plan.ts'
import type { Problem } from '#lib/errors/app-error.ts'
import type { Finding } from '#lib/findings/finding.ts'
import type { GraphDiff, GraphEdge, GraphNode } from '#lib/graph/graph.ts'
import type { CollapsedGraph } from '#lib/graph/reports/collapse.ts'
import type { GatewaysReport } from '#lib/graph/reports/gateways-report.ts'
import type { InstallationRow } from '#lib/graph/reports/installations-report.ts'
import type { RouteTableRow } from '#lib/graph/reports/routes-report.ts'
import type { ServiceRow } from '#lib/graph/reports/services-report.ts'
import type { WorkloadRow } from '#lib/graph/reports/workloads-report.ts'
import type { AccessReport } from '#lib/model/access-report.ts'
import type { MtlsReport } from '#lib/model/mtls-report.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { accessReport } from './access.ts'
import type { collapsed } from './collapsed.ts'
import type * as common from './common.ts'
import type { Frozen } from './endpoints.ts'
import type { finding } from './finding.ts'
import type { gatewaysReport } from './gateways.ts'
import type { graphDiff, graphEdge, graphNode } from './graph.ts'
import type { installation } from './installations.ts'
import type { mtlsReport } from './mtls.ts'
import type * as plans from './plan.ts'
import type { routeTable } from './routes.ts'
import type { serviceRow } from './services.ts'
import type { workloadRow } from './workloads.ts'
import type { z } from './zod.ts'

/**
 * The compiler's proof that the contract and the domain say the same: each row is `true` only if the two types
 * can stand for each other. A field that one side gains and the other lacks is an error here.
 */
type Same<S extends z.ZodType, Domain> = [Frozen<z.infer<S>>] extends [Frozen<Domain>]
  ? [Frozen<Domain>] extends [Frozen<z.infer<S>>]
    ? SameKeys<z.infer<S>, Domain>
    : { readonly 'the contract asks for more than the domain has': z.infer<S> }
  : { readonly 'the domain asks for more than the contract has': Domain }

/** Optional fields are assignable when they are missing on one side, so the names at every depth are compared too. */
type SameKeys<A, B> = [Names<A>] extends [Names<B>]
  ? [Names<B>] extends [Names<A>]
    ? true
    : { readonly 'only the domain has': Exclude<Names<B>, Names<A>> }
  : { readonly 'only the contract has': Exclude<Names<A>, Names<B>> }

/** `nodes.added.findings.error`; maps with free keys end the path. */
type Names<T> = T extends readonly (infer I)[]
  ? Names<I>
  : T extends object
    ? {
        [K in keyof T as string extends K ? never : K]-?: K extends string
          ? K | `${K}.${Names<NonNullable<T[K]>>}`
          : never
      } extends infer M
      ? M[keyof M] & string
      : never
    : never

type Rows = {
  node: Same<typeof graphNode, GraphNode>
  edge: Same<typeof graphEdge, GraphEdge>
  graphDiff: Same<typeof graphDiff, GraphDiff>
  finding: Same<typeof finding, Finding>
  mtls: Same<z.ZodObject<typeof mtlsReport>, MtlsReport>
  workload: Same<typeof workloadRow, WorkloadRow>
  service: Same<typeof serviceRow, ServiceRow>
  gateways: Same<z.ZodObject<typeof gatewaysReport>, GatewaysReport>
  routes: Same<typeof routeTable, RouteTableRow>
  installation: Same<typeof installation, InstallationRow>
  access: Same<z.ZodObject<typeof accessReport>, AccessReport>
  collapsed: Same<z.ZodObject<typeof collapsed>, CollapsedGraph>
  edit: Same<typeof plans.edit, Edit>
  effect: Same<typeof plans.effect, Effect>
  plannedChange: Same<typeof plans.plannedChange, PlannedChange>
  plan: Same<typeof plans.plan, Plan>
  problem: Same<typeof common.problem, Problem>
  object: Same<typeof common.kubernetesObject, KubernetesObject>
}

export const CONFORMS: Rows = {
  node: true,
  edge: true,
  graphDiff: true,
  finding: true,
  mtls: true,
  workload: true,
  service: true,
  gateways: true,
  routes: true,
  installation: true,
  access: true,
  collapsed: true,
  edit: true,
  effect: true,
  plannedChange: true,
  plan: true,
  problem: true,
  object: true,
}
