import { endpoints } from '#lib/api/endpoints.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { inForceOf } from '#lib/meshes/in-force.ts'
import { clusterOf, fromView } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'

export const GET = handle(endpoints.effective, ({ params, query, services }) =>
  fromView(clusterOf(services, params.cluster), ({ model }) => {
    const { kind, namespace, name } = query
    const found = inForceOf(model, kind, namespace, name)
    if (!found) {
      throw new AppError('resource/not-found', { resource: `${kind}/${namespace}/${name}` })
    }
    return found
  }),
)
