import { createHash, randomBytes } from 'node:crypto'
import type { User } from '#server/services.ts'

// Revisions count from the start of the process; a tag of an earlier one must not fit.
const process = randomBytes(8).toString('hex')

/** Weak, since the same answer may be sent compressed or not. The person is in it: nobody gets another's 304. */
export const etagOf = (url: string, user: User | undefined, version: readonly unknown[]): string =>
  `W/"${createHash('sha256')
    .update(JSON.stringify([process, url, user?.name, user?.groups, version]))
    .digest('base64url')
    .slice(0, 27)}"`

/** `If-None-Match: "a", W/"b"`; weak comparison, as RFC 9110 has it for this header. */
export const matchesEtag = (header: string | null, etag: string): boolean =>
  (header ?? '')
    .split(',')
    .map((tag) => tag.trim())
    .some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag.replace(/^W\//, ''))
