import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

/**
 * Who may import whom: the layer table of the house, as docs/decisions/0001-layers.md explains it. A room is a folder;
 * `lib/meshes/*` and `components/*` stand for each folder below. A room may always import itself.
 * Change the table in the commit that changes the shape.
 */
const LAYERS: readonly { room: string; may: readonly string[]; packages?: readonly string[] }[] = [
  { room: 'lib/resources', may: [] },
  { room: 'lib/errors', may: ['lib/resources'] },
  { room: 'lib/access', may: ['lib/resources', 'lib/errors'] },
  { room: 'lib/yaml', may: ['lib/resources', 'lib/errors'], packages: ['yaml'] },
  { room: 'lib/schema', may: ['lib/resources', 'lib/errors'] },
  { room: 'lib/telemetry', may: ['lib/resources'] },
  { room: 'lib/snapshot', may: ['lib/resources'] },
  { room: 'lib/incremental', may: [] },
  { room: 'lib/search', may: ['lib/resources', 'lib/snapshot'] },
  {
    room: 'lib/model',
    may: ['lib/resources', 'lib/snapshot', 'lib/telemetry', 'lib/incremental'],
  },
  {
    room: 'lib/meshes/*',
    may: [
      'lib/resources',
      'lib/errors',
      'lib/yaml',
      'lib/schema',
      'lib/snapshot',
      'lib/incremental',
      'lib/model',
      'lib/meshes/provider.ts',
    ],
    packages: ['yaml'],
  },
  // The table of providers and the contract between them.
  {
    room: 'lib/meshes',
    may: [
      'lib/resources',
      'lib/errors',
      'lib/yaml',
      'lib/schema',
      'lib/snapshot',
      'lib/incremental',
      'lib/model',
      'lib/meshes/*',
    ],
  },
  // Node and edge words (graph.ts) and findings' words are read by both, so the two know each other's types.
  {
    room: 'lib/graph',
    may: [
      'lib/resources',
      'lib/errors',
      'lib/snapshot',
      'lib/incremental',
      'lib/model',
      'lib/telemetry',
      'lib/meshes',
      'lib/findings',
    ],
  },
  {
    room: 'lib/findings',
    may: [
      'lib/resources',
      'lib/errors',
      'lib/snapshot',
      'lib/incremental',
      'lib/model',
      'lib/meshes',
      'lib/graph',
      'lib/yaml',
      'lib/schema',
    ],
  },
  { room: 'lib/changes', may: ['lib/*'], packages: ['diff'] },
  { room: 'lib/api', may: ['lib/*'], packages: ['zod'] },
  { room: 'lib/fixtures', may: ['lib/resources'] },
  { room: 'lib/paths.ts', may: [] },
  // What there is, in types; the other is the one place that picks who makes it.
  { room: 'server/services.ts', may: ['lib/*', 'server/compose.ts'] },
  { room: 'server/compose.ts', may: ['lib/*', 'server/*', 'server/services.ts'] },
  { room: 'server/*', may: ['lib/*', 'server/services.ts'], packages: ['*'] },
  { room: 'components/ui', may: [], packages: ['*'] },
  { room: 'components/query', may: ['lib/*', 'components/ui'], packages: ['*'] },
  { room: 'components/*', may: ['lib/*', 'components/ui', 'components/query'], packages: ['*'] },
  {
    room: 'app',
    may: ['app', 'components', 'components/*', 'server', 'server/*', 'lib/*'],
    packages: ['*'],
  },
  { room: 'cli', may: ['lib/*'], packages: ['*'] },
]

const root = fileURLToPath(new URL('..', import.meta.url))
const SOURCE = /\.(ts|tsx|mts|mjs)$/
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g

function* files(folder: string): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) yield* files(path)
    else if (
      SOURCE.test(entry.name) &&
      !/\.test\.tsx?$|\.gallery\.tsx$|\.d\.m?ts$/.test(entry.name)
    )
      yield path
  }
}

const matches = (pattern: string, path: string): boolean =>
  pattern.endsWith('/*')
    ? path.startsWith(pattern.slice(0, -1)) && path.slice(pattern.length - 1).includes('/')
    : path === pattern || path.startsWith(`${pattern}/`)

/** The folder that counts as one room: `lib/meshes/istio` for `lib/meshes/istio/checks/x.ts`. */
function homeOf(path: string): { layer: (typeof LAYERS)[number]; own: string } | undefined {
  const found = LAYERS.filter(({ room }) => matches(room, path)).sort(
    (a, b) =>
      Number(b.room.endsWith('.ts')) - Number(a.room.endsWith('.ts')) ||
      b.room.length - a.room.length ||
      Number(a.room.endsWith('/*')) - Number(b.room.endsWith('/*')),
  )[0]
  if (!found) return undefined
  const own = found.room.endsWith('/*')
    ? path.split('/').slice(0, found.room.split('/').length).join('/')
    : found.room
  return { layer: found, own }
}

const targetOf = (from: string, specifier: string): string | undefined => {
  if (specifier.startsWith('#')) return specifier.slice(1)
  if (specifier.startsWith('.')) return relative(root, join(root, dirname(from), specifier))
  return undefined
}

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

function faultsOf(file: string, source: string): string[] {
  const home = homeOf(file)
  if (!home) return [`${file}: this place is in no row of the layer table`]
  return [...source.matchAll(IMPORT)].flatMap(([, a, b, c]) => {
    const specifier = a ?? b ?? c ?? ''
    const target = targetOf(file, specifier)
    if (target === undefined) {
      const allowed = home.layer.packages ?? []
      const name = packageOf(specifier)
      return allowed.includes('*') || allowed.includes(name)
        ? []
        : [`${file}: imports the package ${name}, which ${home.own} may not`]
    }
    if (target === home.own || target.startsWith(`${home.own}/`)) return []
    const allowed = home.layer.may.some((pattern) =>
      pattern === 'lib/*' ? target.startsWith('lib/') : matches(pattern, target),
    )
    return allowed ? [] : [`${file}: imports ${target}, which ${home.own} may not`]
  })
}

test('every import follows the layer table', () => {
  const faults = ['lib', 'server', 'components', 'app', 'cli'].flatMap((folder) =>
    [...files(folder)].flatMap((file) => faultsOf(file, readFileSync(join(root, file), 'utf8'))),
  )
  assert.deepEqual(faults, [])
})

const rows = [
  { file: 'lib/resources/x.ts', source: `import { a } from '#lib/model/a.ts'`, faulty: true },
  { file: 'lib/model/x.ts', source: `import { a } from '../snapshot/a.ts'`, faulty: false },
  { file: 'lib/model/x.ts', source: `import fs from 'node:fs'`, faulty: true },
  {
    file: 'lib/meshes/istio/x.ts',
    source: `import { a } from '#lib/meshes/consul/a.ts'`,
    faulty: true,
  },
  {
    file: 'lib/meshes/istio/x.ts',
    source: `import type { A } from '../provider.ts'`,
    faulty: false,
  },
  {
    file: 'server/cluster/x.ts',
    source: `import { a } from '#server/kubernetes/a.ts'`,
    faulty: true,
  },
  {
    file: 'server/cluster/x.ts',
    source: `import type { A } from '#server/services.ts'`,
    faulty: false,
  },
  {
    file: 'server/http/x.ts',
    source: `const a = await import('#server/sandbox/index.ts')`,
    faulty: true,
  },
  {
    file: 'server/compose.ts',
    source: `const a = await import('#server/sandbox/index.ts')`,
    faulty: false,
  },
  {
    file: 'server/http/x.ts',
    source: `const a = await import('#server/compose.ts')`,
    faulty: true,
  },
  {
    file: 'components/topology/x.tsx',
    source: `import { A } from '#components/editor/a.tsx'`,
    faulty: true,
  },
  {
    file: 'components/topology/x.tsx',
    source: `import { A } from '#server/services.ts'`,
    faulty: true,
  },
  {
    file: 'components/topology/x.tsx',
    source: `import { A } from '#components/ui/a.tsx'`,
    faulty: false,
  },
  { file: 'lib/nowhere/x.ts', source: '', faulty: true },
]
for (const { file, source, faulty } of rows) {
  test(`the layer table ${faulty ? 'refuses' : 'allows'} ${source || 'a file'} in ${file}`, () => {
    assert.equal(faultsOf(file, source).length > 0, faulty)
  })
}
