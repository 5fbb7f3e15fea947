import { isRecord, textMap } from '#lib/resources/field.ts'
import type { ServedKind } from './served-kind.ts'
import type { Cause } from './status-error.ts'
import type { StoredObject } from './store.ts'

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/
const LABEL_NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/

const SUBDOMAIN_WORDS =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
const DNS_LABEL_WORDS =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
const LABEL_NAME_WORDS =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
const LABEL_VALUE_WORDS =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"

const cause = (field: string, value: string, words: string): Cause => ({
  reason: 'FieldValueInvalid',
  message: `Invalid value: ${JSON.stringify(value)}: ${words}`,
  field,
})

/** RBAC objects may be named like `system:node`, the rest by DNS; Services and Namespaces by one label. */
function nameCauses(kind: ServedKind, name: string): Cause[] {
  if (kind.group === 'rbac.authorization.k8s.io')
    return /[/%]/.test(name) ? [cause('metadata.name', name, "may not contain '/' or '%'")] : []
  const isLabel = kind.group === '' && (kind.kind === 'Namespace' || kind.kind === 'Service')
  const parts = isLabel ? [name] : name.split('.')
  const limit = isLabel ? 63 : 253
  if (parts.every((part) => SUBDOMAIN.test(part)) && name.length <= limit) return []
  return [cause('metadata.name', name, isLabel ? DNS_LABEL_WORDS : SUBDOMAIN_WORDS)]
}

/** What is wrong with name and labels. */
export function metadataCauses(kind: ServedKind, object: StoredObject): Cause[] {
  const causes = nameCauses(kind, String(object.metadata.name ?? ''))
  const labels = object.metadata.labels
  if (!isRecord(labels)) return causes
  for (const [key, value] of textMap(labels)) {
    const slash = key.indexOf('/')
    const prefix = slash < 0 ? undefined : key.slice(0, slash)
    const name = key.slice(slash + 1)
    if (!LABEL_NAME.test(name) || name.length > 63)
      causes.push(cause('metadata.labels', key, LABEL_NAME_WORDS))
    if (prefix !== undefined && !prefix.split('.').every((part) => SUBDOMAIN.test(part)))
      causes.push(cause('metadata.labels', key, `prefix part ${SUBDOMAIN_WORDS}`))
    if (!LABEL_VALUE.test(value) || value.length > 63)
      causes.push(cause('metadata.labels', value, LABEL_VALUE_WORDS))
  }
  return causes
}
