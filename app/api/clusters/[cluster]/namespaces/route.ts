import { endpoints } from '#lib/api/endpoints.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { clusterOf } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'

export const POST = handle(endpoints.readNamespaces, async ({ params, body, services }) => {
  const cluster = clusterOf(services, params.cluster)
  if (!cluster.readNamespaces) {
    const message = 'its namespaces are not read one by one'
    throw new AppError('request/invalid', { where: `cluster ${cluster.id}`, message })
  }
  const namespaces = [...new Set(body.namespaces)]
  cluster.readNamespaces(namespaces)
  const kept = await services.named.keep(cluster.id, namespaces).then(
    () => true,
    (error: unknown) => {
      console.error(`The namespaces named for ${cluster.id} could not be kept:`, error)
      return false
    },
  )
  return { namespaces, kept }
})
