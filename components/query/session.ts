import { useSyncExternalStore } from 'react'
import { served } from '#components/ui/base-path.ts'
import { api } from '#lib/paths.ts'

/** Whether the server still knows us; every call reports what it hears. */
let signedOut = false
const listeners = new Set<() => void>()

export function reportSignedOut(value: boolean): void {
  if (signedOut === value) return
  signedOut = value
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useSignedOut = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => signedOut,
    () => false,
  )

/** Trades a launch token for a cookie. Answers whether it was taken. */
export async function signIn(token: string): Promise<boolean> {
  const response = await fetch(served(api.session), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: token.trim() }),
    credentials: 'same-origin',
  })
  if (response.ok) reportSignedOut(false)
  return response.ok
}

/** Ends the session; the page then asks for the launch token. Throws when the server does not answer. */
export async function signOut(): Promise<void> {
  const response = await fetch(served(api.session), {
    method: 'DELETE',
    credentials: 'same-origin',
  })
  // 401: it was over already.
  if (!response.ok && response.status !== 401)
    throw new Error(`The server answered ${response.status}. You are still signed in.`)
  reportSignedOut(true)
}

let launch: Promise<void> | undefined

/**
 * The printed address carries the launch token in its fragment, which no server log sees. It is posted once, before
 * anything else is asked for, and leaves the address bar.
 */
export function launchTokenPosted(): Promise<void> {
  launch ??= postLaunchToken()
  return launch
}

async function postLaunchToken(): Promise<void> {
  const token = new URLSearchParams(window.location.hash.slice(1)).get('token')
  if (!token) return
  await signIn(token).catch(() => false)
  // Only now: the router writes the address it was started with once more while it starts, and a state of its own
  // (rather than null) would keep this change from it.
  window.history.replaceState(null, '', window.location.pathname + window.location.search)
}
