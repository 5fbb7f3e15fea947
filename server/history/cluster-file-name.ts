import { createHash } from 'node:crypto'

/** Ids of clusters come from kubeconfig contexts: anything can stand in them, and none leaves its folder. */
export function clusterFileName(cluster: string): string {
  const plain = encodeURIComponent(cluster).replaceAll('.', '%2E')
  return plain.length <= 120 ? plain : createHash('sha256').update(cluster).digest('hex')
}
