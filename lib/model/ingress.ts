import { at, flag, number, records, text, textMap, texts } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { type Ref, refOf } from '#lib/resources/reference.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import type { Match } from './match.ts'
import { isReadable, objectsOf } from './objects.ts'

export type IngressBackend = {
  readonly path: string
  readonly host: string | undefined
  readonly match: Match['path']
  /** As written, for controllers that read them in their own way. */
  readonly pathType: string | undefined
  readonly pathText: string | undefined
  readonly service: string
  readonly port: number | string
}

/** Hosts for which a certificate is named; without hosts for all. */
export type IngressTls = {
  readonly path: string
  readonly hosts: readonly string[]
  readonly secret: string | undefined
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
  readonly tls: readonly IngressTls[]
}

/** The one that takes what no rule takes. */
export const DEFAULT_BACKEND = 'spec.defaultBackend'

function backend(
  value: unknown,
  path: string,
  host?: string | undefined,
  entry?: unknown,
): IngressBackend[] {
  const service = text(at(value, 'service', 'name'))
  const port =
    number(at(value, 'service', 'port', 'number')) ?? text(at(value, 'service', 'port', 'name'))
  if (!service || port === undefined) return []
  const [pathType, pathText] = [text(at(entry, 'pathType')), text(at(entry, 'path'))]
  return [{ path, host, match: pathOf(entry), pathType, pathText, service, port }]
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
            entry,
          ),
        ),
      ),
      ...backend(byDefault, DEFAULT_BACKEND),
    ],
    tls: records(at(object.spec, 'tls')).map(({ at: place, value }) => ({
      path: `spec.tls[${place}]`,
      hosts: texts(value.hosts),
      secret: text(value.secretName) || undefined,
    })),
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
