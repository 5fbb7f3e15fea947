import { at, flag, number, text } from '#lib/resources/field.ts'
import type { Selector } from './selectors.ts'
import { badRequest } from './status-error.ts'
import { decode, type Entry } from './store.ts'

type Read = (entry: Entry) => string

/** A field of the object; what is not there is empty, `false` or `0`, as in Go. */
const inside =
  (path: string, zero = ''): Read =>
  (entry) => {
    const value = at(decode(entry), ...path.split('.'))
    return text(value) ?? number(value)?.toString() ?? flag(value)?.toString() ?? zero
  }

const EVENT_FIELDS = [
  ...['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'].map(
    (name) => `involvedObject.${name}`,
  ),
  'reason',
  'reportingComponent',
  'type',
]

const FIELDS: ReadonlyMap<string, Read> = new Map([
  ['metadata.name', (entry: Entry) => entry.name],
  ['metadata.namespace', (entry: Entry) => entry.namespace],
])

/**
 * What else may be asked of a kind.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/v1/conversion.go
 */
const MORE_FIELDS: ReadonlyMap<string, ReadonlyMap<string, Read>> = new Map([
  [
    '/pods',
    new Map([
      ['status.phase', (entry: Entry) => entry.phase],
      ['spec.nodeName', (entry: Entry) => entry.nodeName],
      ['spec.hostNetwork', inside('spec.hostNetwork', 'false')],
      ['spec.restartPolicy', inside('spec.restartPolicy')],
      ['spec.schedulerName', inside('spec.schedulerName')],
      ['spec.serviceAccountName', inside('spec.serviceAccountName')],
      ['status.nominatedNodeName', inside('status.nominatedNodeName')],
      ['status.podIP', inside('status.podIP')],
    ]),
  ],
  ['/namespaces', new Map([['status.phase', (entry: Entry) => entry.phase]])],
  ['/nodes', new Map([['spec.unschedulable', inside('spec.unschedulable', 'false')]])],
  ['/secrets', new Map([['type', inside('type')]])],
  [
    '/events',
    new Map([
      ...EVENT_FIELDS.map((path) => [path, inside(path)] as const),
      ['source', inside('source.component')] as const,
    ]),
  ],
  ['/replicationcontrollers', new Map([['status.replicas', inside('status.replicas', '0')]])],
  ['apps/replicasets', new Map([['status.replicas', inside('status.replicas', '0')]])],
  ['batch/jobs', new Map([['status.successful', inside('status.succeeded', '0')]])],
])

/** Parts between commas that no backslash precedes. */
const parts = (source: string): readonly string[] => source.split(/(?<!\\),/)
const unescaped = (value: string): string => value.replaceAll(/\\([\\,=])/g, '$1')

/**
 * A field selector; fields that the API server does not know for a kind are refused in its words.
 *
 * @param resource `group/plural`
 * @throws StatusError 400
 */
export function fieldSelector(source: string, resource: string): Selector {
  const requirements: Selector[] = []
  for (const part of parts(source)) {
    if (part === '') continue
    const match = /^([^=!]+)(==|=|!=)(.*)$/.exec(part)
    if (!match) throw badRequest(`invalid selector: '${source}'; can't understand '${part}'`)
    const [, field = '', operator, value = ''] = match
    const read = FIELDS.get(field) ?? MORE_FIELDS.get(resource)?.get(field)
    if (!read) throw badRequest(`field label not supported: ${field}`)
    const wanted = unescaped(value)
    requirements.push((entry) => (read(entry) === wanted) === (operator !== '!='))
  }
  return (entry) => requirements.every((holds) => holds(entry))
}
