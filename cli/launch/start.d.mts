export type StartOptions = {
  port: number
  host: string
  open: boolean
  readOnly: boolean
  basePath: string
  publicUrl: string
  sandbox: string[] | undefined
  sample?: string
  kubeconfig?: string
  context?: string
  help?: boolean
}
export const HELP: string
export function parseOptions(
  args: readonly string[],
  env?: Readonly<Record<string, string | undefined>>,
): StartOptions
export function run(node: string, options: StartOptions): Promise<void>
