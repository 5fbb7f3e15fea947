import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the sandbox, in the sources and in the bundle alike: the bundler knows `import.meta.url` only. */
export const HERE = dirname(fileURLToPath(import.meta.url))
