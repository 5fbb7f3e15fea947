import type { AppError } from '#lib/errors/app-error.ts'
import type { SnapshotEvent } from '#lib/snapshot/snapshot.ts'
import type { KubernetesApi, User } from '#server/services.ts'

/** What a cluster is read from and written to; `server/kubernetes` is the implementation over HTTP. */
export type ClusterSource = {
  /** Starts to read, for ever; called once. */
  watch(listener: ClusterListener): void
  as(user: User): KubernetesApi
  /** Try again now whatever is being waited for. */
  retry(): void
  close(): Promise<void>
}

export type ClusterListener = {
  event(event: SnapshotEvent): void
  /** The API server cannot be spoken to at all; undefined once it can. */
  failure(error: AppError | undefined): void
}
