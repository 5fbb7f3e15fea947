import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Fields, record } from '#lib/resources/field.ts'
import { definedKind, schemaInSpec } from './definition.ts'
import { HERE } from './here.ts'
import type { ServedKind } from './served-kind.ts'

/** Folders of definitions that come with the sandbox. */
export type Bundle = 'istio' | 'gateway-api' | 'consul'
export const BUNDLES: readonly Bundle[] = ['istio', 'gateway-api', 'consul']

export type IndexedDefinition = {
  readonly name: string
  readonly folder: Bundle
  readonly labels?: Fields
  readonly annotations?: Fields
  /** The spec without its schemas: enough to serve the kind. */
  readonly spec: Fields
}

export type BundledDefinition = IndexedDefinition & {
  readonly kind: ServedKind
  /** The whole spec as JSON text. */
  readonly specJson: Buffer
}

const FOLDER = join(HERE, 'crds')
export const INDEX_FILE = join(FOLDER, 'index.json')
export const specFile = (name: string): string => join(FOLDER, 'json', `${name}.json`)

/**
 * The definitions that come with the sandbox. Parsing their YAML takes seconds, so they are kept as JSON
 * beside it (`crds/generate.ts`), and a schema is parsed only when an object of its kind comes along.
 */
export function bundledDefinitions(bundles: readonly Bundle[]): readonly BundledDefinition[] {
  const index: IndexedDefinition[] = JSON.parse(readFileSync(INDEX_FILE, 'utf8'))
  return index
    .filter((one) => bundles.includes(one.folder))
    .flatMap((one) => {
      const specJson = readFileSync(specFile(one.name))
      let spec: Fields | undefined
      const kind = definedKind(one.spec, (version) => {
        spec ??= record(JSON.parse(specJson.toString()))
        return schemaInSpec(spec, version)
      })
      return kind ? [{ ...one, kind, specJson }] : []
    })
}
