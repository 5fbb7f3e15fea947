import { record, text } from '#lib/resources/field.ts'
import { withQuery } from './api-path.ts'
import { noKubernetes, statusOf } from './failure.ts'
import { type Requester, retryAfterSeconds } from './request.ts'
import { Refused } from './watch-session.ts'

const PAGE_SIZE = 500
const PAGE_TIMEOUT_MS = 60_000

/**
 * A list in pages, for servers that do not stream one; each page is handed over before the next is asked for.
 * When the list expires half way (410) it begins anew, in one piece, as client-go does.
 *
 * @returns the version from which a watch goes on
 * @throws Refused, or AppError when there is no answer
 * @see kubernetes/client-go tools/pager/pager.go
 */
export async function listPages(options: {
  readonly requester: Requester
  readonly path: string
  readonly signal: AbortSignal
  /** `isFirst` tells to forget what came before. */
  readonly onPage: (items: readonly unknown[], isFirst: boolean) => void
}): Promise<string> {
  const { requester, path, signal, onPage } = options
  let limit: string | undefined = `${PAGE_SIZE}`
  let next: string | undefined
  for (;;) {
    const answer = await requester.json(withQuery(path, { limit, continue: next }), {
      signal,
      timeoutMs: PAGE_TIMEOUT_MS,
    })
    if (answer.status === 410 && next !== undefined) {
      limit = undefined
      next = undefined
      continue
    }
    const body = record(answer.body)
    if (answer.status !== 200) {
      const status = statusOf(answer.status, answer.body)
      const wait = retryAfterSeconds(answer.headers) ?? status.retryAfterSeconds
      throw new Refused({ ...status, retryAfterSeconds: wait })
    }
    // Go writes an empty list as null.
    if (!Array.isArray(body.items) && body.items !== null) {
      throw noKubernetes(requester.server, 'a list', answer)
    }
    onPage(Array.isArray(body.items) ? body.items : [], next === undefined)
    const metadata = record(body.metadata)
    next = text(metadata.continue) || undefined
    if (next === undefined) return text(metadata.resourceVersion) ?? ''
  }
}
