import type { Listening } from '#lib/access/host.ts'

/** Where this process listens, as the launcher says it, else as the server beneath reads it. */
export function listeningFrom(env: Readonly<Record<string, string | undefined>>): Listening {
  const port = Number(env.MESHWRIGHT_PORT || env.PORT)
  return {
    host: env.MESHWRIGHT_HOST || '127.0.0.1',
    port: Number.isInteger(port) && port > 0 ? port : 3000,
  }
}
