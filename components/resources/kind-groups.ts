import type { WatchedKind } from '#components/query/answers.ts'
import { digits } from '#components/ui/count.ts'

export type KindGroup = { readonly title: string; readonly kinds: readonly WatchedKind[] }

const TITLES: readonly (readonly [title: string, holds: (group: string) => boolean])[] = [
  ['Istio', (group) => group.endsWith('istio.io')],
  ['Gateway API', (group) => group === 'gateway.networking.k8s.io'],
  ['Kubernetes', (group) => !group.includes('.') || group.endsWith('.k8s.io')],
  ['Others', () => true],
]

/** Kinds under the names that people know their groups by; those that the cluster lacks come apart. */
export function kindGroups(kinds: readonly WatchedKind[]): {
  readonly groups: readonly KindGroup[]
  readonly absent: readonly WatchedKind[]
} {
  const served = kinds.filter((kind) => kind.state !== 'not-served' && kind.version)
  const titleOf = (kind: WatchedKind) => TITLES.find(([, holds]) => holds(kind.group))?.[0]
  return {
    groups: TITLES.map(([title]) => ({
      title,
      kinds: served
        .filter((kind) => titleOf(kind) === title)
        .sort((a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0)),
    })).filter((group) => group.kinds.length > 0),
    absent: kinds.filter((kind) => kind.state === 'not-served'),
  }
}

/** How many there are, or why that is not known. */
export const countWords = (kind: WatchedKind): string => {
  switch (kind.state) {
    case 'by-name':
      return 'by name'
    case 'not-permitted':
      return kind.objects ? `${kind.objects}, partly` : 'not permitted'
    case 'failed':
      return 'failed'
    case 'syncing':
      return kind.objects ? `${kind.objects} read` : 'reading'
    default:
      return digits(kind.objects ?? 0)
  }
}
