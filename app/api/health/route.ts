import { endpoints } from '#lib/api/endpoints.ts'
import { handle } from '#server/http/handle.ts'

export const GET = handle(endpoints.health, () => ({ status: 'ok' as const }))
