/** Seconds, as Kubernetes writes times. */
export const timestamp = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`
