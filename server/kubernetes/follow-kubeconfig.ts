import { statSync } from 'node:fs'
import { AppError } from '#lib/errors/app-error.ts'
import { type KubeconfigOptions, readContext } from './kubeconfig-context.ts'

export type KubeconfigListener = {
  /** Cluster, user or namespace of the context are others than before. */
  changed(): void
  /** An edit that cannot be used; undefined once it can. */
  broken(error: AppError | undefined): void
}

const LOOK_EVERY_MS = 1000

/**
 * Looks after the files of a kubeconfig and tells when the context in use changed in what it says; a new comment
 * or another context is no change. It polls, as editors replace files, secrets are mounted through links, and a
 * file of the list may come later. Token files and certificates are read anew by whoever uses them.
 *
 * @returns what to call to end it
 */
export function followKubeconfig(
  options: KubeconfigOptions,
  listener: KubeconfigListener,
  everyMs = LOOK_EVERY_MS,
): () => void {
  let stamp = stampOf(options.files)
  let used = read(options)
  let told: string | undefined
  /** A file that is just being written is broken for a moment: only a second look counts. */
  let suspect: AppError | undefined

  const timer = setInterval(() => {
    const now = stampOf(options.files)
    if (now === stamp && suspect === undefined) return
    stamp = now
    const found = read(options)
    if (found instanceof AppError) {
      if (suspect === undefined) suspect = found
      else {
        suspect = undefined
        if (told !== found.message) listener.broken(found)
        told = found.message
      }
      return
    }
    suspect = undefined
    if (told !== undefined) listener.broken(undefined)
    told = undefined
    if (found === used) return
    used = found
    listener.changed()
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

/** What the context says, or why that cannot be told. */
function read(options: KubeconfigOptions): string | AppError {
  try {
    return JSON.stringify(readContext(options))
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

const stampOf = (files: readonly string[]): string =>
  files
    .map((file) => {
      try {
        const { mtimeMs, size, ino } = statSync(file)
        return `${mtimeMs}/${size}/${ino}`
      } catch {
        return 'none'
      }
    })
    .join()
