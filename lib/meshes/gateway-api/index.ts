import type { MeshProvider } from '../provider.ts'
import { contribute } from './contribute.ts'
import { GATEWAY_API_KINDS } from './kinds.ts'

export const gatewayApi: MeshProvider = {
  id: 'gateway-api',
  kinds: GATEWAY_API_KINDS,
  contribute,
  checks: [],
}
