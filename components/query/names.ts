import { parseRef, type Ref } from '#lib/resources/reference.ts'

/** "VirtualService bookinfo/reviews". */
export function objectWords(ref: Ref): string {
  if (ref === 'default') return 'the default'
  if (ref === 'unknown') return 'a policy you may not read'
  const parsed = parseRef(ref)
  if (!parsed) return ref
  return `${parsed.kind} ${parsed.namespace ? `${parsed.namespace}/` : ''}${parsed.name}`
}

/** `workload:shop/Deployment/web` → shop/web; `service:shop/web` → shop/web. */
export function nodeWords(id: string): string {
  const colon = id.indexOf(':')
  if (colon < 0) return id
  if (id === 'client:outside') return 'clients outside'
  const parts = id.slice(colon + 1).split('/')
  return parts.length > 2 ? `${parts[0]}/${parts.slice(2).join('/')}` : parts.join('/')
}

/** The namespace that stands in a node's id, where one does. */
export function namespaceOfNode(id: string): string | undefined {
  const rest = id.slice(id.indexOf(':') + 1)
  return rest.includes('/') ? rest.split('/')[0] : undefined
}
