import { endpoints } from '#lib/api/endpoints.ts'
import { openapiOf } from '#lib/api/openapi.ts'
import { handle } from '#server/http/handle.ts'

export const GET = handle(endpoints.openapi, ({ services }) =>
  openapiOf(Object.values(endpoints), services.settings.basePath),
)
