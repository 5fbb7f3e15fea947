import { createHash, randomBytes } from 'node:crypto'
import { AppError } from '#lib/errors/app-error.ts'
import type { Identity, Sessions, User } from '#server/services.ts'
import { credentialOf, sessionCookie, type Where } from './cookie.ts'
import { sameToken } from './launch-token.ts'

const HOUR = 3_600_000
const IDLE = 12 * HOUR
const ABSOLUTE = 7 * 24 * HOUR
const MOST = 1000

type Session = { readonly opened: number; used: number }

const keyOf = (id: string): string => createHash('sha256').update(id).digest('base64url')

/**
 * Sessions of the local mode: whoever has the launch token is the person who started the process. The browser
 * holds an opaque id, everything else stays here; of the id, only a digest is kept.
 */
export function createSessions({
  token,
  user,
  now = Date.now,
  ...where
}: {
  readonly token: string
  readonly user: User
  readonly now?: () => number
} & Where): Sessions {
  const sessions = new Map<string, Session>()
  const expiryOf = ({ opened, used }: Session): number => Math.min(used + IDLE, opened + ABSOLUTE)

  function live(key: string): Session | undefined {
    const session = sessions.get(key)
    if (!session || expiryOf(session) > now()) return session
    sessions.delete(key)
    return undefined
  }

  const identity = (key: string, session: Session): Identity => ({
    user,
    key,
    by: 'cookie',
    expires: new Date(expiryOf(session)).toISOString(),
  })

  return {
    signIn(given) {
      if (!sameToken(given, token)) throw new AppError('session/wrong-token', {})
      // The oldest goes: a map keeps the order of insertion.
      while (sessions.size >= MOST) sessions.delete(sessions.keys().next().value ?? '')
      const id = randomBytes(32).toString('base64url')
      const session = { opened: now(), used: now() }
      sessions.set(keyOf(id), session)
      return { cookie: sessionCookie(id, where), identity: identity(keyOf(id), session) }
    },
    identify(headers) {
      const credential = credentialOf(headers, where)
      if (credential?.by === 'token') {
        if (!sameToken(credential.token, token)) throw new AppError('session/wrong-token', {})
        return { user, key: 'token', by: 'token' }
      }
      const key = credential && keyOf(credential.id)
      const session = key && live(key)
      if (!session) return undefined
      session.used = now()
      return identity(key, session)
    },
    holds: ({ by, key }) => by === 'token' || live(key) !== undefined,
    signOut({ key }) {
      sessions.delete(key)
      return sessionCookie('', where, 0)
    },
  }
}
