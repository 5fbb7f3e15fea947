import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { BUNDLES, bundledDefinitions, INDEX_FILE, specFile } from '../bundled-definitions.ts'
import { definitionsFromYaml } from './read-yaml.ts'

test('the JSON of the definitions is that of their YAML (else run crds/generate.ts)', () => {
  const wanted = definitionsFromYaml()
  assert.deepEqual(JSON.parse(readFileSync(INDEX_FILE, 'utf8')), JSON.parse(JSON.stringify(wanted.map(({ index }) => index))))
  for (const { index, spec } of wanted)
    assert.equal(readFileSync(specFile(index.name), 'utf8'), JSON.stringify(spec), index.name)
  assert.equal(readdirSync(join(import.meta.dirname, 'json')).length, wanted.length)
})

test('every definition is served, with a schema in each version', () => {
  const all = bundledDefinitions(BUNDLES)
  assert.equal(all.length, 54)
  for (const { kind } of all)
    for (const version of kind.versions)
      assert.equal(version.schema()?.type, 'object', `${kind.kind} ${version.name}`)
})
