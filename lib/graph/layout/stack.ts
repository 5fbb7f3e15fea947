/** Things above each other, each as near as it can be to where it wants to stand. */
export type Stackable = {
  readonly height: number
  /** Wished top; absent: no wish. */
  readonly wish?: number | undefined
}

/**
 * Tops of the things in the order given, `gap` apart. Groups that push each other share the mean of their wishes
 * (pool adjacent violators), so straight lines stay straight where they can.
 */
export function stackTops(things: readonly Stackable[], gap: number): readonly number[] {
  type Run = { size: number; sum: number; wishes: number; from: number; to: number; top: number }
  const runs: Run[] = []
  let known = 0
  for (const thing of things) if (thing.wish !== undefined) known = thing.wish
  things.forEach((thing, index) => {
    const size = thing.height + gap
    let run: Run = {
      size,
      sum: thing.wish ?? 0,
      wishes: thing.wish === undefined ? 0 : 1,
      from: index,
      to: index,
      top: thing.wish ?? Number.NaN,
    }
    while (runs.length) {
      const above = runs[runs.length - 1] as Run
      const floor = above.top + above.size
      if (above.wishes > 0 && run.wishes > 0 && run.top >= floor) break
      // Wishes of the lower run, measured from the upper run's top.
      runs.pop()
      run = {
        size: above.size + run.size,
        sum: above.sum + run.sum - run.wishes * above.size,
        wishes: above.wishes + run.wishes,
        from: above.from,
        to: run.to,
        top: 0,
      }
      run.top = run.wishes ? run.sum / run.wishes : Number.NaN
    }
    runs.push(run)
  })
  const tops = new Array<number>(things.length).fill(0)
  for (const run of runs) {
    let top = Number.isNaN(run.top) ? known : run.top
    for (let index = run.from; index <= run.to; index++) {
      tops[index] = Math.round(top)
      top += (things[index]?.height ?? 0) + gap
    }
  }
  return tops
}
