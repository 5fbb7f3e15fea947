import { list, own, record, text } from '#lib/resources/field.ts'

/** Who wrote an object last, as Kubernetes records it: the field manager, for example `kubectl-edit`. */
export function lastWriter(object: unknown): string | undefined {
  let newest: { readonly manager: string; readonly time: string } | undefined
  for (const entry of list(own(own(object, 'metadata'), 'managedFields'))) {
    const { manager, time, subresource } = record(entry)
    const at = text(time)
    const who = text(manager)
    if (!who || !at || subresource === 'status') continue
    if (!newest || at > newest.time) newest = { manager: who, time: at }
  }
  return newest?.manager
}
