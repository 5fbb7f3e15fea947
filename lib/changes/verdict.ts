import type { Finding } from '#lib/findings/finding.ts'
import type { Risk } from './access-risks.ts'
import type { Plan } from './plan.ts'
import { isBlocking } from './text-finding.ts'

export type VerdictInput = {
  /** Findings that the change brings, those about its text and by the dry run included. */
  readonly added: readonly Finding[]
  /** Findings that stay on what the change touches or newly governs. */
  readonly kept: readonly Finding[]
  readonly risks: readonly Risk[]
  readonly isEncryptionLowered: boolean
  readonly unnamedServices: readonly string[]
}

/**
 * The verdict on a change, by the first rule that fits: `block` for what would be refused, `confirm` for what
 * would be taken but breaks or opens something, `warn` for what deserves a look, else `ok`.
 */
export function verdictOf(input: VerdictInput): Pick<Plan, 'verdict' | 'confirm'> {
  const errors = input.added.filter((finding) => finding.severity === 'error')
  if (errors.some(isBlocking)) return { verdict: 'block' }
  if (errors.length > 0 || input.risks.length > 0)
    return { verdict: 'confirm', confirm: confirmation(errors, input.risks) }
  const hasWarning = [...input.added, ...input.kept].some((f) => f.severity !== 'info')
  return hasWarning || input.isEncryptionLowered || input.unnamedServices.length > 0
    ? { verdict: 'warn' }
    : { verdict: 'ok' }
}

/** The phrase names the first effect; `because` says them all. */
function confirmation(errors: readonly Finding[], risks: readonly Risk[]): Plan['confirm'] {
  const first = errors[0]
  const phrase =
    risks[0]?.phrase ??
    `break ${first?.resource === 'mesh' ? 'mesh' : first?.resource.split('/').at(-1)}`
  const reasons = [
    ...risks.map((risk) => risk.summary),
    ...errors.map((finding) => finding.message),
  ]
  const shown = reasons.slice(0, 5).join(' ')
  return {
    phrase,
    because: reasons.length > 5 ? `${shown} And ${reasons.length - 5} more.` : shown,
  }
}
