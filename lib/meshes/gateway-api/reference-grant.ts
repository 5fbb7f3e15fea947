import { isReadable, objectsOf } from '#lib/model/objects.ts'
import { at, records, text } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { addTo } from '#lib/resources/multi-map.ts'
import { type Ref, refOf } from '#lib/resources/reference.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import { reader } from './creation.ts'
import { GROUP, REFERENCE_GRANTS } from './kinds.ts'

type Grant = {
  readonly object: KubernetesObject
  readonly ref: Ref
  readonly from: readonly {
    readonly group: string
    readonly kind: string
    readonly namespace: string
  }[]
  readonly to: readonly {
    readonly group: string
    readonly kind: string
    readonly name: string | undefined
  }[]
}

const readGrants = reader(
  (object): Grant => ({
    object,
    ref: refOf(object),
    from: records(at(object.spec, 'from')).map(({ value }) => ({
      group: text(value.group) ?? '',
      kind: text(value.kind) ?? '',
      namespace: text(value.namespace) ?? '',
    })),
    to: records(at(object.spec, 'to')).map(({ value }) => ({
      group: text(value.group) ?? '',
      kind: text(value.kind) ?? '',
      name: text(value.name) || undefined,
    })),
  }),
)

export type Target = {
  readonly group: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** Consent to a reference over a namespace boundary: the grant, none, or not known because none may be read. */
export type Consent = { readonly by: Ref } | 'same-namespace' | 'none' | 'unknown'

/** @see gateway-api apis/v1beta1/referencegrant_types.go: grants are additive and stand beside the target. */
export function referenceGrants(snapshot: Snapshot) {
  const byNamespace = new Map<string, Grant[]>()
  for (const grant of readGrants(objectsOf(snapshot, REFERENCE_GRANTS)))
    addTo(byNamespace, grant.object.metadata.namespace ?? '', grant)
  return (kind: string, namespace: string, target: Target): Consent => {
    if (target.namespace === namespace) return 'same-namespace'
    const grant = byNamespace
      .get(target.namespace)
      ?.find(
        ({ from, to }) =>
          from.some((f) => f.group === GROUP && f.kind === kind && f.namespace === namespace) &&
          to.some(
            (t) =>
              t.group === target.group &&
              t.kind === target.kind &&
              (t.name === undefined || t.name === target.name),
          ),
      )
    if (grant) return { by: grant.ref }
    return isReadable(snapshot, REFERENCE_GRANTS, target.namespace) ? 'none' : 'unknown'
  }
}

export type Consents = ReturnType<typeof referenceGrants>
