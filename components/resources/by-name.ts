import type { WatchedKind } from '#components/query/answers.ts'
import type { KindAddress } from '#lib/paths.ts'

/** Listed by name and type when somebody asks, with the rights of the person, and never held: their values are not read. */
export const SECRETS = {
  group: '',
  kind: 'Secret',
  plural: 'secrets',
  version: 'v1',
  scope: 'Namespaced',
  editable: false,
  state: 'by-name',
} as const satisfies WatchedKind

export const isByName = ({ group, plural }: Pick<KindAddress, 'group' | 'plural'>): boolean =>
  (group === '' || group === 'core') && plural === SECRETS.plural
