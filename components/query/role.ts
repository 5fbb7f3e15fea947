import type { KindAddress } from '#lib/paths.ts'

/** The least that lets the product read one kind: in one namespace, or everywhere. */
export function roleText(
  kind: Pick<KindAddress, 'group' | 'plural'>,
  namespace: string | undefined,
  verbs: readonly string[] = ['get', 'list', 'watch'],
): string {
  const group = kind.group === 'core' ? '' : kind.group
  const named = `meshwright-read-${kind.plural}`
  return [
    'apiVersion: rbac.authorization.k8s.io/v1',
    `kind: ${namespace ? 'Role' : 'ClusterRole'}`,
    'metadata:',
    `  name: ${named}`,
    ...(namespace ? [`  namespace: ${namespace}`] : []),
    'rules:',
    `- apiGroups: ["${group}"]`,
    `  resources: ["${kind.plural}"]`,
    `  verbs: ${JSON.stringify(verbs).replaceAll(',', ', ')}`,
    '',
  ].join('\n')
}
