import { AppError } from '#lib/errors/app-error.ts'
import type { SampleName, UnreadableManifest } from '#server/services.ts'
import type { Catalogue, Manifests, Sample } from './catalogue.ts'

/** A sandbox that runs, as `server/sandbox` answers it. */
export type RunningSandbox = {
  readonly url: string
  readonly unreadable: readonly UnreadableManifest[]
  readonly documents: number
  readonly changed: () => readonly {
    readonly op: 'created' | 'changed' | 'deleted'
    readonly kind: string
    readonly namespace: string
    readonly name: string
  }[]
  readonly stop: () => Promise<void>
}

export type SampleSandboxOptions = {
  readonly catalogue: Catalogue
  readonly start: (manifests: Manifests) => Promise<RunningSandbox>
  /** Files and folders that were given instead of a sample; they are one more to choose. */
  readonly manifests: readonly string[]
  /** Shown first; the first of the catalogue unless told. */
  readonly sample: string | undefined
}

const OWN = 'manifests'

/** The manifests that a person gave, among the samples. */
const ownManifests = (paths: readonly string[]): Sample => ({
  id: OWN,
  title: 'Your manifests',
  shows: 'What Meshwright was started with; it is read again from its files.',
  origin: paths.join(', '),
  tries: [],
})

/**
 * A sandbox whose mesh can be replaced. Another mesh is another API server, on another port: it is whole before
 * anybody is led to it, and whoever remembers the one before, such as a reviewed plan, can tell them apart.
 */
export class SampleSandbox {
  readonly #options: SampleSandboxOptions
  readonly all: readonly Sample[]
  #shown: string | undefined
  #running: Promise<RunningSandbox> | undefined
  #changed: (() => void) | undefined

  constructor(options: SampleSandboxOptions) {
    this.#options = options
    const { catalogue, manifests, sample } = options
    this.all = manifests.length ? [ownManifests(manifests), ...catalogue.all] : catalogue.all
    this.#shown = sample ?? this.all[0]?.id
  }

  /** Throws `sample/unknown`. */
  get(id = this.#shown ?? ''): Sample {
    return this.all.find((sample) => sample.id === id) ?? this.#options.catalogue.get(id)
  }

  /** What runs now, started when nothing does. */
  async running(): Promise<RunningSandbox & { readonly sample: SampleName }> {
    const sample = this.get()
    this.#running ??= this.#start(sample).catch((error: unknown) => {
      this.#running = undefined // manifests get corrected; the next attempt reads them again
      throw error
    })
    return { ...(await this.#running), sample: nameOf(sample) }
  }

  /** Tells when another one runs; answers what to call to end it. */
  follow(changed: () => void): () => void {
    this.#changed = changed
    return () => {
      this.#changed = undefined
    }
  }

  /** Runs another mesh, or the same anew; what ran before runs on until it is stopped by whoever asked. */
  async replace(sample: Sample): Promise<{ url: string; stopBefore: () => Promise<void> }> {
    const next = await this.#start(sample)
    const before = await this.#running?.catch(() => undefined)
    this.#shown = sample.id
    this.#running = Promise.resolve(next)
    this.#changed?.()
    return { url: next.url, stopBefore: async () => before?.stop() }
  }

  async stop(): Promise<void> {
    await (await this.#running?.catch(() => undefined))?.stop()
  }

  #start(sample: Sample): Promise<RunningSandbox> {
    const { catalogue, manifests, start } = this.#options
    return start(sample.id === OWN ? { manifests } : catalogue.manifestsOf(sample))
  }
}

export const nameOf = ({ id, title }: SampleName): SampleName => ({ id, title })

export const isRealCluster = (cluster: string): AppError =>
  new AppError('sample/real-cluster', { cluster })
