import { setImmediate as nextTurn } from 'node:timers/promises'

const NEWLINE = 0x0a
// The largest object that etcd takes is 1.5 MB; a line beyond this is no watch event.
const LONGEST_LINE = 64 * 1024 * 1024
/** How long lines are handled before others get their turn. */
const TURN_MS = 8

/**
 * Cuts a stream into lines and hands each over as soon as it is there, so that a list of any length passes
 * through in the memory of its longest line. Gives the event loop back every few milliseconds. A line without
 * its end was cut off on the way: it is dropped, the next watch brings it whole.
 *
 * @param onBytes called for each piece that arrives, empty lines and half ones included
 */
export async function readLines(
  body: AsyncIterable<Buffer>,
  onLine: (line: Buffer) => void,
  onBytes: () => void = () => {},
): Promise<void> {
  let rest: Buffer[] = []
  let restBytes = 0
  let turnStarted = performance.now()
  for await (const chunk of body) {
    onBytes()
    let start = 0
    for (;;) {
      const end = chunk.indexOf(NEWLINE, start)
      if (end < 0) break
      if (restBytes > 0) {
        rest.push(chunk.subarray(start, end))
        onLine(Buffer.concat(rest))
        rest = []
        restBytes = 0
      } else if (end > start) onLine(chunk.subarray(start, end))
      start = end + 1
      if (performance.now() - turnStarted > TURN_MS) {
        await nextTurn()
        turnStarted = performance.now()
      }
    }
    if (start < chunk.length) {
      rest.push(start === 0 ? chunk : Buffer.from(chunk.subarray(start)))
      restBytes += chunk.length - start
      if (restBytes > LONGEST_LINE) throw new Error('a line of the watch is longer than 64 MB')
    }
  }
}
