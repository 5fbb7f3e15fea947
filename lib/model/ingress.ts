import { at, flag, number, records, text, textMap } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { type Ref, refOf } from '#lib/resources/reference.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import type { Match } from './match.ts'
import { isReadable, objectsOf } from './objects.ts'

export type IngressBackend = {
  readonly path: string
  readonly host: string | undefined
  readonly match: Match['path']
  readonly service: string
  readonly port: number | string
}

export type Ingress = {
  readonly object: KubernetesObject
  readonly ref: Ref
  readonly id: string
  readonly namespace: string
  readonly name: string
  readonly className: string | undefined
  /** The class stands in the annotation of before networking.k8s.io/v1. */
  readonly hasClassAnnotation: boolean
  readonly annotations: ReadonlyMap<string, string>
  readonly hosts: readonly string[]
  readonly backends: readonly IngressBackend[]
}

function backend(
  value: unknown,
  path: string,
  host: string | undefined,
  match: Match['path'],
): IngressBackend[] {
  const service = text(at(value, 'service', 'name'))
  const port =
    number(at(value, 'service', 'port', 'number')) ?? text(at(value, 'service', 'port', 'name'))
  return service && port !== undefined ? [{ path, host, match, service, port }] : []
}

/** Exact is exact; Prefix and what a controller chooses itself are taken as prefixes. `/` tests nothing. */
function pathOf(value: unknown): Match['path'] {
  const path = text(at(value, 'path'))
  if (text(at(value, 'pathType')) === 'Exact' && path) return { op: 'exact', value: path }
  return path && path !== '/' ? { op: 'prefix', value: path } : undefined
}

const known = new WeakMap<KubernetesObject, Ingress>()

export function parseIngress(object: KubernetesObject): Ingress {
  const before = known.get(object)
  if (before) return before
  const annotations = textMap(object.metadata.annotations)
  const rules = records(at(object.spec, 'rules'))
  const byDefault = at(object.spec, 'defaultBackend')
  const ingress: Ingress = {
    object,
    ref: refOf(object),
    id: `ingress:${object.metadata.namespace ?? ''}/${object.metadata.name}`,
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
    className:
      text(at(object.spec, 'ingressClassName')) || annotations.get('kubernetes.io/ingress.class'),
    hasClassAnnotation: annotations.has('kubernetes.io/ingress.class'),
    annotations,
    hosts: [...new Set(rules.flatMap(({ value }) => text(value.host) ?? []))],
    backends: [
      ...rules.flatMap(({ at: r, value }) =>
        records(at(value, 'http', 'paths')).flatMap(({ at: p, value: entry }) =>
          backend(
            entry.backend,
            `spec.rules[${r}].http.paths[${p}].backend`,
            text(value.host) || undefined,
            pathOf(entry),
          ),
        ),
      ),
      ...backend(byDefault, 'spec.defaultBackend', undefined, undefined),
    ],
  }
  known.set(object, ingress)
  return ingress
}

/** Which controller serves an Ingress: read from its class, assumed from the class's name, or nobody's. */
export type IngressController = {
  readonly controller: string | undefined
  readonly className: string | undefined
  readonly isAssumed: boolean
}

/** @see kubernetes.io/docs/concepts/services-networking/ingress, "Ingress class" and "Default Ingress class" */
export function controllersOf(snapshot: Snapshot): (ingress: Ingress) => IngressController {
  const classes = new Map<string, string | undefined>()
  let byDefault: string | undefined
  for (const object of objectsOf(snapshot, 'networking.k8s.io/ingressclasses')) {
    classes.set(object.metadata.name, text(at(object.spec, 'controller')))
    const mark = textMap(object.metadata.annotations).get(
      'ingressclass.kubernetes.io/is-default-class',
    )
    if (mark === 'true' || flag(mark)) byDefault ??= object.metadata.name
  }
  const readable = isReadable(snapshot, 'networking.k8s.io/ingressclasses')
  return ({ className }) => {
    const name = className ?? byDefault
    const controller = name === undefined ? undefined : classes.get(name)
    return { controller, className: name, isAssumed: controller === undefined && !readable }
  }
}
