import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Fields, record, records, text } from '#lib/resources/field.ts'
import { BUNDLES, type IndexedDefinition } from '../bundled-definitions.ts'
import { readDocuments } from '../read-documents.ts'

/** What `index.json` and `json/` must hold, read from the YAML itself. */
export function definitionsFromYaml(): readonly { index: IndexedDefinition; spec: Fields }[] {
  return BUNDLES.flatMap((folder) => {
    const path = join(import.meta.dirname, folder)
    const files = readdirSync(path).filter((name) => name.endsWith('.yaml')).sort()
    return files.flatMap((file) =>
      readDocuments(readFileSync(join(path, file), 'utf8')).flatMap((document) => {
        const object = record(document.value)
        if (object.kind !== 'CustomResourceDefinition') return []
        const metadata = record(object.metadata)
        const spec = record(object.spec)
        const versions = records(spec.versions).map(({ value }) => {
          const { schema: _, ...version } = value
          return version
        })
        const { labels, annotations } = metadata
        const index: IndexedDefinition = {
          name: text(metadata.name) ?? '',
          folder,
          ...(labels ? { labels: record(labels) } : {}),
          ...(annotations ? { annotations: record(annotations) } : {}),
          spec: { ...spec, versions },
        }
        return [{ index, spec }]
      }),
    )
  })
}
