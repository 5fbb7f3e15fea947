import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { atExit } from './at-exit.ts'

export type ServerProcess = {
  /** True until the process has ended, for whatever reason. */
  isRunning: () => boolean
  /** The last lines that it wrote, for messages. */
  log: () => string
  /** Ends it and what it started; resolves when it is gone. */
  stop: (signal?: 'SIGTERM' | 'SIGKILL') => Promise<void>
}

const KILL_AFTER_MS = 5_000

/**
 * The shell waits for the end of its standard input, which is a pipe from this process, and then
 * kills its whole group: even when this process is killed outright nothing is left behind.
 */
const GUARD = 'exec 3<&0; (read -r _ <&3; kill -KILL 0) & exec "$@" 3<&- </dev/null'

/** Starts a server in a process group of its own. It ends at the latest with this process. */
export function startProcess(
  command: string,
  args: readonly string[],
  logFile: string,
): ServerProcess {
  const output = openSync(logFile, 'a')
  const child = spawn('/bin/sh', ['-c', GUARD, 'guard', command, ...args], {
    detached: true,
    stdio: ['pipe', output, output],
  })
  closeSync(output)
  const group = child.pid
  if (group === undefined) throw new Error(`${command} could not be started`)
  const forget = atExit(() => killGroup(group, 'SIGKILL'))
  let running = true
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      running = false
      killGroup(group, 'SIGKILL') // the guard outlives a server that ended by itself
      forget()
      resolve()
    })
  })
  // Nobody has to call stop: a forgotten server must not keep this process alive.
  child.unref()
  const pipe = child.stdin as Socket
  pipe.on('error', () => {})
  pipe.unref()

  return {
    isRunning: () => running,
    log: () => readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-8).join('\n'),
    stop: async (signal = 'SIGKILL') => {
      if (!running) return
      child.ref()
      killGroup(group, signal)
      const impatience = setTimeout(() => killGroup(group, 'SIGKILL'), KILL_AFTER_MS)
      await ended
      clearTimeout(impatience)
    },
  }
}

function killGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal)
  } catch {
    // all of it is gone already
  }
}
