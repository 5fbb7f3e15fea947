import { randomBytes } from 'node:crypto'
import { badRequest, expired } from './status-error.ts'
import type { Entry } from './store.ts'

/** As long as etcd keeps old versions on a real server. */
const KEPT_MS = 5 * 60_000
const KEPT_LISTS = 200

type Rest = {
  readonly entries: readonly Entry[]
  readonly resourceVersion: number
  readonly until: number
}

/**
 * Lists that are fetched in pages. What follows the first page is kept as it was then: entries never
 * change, so that costs a list of pointers.
 */
export class Pages {
  private readonly rests = new Map<string, Rest>()
  private readonly now: () => Date

  constructor(now: () => Date) {
    this.now = now
  }

  /** @returns the token to go on with */
  keep(entries: readonly Entry[], resourceVersion: number): string {
    const id = randomBytes(12).toString('base64url')
    for (const oldest of this.rests.keys()) {
      if (this.rests.size < KEPT_LISTS) break
      this.rests.delete(oldest)
    }
    this.rests.set(id, { entries, resourceVersion, until: this.now().getTime() + KEPT_MS })
    const token = { v: 'meta.k8s.io/v1', rv: resourceVersion, start: id }
    return Buffer.from(JSON.stringify(token)).toString('base64url')
  }

  /**
   * What is left of a list. A token may be used again, as a client does after a lost answer.
   *
   * @throws StatusError 400 for what is no token, 410 for one that is too old
   */
  take(token: string): Rest {
    const rest = this.rests.get(this.idOf(token))
    if (rest && rest.until > this.now().getTime()) return rest
    throw expired(
      'The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter.',
    )
  }

  private idOf(token: string): string {
    let parsed: unknown
    try {
      parsed = JSON.parse(Buffer.from(token, 'base64url').toString())
    } catch {
      throw badRequest('invalid continue token: continue key is not valid: not JSON')
    }
    if (typeof parsed === 'object' && parsed !== null && 'v' in parsed && 'start' in parsed)
      if (parsed.v === 'meta.k8s.io/v1' && typeof parsed.start === 'string') return parsed.start
    throw badRequest(
      'invalid continue token: continue key is not valid: server does not recognize this encoded version',
    )
  }
}
