import { services } from '#server/services.ts'
import { unwrapContentType } from './content-type.ts'

/** Open streams keep a server alive for as long as their readers stay, so the end is not left to them. */
const GRACE = 1_500
const CODES = { SIGINT: 130, SIGTERM: 143 } as const

/** Makes the services and ends the process with them; does not wait for the cluster, so that the page can show it come. */
export function run(process: NodeJS.Process): void {
  unwrapContentType()
  const house = services()
  house.catch((error: unknown) => {
    console.error(
      'meshwright: could not be started:',
      error instanceof Error ? error.message : error,
    )
    process.exit(1)
  })
  let ending = false
  const end = (signal: keyof typeof CODES): void => {
    if (ending) return
    ending = true
    const exit = (): never => process.exit(CODES[signal])
    setTimeout(exit, GRACE)
    house.then(({ close }) => close()).then(exit, exit)
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
}
