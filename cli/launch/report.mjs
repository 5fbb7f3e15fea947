import { fileURLToPath } from 'node:url'

/** The project's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** A failure that the person at the terminal can do something about: what is wrong, and the way out. */
export class Refusal extends Error {
  constructor(message, fix) {
    super(message)
    this.fix = fix
  }
}

const isTerminal = process.stdout.isTTY === true
let ticking

/** One line for a step; on a terminal it counts the seconds until `done` replaces it. */
export function step(title) {
  clearInterval(ticking)
  if (!title) return { done() {} }
  const started = Date.now()
  const seconds = () => ((Date.now() - started) / 1000).toFixed(1)
  if (isTerminal) {
    process.stdout.write(`  ${title} …`)
    ticking = setInterval(() => process.stdout.write(`\r  ${title} … ${seconds()} s`), 200)
  } else console.log(`  ${title} …`)
  return {
    done(result = '') {
      clearInterval(ticking)
      const line = `  ${title}${result ? `: ${result}` : ''} (${seconds()} s)`
      console.log(isTerminal ? `\r${line}        ` : line)
    },
  }
}
