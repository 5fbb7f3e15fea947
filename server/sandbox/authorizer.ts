import { type Access, forbidden } from './access-request.ts'
import { type Caller, MASTERS } from './caller.ts'
import type { RoleResolver } from './role-resolver.ts'
import { ruleAllows } from './role-rules.ts'

export type Decision = { readonly allowed: boolean; readonly reason: string }

/** Decides by roles, but for the group that may do everything. */
export class Authorizer {
  readonly roles: RoleResolver

  constructor(roles: RoleResolver) {
    this.roles = roles
  }

  decide(caller: Caller, access: Access): Decision {
    if (caller.groups.includes(MASTERS)) return { allowed: true, reason: '' }
    const problems: string[] = []
    const namespace = 'path' in access ? '' : access.namespace
    for (const held of this.roles.rulesFor(caller, namespace)) {
      if ('problem' in held) problems.push(held.problem)
      else if (ruleAllows(held.rule, access))
        return { allowed: true, reason: `RBAC: allowed by ${held.source}` }
    }
    if (problems.length === 0) return { allowed: false, reason: '' }
    const shown = problems.length === 1 ? problems[0] : `[${problems.join(', ')}]`
    return { allowed: false, reason: `RBAC: ${shown}` }
  }

  /** @throws StatusError 403 */
  require(caller: Caller, access: Access): void {
    const { allowed, reason } = this.decide(caller, access)
    if (!allowed) throw forbidden(caller, access, reason)
  }
}
