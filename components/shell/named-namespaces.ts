import type { PartialKind } from '#components/query/answers.ts'

/** As Kubernetes allows it: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/
const MOST = 100

/** Names as people type them, between commas, spaces or lines; `trouble` says why they cannot be sent. */
export function namesIn(typed: string): {
  readonly names: readonly string[]
  readonly trouble?: string
} {
  const names = [...new Set(typed.split(/[\s,;]+/).filter((name) => name !== ''))]
  const wrong = names.find((name) => name.length > 63 || !LABEL.test(name))
  if (wrong !== undefined)
    return { names, trouble: `"${wrong}" cannot be the name of a namespace.` }
  if (names.length > MOST)
    return { names, trouble: `${names.length} are named; at most ${MOST} are read one by one.` }
  return { names }
}

/** Whether the list of namespaces itself is what is not permitted, not only what is in one of them. */
export const mayNotListNamespaces = (partial: readonly PartialKind[] | undefined): boolean =>
  (partial ?? []).some(
    ({ group, plural, namespace, reason }) =>
      group === '' && plural === 'namespaces' && !namespace && reason === 'not-permitted',
  )
