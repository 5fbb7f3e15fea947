import { delimiter, join } from 'node:path'
import { type LinkTemplate, parseLinks } from '#lib/telemetry/link-template.ts'

/** What the start command was asked for, as its process hands it on. */
export type Options = {
  /** Folder that holds the project's data files; the working folder unless told. */
  readonly root: string
  readonly host: string
  readonly port: number
  /** Path below which everything is served, as the build has it; '' at the root. */
  readonly basePath: string
  /** Origin under which browsers reach this server through a proxy. */
  readonly publicUrl: string | undefined
  /** Launch token; undefined: one is made. */
  readonly token: string | undefined
  /** Folder for history and sessions. */
  readonly data: string
  readonly readOnly: boolean
  /** Files as given with --kubeconfig; undefined: those that kubectl would take. */
  readonly kubeconfig: readonly string[] | undefined
  readonly context: string | undefined
  /** undefined: not asked for. Empty: with the bundled sample. Else files and folders of manifests. */
  readonly sandbox: readonly string[] | undefined
  /** Where traffic can be watched, as templates. */
  readonly links: readonly LinkTemplate[]
  /** Which sample the sandbox shows; undefined: the first. */
  readonly sample: string | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

const DEFAULT_PORT = 3000

/**
 * Reads `MESHWRIGHT_*`; an empty variable is as good as none. Throws for a link that cannot be used: who wrote it
 * would otherwise look for it on pages that never show it.
 */
export function optionsOf(env: Environment = process.env, cwd = process.cwd()): Options {
  const root = given(env.MESHWRIGHT_ROOT) ?? cwd
  const kubeconfig = given(env.MESHWRIGHT_KUBECONFIG)
  const sandbox = given(env.MESHWRIGHT_SANDBOX)
  const port = Number(given(env.MESHWRIGHT_PORT) ?? given(env.PORT))
  return {
    root,
    host: given(env.MESHWRIGHT_HOST) ?? '127.0.0.1',
    port: Number.isInteger(port) && port >= 0 && port < 65_536 ? port : DEFAULT_PORT,
    basePath: process.env.__NEXT_ROUTER_BASEPATH ?? '',
    publicUrl: given(env.MESHWRIGHT_PUBLIC_URL),
    token: given(env.MESHWRIGHT_TOKEN),
    data: given(env.MESHWRIGHT_DATA) ?? join(/* turbopackIgnore: true */ root, '.meshwright'),
    readOnly: isOn(env.MESHWRIGHT_READ_ONLY),
    kubeconfig: kubeconfig === undefined ? undefined : paths(kubeconfig),
    context: given(env.MESHWRIGHT_CONTEXT),
    links: parseLinks(env.MESHWRIGHT_LINKS?.split('\n') ?? []),
    sample: given(env.MESHWRIGHT_SAMPLE),
    sandbox: sandbox === undefined ? undefined : sandbox === '1' ? [] : paths(sandbox),
  }
}

const given = (value: string | undefined): string | undefined => value?.trim() || undefined

// Anything but a clear no protects: a misspelt "ture" must not open the way to write.
const isOn = (value: string | undefined): boolean =>
  !['', '0', 'false', 'no', 'off'].includes(value?.trim().toLowerCase() ?? '')

export const paths = (list: string): readonly string[] =>
  list
    .split(delimiter)
    .map((path) => path.trim())
    .filter((path) => path !== '')
