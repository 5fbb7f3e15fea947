const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

const cleanups = new Set<() => void>()
let isWatching = false

/**
 * Runs `cleanup` when this process ends, also by a signal (all but SIGKILL); the newest first.
 * @returns takes it back
 */
export function atExit(cleanup: () => void): () => void {
  watch()
  cleanups.add(cleanup)
  return () => void cleanups.delete(cleanup)
}

function runAll(): void {
  for (const cleanup of [...cleanups].reverse()) {
    cleanups.delete(cleanup)
    cleanup()
  }
}

function watch(): void {
  if (isWatching) return
  isWatching = true
  process.on('exit', runAll)
  for (const signal of SIGNALS) {
    const onSignal = () => {
      // Where others listen too, the end is theirs to decide and 'exit' does the rest.
      if (process.listenerCount(signal) > 1) return
      runAll()
      process.off(signal, onSignal)
      process.kill(process.pid, signal) // ends it as if nobody had listened
    }
    process.on(signal, onSignal)
  }
}
