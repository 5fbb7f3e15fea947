import { at, record, records, text } from '#lib/resources/field.ts'
import { parseApiVersion } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { type Use, UseList } from '#lib/resources/references.ts'
import { GROUP } from './kinds.ts'

/** What an object of the Gateway API names. */
export function gatewayApiUses(object: KubernetesObject): readonly Use[] {
  if (parseApiVersion(text(object.apiVersion) ?? '').group !== GROUP) return []
  const uses = new UseList()
  const spec = record(object.spec)
  const namespace = text(object.metadata.namespace)
  /** Absent fields are those of the usual target. A namespace is only followed where the field has one. */
  const reference = (path: string, value: unknown, usual: { group: string; kind: string }) => {
    const kind = text(at(value, 'kind')) ?? usual.kind
    const isWide = kind === 'GatewayClass' || kind === 'Namespace'
    // How a route names something outside the cluster by host.
    if (kind === 'Hostname') return uses.host(`${path}.name`, text(at(value, 'name')) ?? '')
    const where = isWide ? undefined : text(at(value, 'namespace')) || namespace
    uses.name(path, text(at(value, 'group')) ?? usual.group, kind, where, at(value, 'name'))
  }
  const gateway = { group: GROUP, kind: 'Gateway' }
  const service = { group: '', kind: 'Service' }
  const none = { group: '', kind: '' }
  const each = (path: string, value: unknown, usual: typeof gateway) => {
    for (const { at: i, value: one } of records(value)) reference(`${path}[${i}]`, one, usual)
  }

  uses.name('spec.gatewayClassName', GROUP, 'GatewayClass', undefined, spec.gatewayClassName)
  reference('spec.parametersRef', spec.parametersRef, none)
  reference('spec.infrastructure.parametersRef', at(spec, 'infrastructure', 'parametersRef'), none)
  reference('spec.parentRef', spec.parentRef, gateway)
  each('spec.parentRefs', spec.parentRefs, gateway)
  each('spec.targetRefs', spec.targetRefs, service)
  each('spec.validation.caCertificateRefs', at(spec, 'validation', 'caCertificateRefs'), none)
  for (const { at: i, value } of records(spec.listeners)) {
    const tls = `spec.listeners[${i}].tls`
    const certificates = at(value, 'tls', 'certificateRefs')
    each(`${tls}.certificateRefs`, certificates, { group: '', kind: 'Secret' })
    const authorities = at(value, 'tls', 'frontendValidation', 'caCertificateRefs')
    each(`${tls}.frontendValidation.caCertificateRefs`, authorities, none)
  }
  const filters = (path: string, value: unknown) => {
    for (const { at: i, value: filter } of records(value)) {
      const own = `${path}.filters[${i}]`
      const mirror = at(filter, 'requestMirror', 'backendRef')
      reference(`${own}.requestMirror.backendRef`, mirror, service)
      reference(`${own}.extensionRef`, filter.extensionRef, none)
    }
  }
  for (const { at: i, value: rule } of records(spec.rules)) {
    const path = `spec.rules[${i}]`
    filters(path, rule.filters)
    for (const { at: j, value } of records(rule.backendRefs)) {
      reference(`${path}.backendRefs[${j}]`, value, service)
      filters(`${path}.backendRefs[${j}]`, value.filters)
    }
  }
  if (object.kind === 'ReferenceGrant') {
    for (const { at: i, value } of records(spec.from))
      uses.name(`spec.from[${i}].namespace`, '', 'Namespace', undefined, value.namespace)
    for (const { at: i, value } of records(spec.to))
      if (text(value.name)) reference(`spec.to[${i}]`, value, none)
  }
  return uses.found
}
