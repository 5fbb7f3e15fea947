import type { Workload } from '#lib/model/workload.ts'
import { textMap } from '#lib/resources/field.ts'
import { type Check, lookAt } from '../../provider.ts'
import { CAPTURE_ANNOTATIONS, parsePorts, parseRanges } from '../bypass.ts'
import { WORKLOADS } from './walks.ts'

const source = 'https://istio.io/latest/docs/reference/config/annotations/'
const PATH = 'spec.template.metadata.annotations'

const short = (annotation: string) => annotation.slice(annotation.indexOf('/') + 1)

/** The annotations that decide what the proxy captures, on the template or, for bare pods, on the pod. */
const written = (workload: Workload): ReadonlyMap<string, string> =>
  (workload.template ?? workload.pods[0])?.annotations ?? new Map()

const pathOf = (workload: Workload) => (workload.template ? PATH : 'metadata.annotations')

function isValid(annotation: string, value: string): boolean {
  if (value === '*' && short(annotation).startsWith('include')) return true
  return (annotation.endsWith('IPRanges') ? parseRanges(value) : parsePorts(value)) !== undefined
}

export const egressBypass: Check = {
  code: 'sidecar.egress-bypass',
  title: 'Outbound addresses past the proxy',
  severity: 'info',
  layer: 'semantic',
  aliases: [],
  source,
  ...lookAt(WORKLOADS, function* (model, workload) {
    const what = model
      .workload(workload)
      .variants.flatMap((v) => v.membership.bypasses.filter((b) => b.direction === 'outbound'))
      .flatMap((b) => [...(b.ranges ?? []), ...(b.ports ?? []).map((p) => `port ${p}`)])
    if (what.length > 0)
      yield {
        resource: workload.ref,
        path: pathOf(workload),
        message: `Connections to ${[...new Set(what)].join(', ')} do not go through the proxy: no mesh TLS, policy or telemetry there.`,
      }
  }),
}

export const ingressBypass: Check = {
  code: 'sidecar.ingress-bypass',
  title: 'Inbound ports past the proxy',
  severity: 'warning',
  layer: 'semantic',
  aliases: [],
  source,
  ...lookAt(WORKLOADS, function* (model, workload) {
    const ports = model
      .workload(workload)
      .variants.flatMap((v) => v.membership.bypasses.filter((b) => b.direction === 'inbound'))
      .flatMap((b) => b.ports ?? [])
    if (ports.length > 0)
      yield {
        resource: workload.ref,
        path: pathOf(workload),
        message: `Port ${[...new Set(ports)].join(', ')} is taken past the proxy: no mesh TLS, no policy and no telemetry there.`,
        fix: 'Make sure that the application itself encrypts and decides there.',
      }
  }),
}

export const annotationMisplaced: Check = {
  code: 'annotation.misplaced',
  title: 'Annotation that belongs on the pod template',
  severity: 'warning',
  layer: 'semantic',
  aliases: ['IST0107'],
  source,
  ...lookAt(WORKLOADS, function* (_model, workload) {
    if (!workload.template || !workload.object) return
    const outer = textMap(workload.object.metadata.annotations)
    for (const annotation of CAPTURE_ANNOTATIONS)
      if (outer.has(annotation) && !workload.template.annotations.has(annotation))
        yield {
          resource: workload.ref,
          path: 'metadata.annotations',
          message: `${annotation} has no effect here: it is read from pods.`,
          fix: 'Move it to spec.template.metadata.annotations, the pod template.',
        }
  }),
}

export const annotationInvalid: Check = {
  code: 'annotation.invalid',
  title: 'Annotation value that does not parse',
  severity: 'warning',
  layer: 'semantic',
  aliases: ['IST0125'],
  source,
  ...lookAt(WORKLOADS, function* (_model, workload) {
    for (const annotation of CAPTURE_ANNOTATIONS) {
      const value = written(workload).get(annotation)
      if (value === undefined || isValid(annotation, value)) continue
      const form = annotation.endsWith('IPRanges')
        ? 'ranges such as 10.0.0.0/8 (one address is …/32)'
        : 'port numbers'
      yield {
        resource: workload.ref,
        path: pathOf(workload),
        message: `${annotation}: "${value.slice(0, 200)}" is no list of ${form}. The injector refuses pods with it, so none are created.`,
        fix: `Write ${form}, separated by commas.`,
      }
    }
  }),
}

export const annotationNoEffect: Check = {
  code: 'annotation.no-effect',
  title: 'Annotation on pods without a proxy',
  severity: 'info',
  layer: 'cross-resource',
  aliases: [],
  source,
  ...lookAt(WORKLOADS, function* (model, workload) {
    if (
      workload.pods.length === 0 ||
      model.workload(workload).variants.some((v) => v.membership.mesh)
    )
      return
    const present = CAPTURE_ANNOTATIONS.filter((annotation) => written(workload).has(annotation))
    if (present.length > 0)
      yield {
        resource: workload.ref,
        path: pathOf(workload),
        message: `The pods have no proxy, so ${present.join(', ')} does nothing.`,
      }
  }),
}
