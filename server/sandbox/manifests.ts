import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isRecord, list, record, text } from '#lib/resources/field.ts'
import { readDocuments } from './read-documents.ts'

/** Manifests to start with: files or folders (read in order of names, with what is below), or texts. */
export type Manifests = {
  readonly paths?: readonly string[]
  readonly texts?: readonly { readonly name: string; readonly text: string }[]
}

export type ManifestObject = {
  readonly file: string
  readonly document: number
  readonly line: number
  readonly object: Readonly<Record<string, unknown>>
}

/** A document that is not loaded, where it stands and why. */
export type Unreadable = {
  readonly file: string
  readonly document: number
  readonly line: number
  readonly message: string
}

/** All objects, in the order in which they are written; lists are unpacked. */
export function readManifests(manifests: Manifests): {
  readonly objects: readonly ManifestObject[]
  readonly unreadable: readonly Unreadable[]
  /** How many there are, with those that could not be read. */
  readonly documents: number
} {
  let documents = 0
  const objects: ManifestObject[] = []
  const unreadable: Unreadable[] = []
  for (const { file, content } of sources(manifests, unreadable))
    for (const { index, line, value, problem } of readDocuments(content)) {
      documents += 1
      const place = { file, document: index, line: problem?.line ?? line }
      if (problem) unreadable.push({ ...place, message: problem.message })
      else
        for (const object of unpacked(value)) {
          const missing = whatIsMissing(object)
          if (missing) unreadable.push({ ...place, message: missing })
          else objects.push({ ...place, object: record(object) })
        }
    }
  return { objects, unreadable, documents }
}

function* sources(
  manifests: Manifests,
  unreadable: Unreadable[],
): Generator<{ file: string; content: string }> {
  for (const { name, text } of manifests.texts ?? []) yield { file: name, content: text }
  for (const path of manifests.paths ?? [])
    for (const file of filesAt(path)) {
      let content: string
      try {
        content = readFileSync(file, 'utf8')
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error)
        unreadable.push({ file, document: 0, line: 1, message })
        continue
      }
      yield { file, content }
    }
}

/** A file itself, or the manifests in a folder and below it. */
function filesAt(path: string): readonly string[] {
  let isFolder = false
  try {
    isFolder = statSync(path).isDirectory()
  } catch {
    return [path]
  }
  if (!isFolder) return [path]
  return readdirSync(path, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.name.startsWith('.')) return []
      if (entry.isDirectory()) return filesAt(join(path, entry.name))
      return /\.(ya?ml|json)$/i.test(entry.name) ? [join(path, entry.name)] : []
    })
}

/** The objects of a list (`kubectl get -o yaml`); items without a type of their own take the list's. */
function unpacked(value: unknown): readonly unknown[] {
  if (!isRecord(value) || !Array.isArray(value.items)) return [value]
  const kind = text(value.kind) ?? ''
  if (!kind.endsWith('List')) return [value]
  const each = kind.slice(0, -'List'.length)
  return list(value.items).map((item) =>
    isRecord(item) && each !== '' ? { apiVersion: value.apiVersion, kind: each, ...item } : item,
  )
}

function whatIsMissing(object: unknown): string | undefined {
  if (!isRecord(object)) return 'This is no Kubernetes object.'
  for (const field of ['apiVersion', 'kind'])
    if (!text(object[field])) return `This is no Kubernetes object: ${field} is missing.`
  return undefined
}
