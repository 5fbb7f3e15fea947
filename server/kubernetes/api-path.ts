import { AppError } from '#lib/errors/app-error.ts'
import type { ObjectKey } from '#server/services.ts'

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/
const GROUP = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/
const VERSION = /^[a-z][a-z0-9]{0,62}$/
const PLURAL = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/

/**
 * Path of a collection. Every segment is held against the rules of Kubernetes before anything is sent: no name
 * can reach another resource than the one it was meant for.
 *
 * @throws AppError `request/invalid` before any call is made
 */
export function collectionPath(
  key: Pick<ObjectKey, 'group' | 'plural' | 'namespace'> & { readonly version: string },
): string {
  const version = checked('version', key.version, VERSION)
  const root =
    key.group === '' || key.group === 'core'
      ? `/api/${version}`
      : `/apis/${checked('group', key.group, GROUP)}/${version}`
  const plural = checked('plural', key.plural, PLURAL)
  return key.namespace
    ? `${root}/namespaces/${checked('namespace', key.namespace, LABEL)}/${plural}`
    : `${root}/${plural}`
}

/** Path of one object. @throws AppError `request/invalid` */
export const objectPath = (key: ObjectKey & { readonly version: string }): string =>
  `${collectionPath(key)}/${encodeURIComponent(checkedName(key.name))}`

export function withQuery(path: string, query: Readonly<Record<string, string | undefined>>) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  if (given.length === 0) return path
  return `${path}?${new URLSearchParams(given as [string, string][])}`
}

/** @throws AppError `request/invalid` */
export const checkNamespace = (name: string): string => checked('namespace', name, LABEL)

function checked(where: string, value: string, rule: RegExp): string {
  if (!rule.test(value)) throw invalid(where, value)
  return value
}

/** @see kubernetes/apimachinery pkg/api/validation/path/name.go, IsValidPathSegmentName */
function checkedName(name: string): string {
  const isSegment = name !== '' && name !== '.' && name !== '..' && !/[/%]/.test(name)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not pass
  if (!isSegment || name.length > 253 || /[\u0000-\u0020\u007f?#\\]/.test(name)) {
    throw invalid('name', name)
  }
  return name
}

const invalid = (where: string, value: string) =>
  new AppError('request/invalid', {
    where,
    message: `${JSON.stringify(value.slice(0, 100))} is no ${where} that Kubernetes allows.`,
  })
