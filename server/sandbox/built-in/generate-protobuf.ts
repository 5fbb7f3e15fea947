/**
 * Writes protobuf.json: number, name and type of each field of Kubernetes' own kinds, out of the Go types
 * that the real server is built from (the modules of e2e/cluster). kubectl sends some kinds as protobuf
 * only, and the published schemas do not name the numbers.
 *
 *   node server/sandbox/built-in/generate-protobuf.ts
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { REVIEW_KINDS } from '../reviews.ts'

const FOLDER = join(import.meta.dirname, '../crds/kubernetes')
const GO = join(import.meta.dirname, '../../../e2e/cluster')
const META = 'k8s.io/apimachinery/pkg/apis/meta/v1'

const moduleFolder = (name: string): string =>
  execFileSync('go', ['list', '-m', '-f', '{{.Dir}}', name], { cwd: GO }).toString().trim()
const MODULES = ['k8s.io/api', 'k8s.io/apimachinery'].map(
  (name) => [name, moduleFolder(name)] as const,
)

type Field = { go: string; json: string; number: number; flags: string }
type Package = {
  imports: Map<string, string>
  structs: Map<string, Field[]>
  aliases: Map<string, string>
}

/** Written by hand in Go, or with a JSON form of their own. */
const SPECIAL: ReadonlyMap<string, string> = new Map([
  [`${META}.Time`, 'time'],
  [`${META}.MicroTime`, 'microtime'],
  [`${META}.FieldsV1`, 'raw'],
  ['k8s.io/apimachinery/pkg/runtime.RawExtension', 'raw'],
  ['k8s.io/apimachinery/pkg/api/resource.Quantity', 'quantity'],
  ['k8s.io/apimachinery/pkg/util/intstr.IntOrString', 'intOrString'],
])

const packages = new Map<string, Package>()

function readPackage(path: string): Package {
  const known = packages.get(path)
  if (known) return known
  const made: Package = { imports: new Map(), structs: new Map(), aliases: new Map() }
  packages.set(path, made)
  const [name, root] = MODULES.find(([module]) => path.startsWith(`${module}/`)) ?? ['', '']
  const folder = join(root, path.slice(name.length))
  if (name === '' || !existsSync(folder)) throw new Error(`no package ${path}`)
  for (const file of readdirSync(folder))
    if (/^(.*types|micro_time|doc)\.go$/.test(file) || file === 'types.go')
      readSource(readFileSync(join(folder, file), 'utf8'), made)
  return made
}

function readSource(source: string, into: Package): void {
  for (const [, alias, path = ''] of source.matchAll(
    /^\s*(?:import )?(\w+ )?"(k8s\.io\/[^"]+)"$/gm,
  ))
    into.imports.set(alias?.trim() || (path.split('/').at(-1) ?? ''), path)
  for (const [, name = '', target = ''] of source.matchAll(/^type (\w+) ([\w.[\]]+)$/gm))
    into.aliases.set(name, target)
  for (const [, name = '', body = ''] of source.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm))
    into.structs.set(name, body.split('\n').flatMap(readField))
}

function readField(line: string): Field[] {
  const [, left = '', tags = ''] = /^\s*([^/`]+?)\s*`([^`]+)`/.exec(line) ?? []
  const [, wire = ''] = /protobuf:"([^"]+)"/.exec(tags) ?? []
  if (wire === '') return []
  const [, json = ''] = /json:"([^"]*)"/.exec(tags) ?? []
  const [name = '', ...options] = json.split(',')
  const words = left.split(/\s+/)
  const go = words.length > 1 ? words.slice(1).join(' ') : left
  const flags = [
    options.includes('inline') || (name === '' && words.length === 1) ? 'i' : '',
    options.includes('omitempty') ? 'o' : '',
    options.includes('omitzero') ? 'z' : '',
    go.startsWith('*') ? 'p' : '',
  ].join('')
  return [{ go: go.replace(/^\*/, ''), json: name, number: Number(wire.split(',')[1]), flags }]
}

const SCALARS: ReadonlyMap<string, string> = new Map([
  ['string', 'string'],
  ['bool', 'bool'],
  ['int32', 'int'],
  ['int64', 'int'],
  ['float64', 'double'],
  ['[]byte', 'bytes'],
])

const messages: Record<string, [number, string, string, string][]> = {}

/** The type of a field: `string`, `[]core/v1.Container`, `{}string`… */
function typeOf(go: string, path: string): string {
  const scalar = SCALARS.get(go)
  if (scalar) return scalar
  if (go.startsWith('[]')) return `[]${typeOf(go.slice(2).replace(/^\*/, ''), path)}`
  const map = /^map\[[\w.]+\](.+)$/.exec(go)
  if (map?.[1]) return `{}${typeOf(map[1], path)}`
  const [name = '', qualifier] = go.split('.').reverse()
  const at = qualifier ? readPackage(path).imports.get(qualifier) : path
  if (!at) throw new Error(`${path}: what is ${go}?`)
  const special = SPECIAL.get(`${at}.${name}`)
  if (special) return special
  if (at === 'k8s.io/apimachinery/pkg/types') return 'string'
  const { aliases, structs } = readPackage(at)
  const alias = aliases.get(name)
  // A named list is a message of its own, where a named map is not.
  if (alias?.startsWith('[]')) {
    const id = `${short(at)}.${name}`
    messages[id] ??= [[1, '', typeOf(alias, at), 'i']]
    return id
  }
  if (alias) return typeOf(alias, at)
  const fields = structs.get(name)
  if (!fields) throw new Error(`${at} has no ${name}`)
  const id = `${short(at)}.${name}`
  if (messages[id]) return id
  const rows: [number, string, string, string][] = []
  messages[id] = rows
  for (const field of fields)
    rows.push([field.number, field.json, typeOf(field.go, at), field.flags])
  return id
}

const short = (path: string): string => path.split('/').slice(-2).join('/')
const FOLDERS: ReadonlyMap<string, string> = new Map([['', 'core']])

type Kind = { group: string; version: string; kind: string }
const kinds: Kind[] = JSON.parse(readFileSync(join(FOLDER, 'kinds.json'), 'utf8'))
const roots: Record<string, string> = {
  'v1 DeleteOptions': typeOf('DeleteOptions', META),
}
for (const { group, version, kind } of [...kinds, ...REVIEW_KINDS]) {
  if (group === 'apiextensions.k8s.io') continue // clients send definitions as JSON
  const folder = FOLDERS.get(group) ?? group.split('.')[0]
  const apiVersion = group === '' ? version : `${group}/${version}`
  roots[`${apiVersion} ${kind}`] = typeOf(kind, `k8s.io/api/${folder}/${version}`)
}
const lines = Object.entries(messages)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, rows]) => `${JSON.stringify(name)}:${JSON.stringify(rows)}`)
writeFileSync(
  join(FOLDER, 'protobuf.json'),
  `{"kinds":${JSON.stringify(roots)},\n"messages":{\n${lines.join(',\n')}\n}}\n`,
)
