import type { Check } from '../../provider.ts'

export const CHECKS: readonly Check[] = []
