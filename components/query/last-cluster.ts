const KEY = 'meshwright.cluster'

/** The cluster that was looked at last in this browser. */
export function lastCluster(): string | undefined {
  try {
    return localStorage.getItem(KEY) ?? undefined
  } catch {
    return undefined
  }
}

export function keepLastCluster(id: string): void {
  try {
    localStorage.setItem(KEY, id)
  } catch {
    // Storage is off; then it is the current one each time.
  }
}
