export type StartOptions = {
  port: number
  host: string
  open: boolean
  readOnly: boolean
  sandbox: string[] | undefined
  kubeconfig?: string
  context?: string
  help?: boolean
}
export const HELP: string
export function parseOptions(args: readonly string[]): StartOptions
export function run(node: string, options: StartOptions): Promise<void>
