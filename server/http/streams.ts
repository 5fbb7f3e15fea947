import { AppError } from '#lib/errors/app-error.ts'
import type { Streams } from '#server/services.ts'

const PER_SESSION = 8
const MOST = 2000

/** The event streams that are open, so that no session takes all of them and none keeps the process alive. */
export function createStreams({ perSession = PER_SESSION, most = MOST } = {}): Streams {
  const open = new Map<object, { readonly session: string; readonly end: () => void }>()
  return {
    open(session, end) {
      const own = [...open.values()].filter((stream) => stream.session === session).length
      if (own >= perSession) throw new AppError('request/too-many-streams', { limit: perSession })
      if (open.size >= most) throw new AppError('request/too-many-streams', { limit: most })
      const key = {}
      open.set(key, { session, end })
      return () => void open.delete(key)
    },
    closeAll() {
      for (const { end } of [...open.values()]) end()
    },
  }
}
