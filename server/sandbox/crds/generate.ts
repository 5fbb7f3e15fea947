/**
 * Writes index.json and json/ from the YAML of the definitions beside this file. Run it after changing
 * them: `node server/sandbox/crds/generate.ts`. A test compares both.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { INDEX_FILE, specFile } from '../bundled-definitions.ts'
import { definitionsFromYaml } from './read-yaml.ts'

rmSync(join(import.meta.dirname, 'json'), { recursive: true, force: true })
mkdirSync(join(import.meta.dirname, 'json'))
const definitions = definitionsFromYaml()
writeFileSync(INDEX_FILE, `${JSON.stringify(definitions.map(({ index }) => index), null, 1)}\n`)
for (const { index, spec } of definitions) writeFileSync(specFile(index.name), JSON.stringify(spec))
