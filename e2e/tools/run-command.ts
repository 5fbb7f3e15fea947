import { spawn } from 'node:child_process'

export type CommandResult = {
  /** Exit code; undefined when the command could not be started or was killed by a signal. */
  code: number | undefined
  stdout: string
  stderr: string
}

/** Runs a command to its end and gives back what it wrote. Never throws: look at `code`. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: {
    cwd?: string
    env?: Readonly<Record<string, string | undefined>>
    input?: string
  } = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...(options.env ?? process.env) },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
    child.on('error', (error) => {
      resolve({ code: undefined, stdout: '', stderr: error.message })
    })
    child.on('close', (code) => {
      resolve({
        code: code ?? undefined,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
      })
    })
    child.stdin.on('error', () => {}) // a command that reads no input may be gone already
    child.stdin.end(options.input ?? '')
  })
}

/** The last lines of an output, for messages. */
export function lastLines(text: string, count = 5): string {
  return text.trimEnd().split('\n').slice(-count).join('\n')
}
