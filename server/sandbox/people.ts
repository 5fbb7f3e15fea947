import { readFileSync } from 'node:fs'
import { isRecord, list, text, texts } from '#lib/resources/field.ts'
import { ADMINISTRATOR, ANONYMOUS, AUTHENTICATED, type Caller } from './caller.ts'
import { StatusError } from './status-error.ts'

/** Somebody who signs in with a token. */
export type SignedInPerson = {
  readonly token: string
  readonly user: string
  readonly uid?: string
  readonly groups?: readonly string[]
}

/**
 * People in a JSON file: `[{ "token": "…", "user": "ann", "groups": ["team"] }]`.
 *
 * @throws Error that says what is wrong with it
 */
export function readPeople(file: string): readonly SignedInPerson[] {
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (!Array.isArray(value)) throw new Error(`${file}: a list of people is expected`)
  return list(value).map((person, index) => {
    const { token, user, uid, groups } = isRecord(person) ? person : {}
    if (!text(token) || !text(user))
      throw new Error(`${file}: person ${index + 1} has no token or no user`)
    return {
      token: String(token),
      user: String(user),
      ...(text(uid) ? { uid: String(uid) } : {}),
      groups: texts(groups),
    }
  })
}

/** Reads the caller of a request from its headers. */
export type Authenticate = (authorization: string | undefined) => Caller

const BEARER = /^bearer +(\S+) *$/i

/**
 * Where nobody is named, everybody on this machine is the administrator. Otherwise a token decides, and
 * who has none is anonymous, as on the real server.
 */
export function authenticator(people: readonly SignedInPerson[] | undefined): Authenticate {
  if (!people || people.length === 0) return () => ADMINISTRATOR
  const callers = new Map(
    people.map(({ token, user, uid, groups = [] }): [string, Caller] => [
      token,
      {
        username: user,
        ...(uid ? { uid } : {}),
        groups: groups.includes(AUTHENTICATED) ? groups : [...groups, AUTHENTICATED],
      },
    ]),
  )
  return (authorization) => {
    const token = BEARER.exec(authorization ?? '')?.[1]
    if (token === undefined) return ANONYMOUS
    const caller = callers.get(token)
    if (!caller) throw new StatusError(401, 'Unauthorized', 'Unauthorized')
    return caller
  }
}
