import type { ObjectMeta } from '#lib/resources/kubernetes-object.ts'
import { type JsonBytes, Unusual } from './json-bytes.ts'
import { annotations, metadataOf, owners } from './project-metadata.ts'
import { SharedPart } from './shared-part.ts'

const LABELS = new SharedPart((from) => from.value() as ObjectMeta['labels'], false)
const ANNOTATIONS = new SharedPart((from) => annotations(from.value()))
const OWNERS = new SharedPart((from) => owners(from.value()), false)

/**
 * What `projectMetadata` would make of the metadata that come next.
 *
 * @throws Unusual also where a field is of another type than it has to be
 */
export function readMetadata(from: JsonBytes): ObjectMeta {
  let name = ''
  let namespace = ''
  let uid: string | undefined
  let resourceVersion: string | undefined
  let generation: number | undefined
  let creationTimestamp: string | undefined
  let deletionTimestamp: string | undefined
  let generateName: string | undefined
  let labels: ObjectMeta['labels']
  let notes: ObjectMeta['annotations']
  let ownerReferences: ObjectMeta['ownerReferences']
  from.openMap()
  for (let key = from.field(); key !== undefined; key = from.field()) {
    switch (key) {
      case 'name':
        name = from.text()
        break
      case 'namespace':
        namespace = from.common()
        break
      case 'uid':
        uid = from.text()
        break
      case 'resourceVersion':
        resourceVersion = from.text()
        break
      case 'generation':
        generation = numberIn(from)
        break
      case 'creationTimestamp':
        creationTimestamp = from.common()
        break
      case 'deletionTimestamp':
        deletionTimestamp = from.text()
        break
      case 'generateName':
        generateName = from.common()
        break
      case 'labels':
        if (!from.isMap) throw new Unusual()
        labels = LABELS.read(from)
        break
      case 'annotations':
        if (!from.isMap) throw new Unusual()
        notes = ANNOTATIONS.read(from)
        break
      case 'ownerReferences':
        if (!from.isList) throw new Unusual()
        ownerReferences = OWNERS.read(from)
        break
      case 'managedFields':
        from.skipFlatList()
        break
      default:
        from.skip()
    }
  }
  if (name === '') throw new Unusual()
  return metadataOf({
    name,
    namespace: namespace || undefined,
    uid,
    resourceVersion,
    generation,
    creationTimestamp,
    deletionTimestamp,
    generateName,
    labels,
    annotations: notes,
    ownerReferences,
  })
}

function numberIn(from: JsonBytes): number {
  const value = from.value()
  if (typeof value !== 'number') throw new Unusual()
  return value
}
