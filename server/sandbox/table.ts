import { ageOf } from './age.ts'
import { builtInColumns, type Column } from './built-in-columns.ts'
import { jsonPathValues } from './json-path.ts'
import type { Served } from './kind-registry.ts'
import type { PrinterColumn } from './served-kind.ts'
import { decode, type Entry } from './store.ts'

export type IncludeObject = 'None' | 'Metadata' | 'Object'

const NAME: Column = {
  name: 'Name',
  type: 'string',
  format: 'name',
  cell: (object) => object.metadata.name,
}

const columnsFor = ({ kind, version }: Served): readonly Column[] =>
  kind.isCustom ? [NAME, ...version.columns.map(printed)] : builtInColumns(kind.kind)

const printed = (column: PrinterColumn): Column => ({
  ...column,
  cell: (object, now) => {
    const values = jsonPathValues(object, column.jsonPath)
    const [value] = values
    if (value === undefined || value === null) return null
    if (column.type === 'date') return ageOf(value, now)
    if (column.type !== 'string') return values.length > 1 ? values.join(',') : value
    return typeof value === 'object' ? JSON.stringify(value) : values.join(',')
  },
})

export const tableColumns = (served: Served): readonly object[] =>
  columnsFor(served).map((column) => ({
    name: column.name,
    type: column.type,
    format: column.format ?? '',
    description: 'description' in column ? column.description : '',
    priority: column.priority ?? 0,
  }))

/** One row of `kubectl get`. */
export function tableRow(served: Served, entry: Entry, include: IncludeObject, now: Date): object {
  const object = decode(entry)
  const cells = columnsFor(served).map((column) => column.cell(object, now) ?? null)
  if (include === 'None') return { cells, object: null }
  const apiVersion = `${served.kind.group}${served.kind.group ? '/' : ''}${served.version.name}`
  return {
    cells,
    object:
      include === 'Object'
        ? { apiVersion, kind: served.kind.kind, ...object }
        : {
            kind: 'PartialObjectMetadata',
            apiVersion: 'meta.k8s.io/v1',
            metadata: object.metadata,
          },
  }
}
