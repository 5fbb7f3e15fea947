import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const SHORTEST = 16

/** The token of this process: the one that the launcher passed on, else a random one of 256 bit. */
export function launchToken(configured: string | undefined): string {
  if (!configured) return randomBytes(32).toString('base64url')
  if (configured.length < SHORTEST) {
    throw new Error(`MESHWRIGHT_TOKEN is shorter than ${SHORTEST} characters: choose a longer one.`)
  }
  return configured
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Takes the same time whatever differs, length included. */
export const sameToken = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))
