import type { MeshProvider } from '../provider.ts'
import { CHECKS } from './checks/index.ts'
import { keepIstio } from './contribute.ts'
import { ISTIO_KINDS } from './kinds.ts'

export const istio: MeshProvider = {
  id: 'istio',
  kinds: ISTIO_KINDS,
  keep: keepIstio,
  checks: CHECKS,
}
