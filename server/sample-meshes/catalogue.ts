import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AnswerOf, Endpoints } from '#lib/api/endpoints.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { largeMesh } from './large-mesh.ts'

/** A mesh to look at without a cluster. */
export type Sample = AnswerOf<Endpoints['samples']>['samples'][number]

/** What the sandbox is started with. */
export type Manifests = {
  readonly manifests?: readonly string[]
  readonly texts?: readonly { readonly name: string; readonly text: string }[]
}

export type Catalogue = {
  readonly all: readonly Sample[]
  /** Throws `sample/unknown`, which names those that are there. */
  get(id: string): Sample
  manifestsOf(sample: Sample): Manifests
}

/** Samples that no file holds: they would be large and say nothing. */
const MADE: Readonly<Record<string, () => Iterable<object>>> = { large: largeMesh }

/** The samples of a folder, as its `index.json` lists them; the first is what is shown unless told. */
export function readCatalogue(folder: string): Catalogue {
  const all = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as readonly Sample[]
  return {
    all,
    get(id) {
      const found = all.find((sample) => sample.id === id)
      if (found) return found
      const known = all.map((sample) => sample.id).join(', ')
      throw new AppError('sample/unknown', { sample: id, known })
    },
    manifestsOf({ id }) {
      const make = Object.hasOwn(MADE, id) ? MADE[id] : undefined
      if (!make) return { manifests: [join(folder, id, 'manifests.yaml')] }
      const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...make()] })
      return { texts: [{ name: `${id}.json`, text }] }
    },
  }
}
