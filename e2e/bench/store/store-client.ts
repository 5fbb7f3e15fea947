import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { SERVER_FLAGS } from '#cli/launch/server-flags.mjs'
import type { Answer, Request } from './messages.ts'

type Named<Name> = Extract<Answer, { is: Name }>

/** The store's process, as seen from the one that measures. */
export class StoreClient {
  readonly child: ChildProcess
  readonly #waiting = new Map<string, (answer: Answer) => void>()
  #ended: Error | undefined

  /** @param profile a folder for a CPU profile of everything it does */
  constructor(profile?: string) {
    this.child = fork(join(import.meta.dirname, 'store-process.ts'), {
      execArgv: [...SERVER_FLAGS, ...(profile ? ['--cpu-prof', '--cpu-prof-dir', profile] : [])],
    })
    this.child.on('message', (answer: Answer) => {
      const settle = this.#waiting.get(answer.is)
      this.#waiting.delete(answer.is)
      settle?.(answer)
    })
    this.child.on('exit', (code) => {
      this.#ended = new Error(`The store's process ended with ${code}.`)
    })
  }

  /** The next answer of this name; asked for before what causes it. */
  next<Name extends Answer['is']>(name: Name): Promise<Named<Name>> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended)
      const onExit = () => reject(this.#ended ?? new Error('The store ended.'))
      this.child.once('exit', onExit)
      this.#waiting.set(name, (answer) => {
        this.child.off('exit', onExit)
        resolve(answer as Named<Name>)
      })
    })
  }

  async ask<Name extends Answer['is']>(request: Request, name: Name): Promise<Named<Name>> {
    const answer = this.next(name)
    this.child.send(request)
    return answer
  }

  async stop(): Promise<void> {
    if (this.#ended) return
    const exited = once(this.child, 'exit')
    this.child.disconnect()
    await exited
  }
}
