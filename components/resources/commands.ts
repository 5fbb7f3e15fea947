import type { KindAddress, ResourceAddress } from '#lib/paths.ts'
import { isByName } from './by-name.ts'

/** `virtualservices.networking.istio.io`: two groups may share a plural. */
const resource = ({ group, plural }: Pick<KindAddress, 'group' | 'plural'>): string =>
  group && group !== 'core' ? `${plural}.${group}` : plural

/** As a shell takes it: names of some objects hold characters that a shell would read. */
const quoted = (word: string): string =>
  /^[\w.:@%+=/-]+$/.test(word) && !word.startsWith('-')
    ? word
    : `'${word.replaceAll("'", "'\\''")}'`

export const listCommand = (
  kind: Pick<KindAddress, 'group' | 'plural'>,
  scope: 'Namespaced' | 'Cluster',
  namespaces: readonly string[],
): string => {
  const one = namespaces.length === 1 ? namespaces[0] : undefined
  const where = scope === 'Cluster' ? '' : one ? ` -n ${quoted(one)}` : ' --all-namespaces'
  return `kubectl get ${resource(kind)}${where}`
}

/** Without the text of what nobody should have on a screen by accident. */
export const objectCommand = (address: ResourceAddress): string =>
  `kubectl get ${resource(address)} ${quoted(address.name)}${
    address.namespace ? ` -n ${quoted(address.namespace)}` : ''
  }${isByName(address) ? '' : ' -o yaml'}`

export const deleteCommand = (address: ResourceAddress): string =>
  `kubectl delete ${resource(address)} ${quoted(address.name)}${
    address.namespace ? ` -n ${quoted(address.namespace)}` : ''
  }`
