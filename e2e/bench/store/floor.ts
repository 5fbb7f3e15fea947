import { argv } from 'node:process'

/**
 * The least that any reader has to do: fetch the same bytes and parse them, keeping nothing. A process of its
 * own: `node floor.ts <url> <path> …` prints one line of JSON.
 */
const [url = '', ...paths] = argv.slice(2)
// The first request of a process loads the client; that is not what is measured.
await (await fetch(`${url}/version`)).text()
const cpu = process.cpuUsage()
const started = performance.now()
let bytes = 0
await Promise.all(
  paths.map(async (path) => {
    const answer = await fetch(url + path)
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
    const text = await answer.text()
    bytes += text.length
    JSON.parse(text)
  }),
)
const ms = performance.now() - started
const { user, system } = process.cpuUsage(cpu)
console.log(
  JSON.stringify({ ms, cpuMs: (user + system) / 1000, bytes, rss: process.memoryUsage.rss() }),
)
