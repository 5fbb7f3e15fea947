import { record, text, texts } from '#lib/resources/field.ts'

/**
 * The headers of `as`, `as-uid`, `as-groups` and `as-user-extra` of a kubeconfig user. Each group is a header of
 * its own; keys of extras are escaped, since they are part of a header's name.
 *
 * @see kubernetes/client-go transport/round_trippers.go, impersonatingRoundTripper
 */
export function impersonation(
  user: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string | string[]>> {
  const name = text(user.as)
  if (!name) return {}
  const out: Record<string, string | string[]> = { 'impersonate-user': name }
  const uid = text(user['as-uid'])
  if (uid) out['impersonate-uid'] = uid
  const groups = texts(user['as-groups'])
  if (groups.length > 0) out['impersonate-group'] = [...groups]
  for (const [key, values] of Object.entries(record(user['as-user-extra']))) {
    out[`impersonate-extra-${escaped(key)}`] = [...texts(values)]
  }
  return out
}

const escaped = (key: string): string =>
  encodeURIComponent(key.toLowerCase()).replace(/[()]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)
