import { userInfo } from 'node:os'
import type { User } from '#server/services.ts'

/** The person whose process this is: whoever holds the launch token acts as them. Accounts without a name exist. */
export function owner(): User {
  try {
    return { name: userInfo().username, groups: [] }
  } catch {
    return { name: 'local', groups: [] }
  }
}
