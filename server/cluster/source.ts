import type { AppError } from '#lib/errors/app-error.ts'
import type { SnapshotEvent } from '#lib/snapshot/snapshot.ts'
import type { KubernetesApi, SampleName, UnreadableManifest, User } from '#server/services.ts'

/** What a cluster is read from and written to; `server/kubernetes` is the implementation over HTTP. */
export type ClusterSource = {
  /** Starts to read, for ever; called once. */
  watch(listener: ClusterListener): void
  as(user: User): KubernetesApi
  /** The certificate of the API server is not checked. */
  readonly isInsecure?: boolean
  /** The context of the kubeconfig, where there is one: the cluster goes by its name. */
  readonly context?: string | undefined
  /** What of its manifests the sandbox could not load. */
  readonly unreadable?: readonly UnreadableManifest[]
  /** How many documents its manifests hold, those included. */
  readonly documents?: number
  /** Which mesh the sandbox shows. */
  readonly sample?: SampleName
  /** Namespaces to look into where not all may be listed. */
  readNamespaces?(names: readonly string[]): void
  /** Try again now whatever is being waited for. */
  retry(): void
  close(): Promise<void>
}

/** Tells when the configuration that a connection was made of changes. */
export type ConfigurationListener = {
  changed(): void
  /** An edit that cannot be used; undefined once it can. */
  broken(error: AppError | undefined): void
}

export type ClusterListener = {
  event(event: SnapshotEvent): void
  /** The API server cannot be spoken to at all; undefined once it can. */
  failure(error: AppError | undefined): void
}
