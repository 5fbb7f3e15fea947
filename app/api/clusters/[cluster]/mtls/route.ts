import { endpoints } from '#lib/api/endpoints.ts'
import { wholeMtls } from '#lib/graph/reports/mtls-whole.ts'
import { clusterOf, fromView } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'
import { withRoots } from '#server/http/trust-roots.ts'

export const GET = handle(endpoints.mtls, ({ params, services }) =>
  fromView(clusterOf(services, params.cluster), ({ mtls, model, snapshot }) => {
    const whole = wholeMtls(model, mtls)
    return { ...whole, trust: withRoots(whole.trust, snapshot) }
  }),
)
