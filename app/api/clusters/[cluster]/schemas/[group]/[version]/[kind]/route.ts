import { endpoints } from '#lib/api/endpoints.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { apiVersionOf } from '#lib/resources/kind.ts'
import { clusterOf } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'

export const GET = handle(endpoints.schema, async ({ params, user, services }) => {
  const { group, version, kind } = params
  const apiVersion = apiVersionOf(group, version)
  const api = clusterOf(services, params.cluster).as(user)
  const schema = await api.schemaOf(apiVersion, kind)
  if (!schema) throw new AppError('resource/unknown-kind', { what: `${apiVersion} ${kind}` })
  return schema
})
