/** What one suite came to. Every skipped test is named, with the reason. */
export type Outcome = {
  passed: number
  failed: number
  skipped: { name: string; reason: string }[]
  /** Where it ran, for example `sandbox` or `kube-apiserver v1.36.3`. */
  server?: string
}

export type Suite = { id: string; title: string; run: () => Promise<Outcome> }

export const outcome = (passed: number, failed: number): Outcome => ({
  passed,
  failed,
  skipped: [],
})

export const sum = (outcomes: readonly Outcome[]): Outcome => ({
  passed: outcomes.reduce((total, o) => total + o.passed, 0),
  failed: outcomes.reduce((total, o) => total + o.failed, 0),
  skipped: outcomes.flatMap((o) => o.skipped),
})
