/** Runs at once, then at most once per interval; what is asked in between runs once at its end. */
export function everyAtMost(intervalMs: number, run: () => void): (() => void) & { stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = false
  const tick = () => {
    timer = undefined
    if (!asked) return
    asked = false
    go()
  }
  const go = () => {
    timer = setTimeout(tick, intervalMs)
    run()
  }
  const ask = () => {
    if (timer) asked = true
    else go()
  }
  return Object.assign(ask, {
    stop: () => {
      clearTimeout(timer)
      timer = undefined
      asked = false
    },
  })
}
