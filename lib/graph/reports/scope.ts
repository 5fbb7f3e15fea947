/** What a report is asked for: nodes of these namespaces, and of these ids. Absent asks for all. */
export type ReportScope = {
  readonly namespace?: readonly string[] | undefined
  readonly id?: readonly string[] | undefined
}

/** Whether something with this namespace and one of these ids is asked for. */
export function inScope(
  scope: ReportScope,
  namespace: string | undefined,
  ...ids: readonly string[]
): boolean {
  const { namespace: wanted, id } = scope
  if (wanted && (namespace === undefined || !wanted.includes(namespace))) return false
  return !id || ids.some((own) => id.includes(own))
}
