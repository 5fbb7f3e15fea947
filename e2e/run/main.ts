import { type Outcome, sum } from './suite.ts'
import { SUITES } from './suites.ts'

// `npm test` runs every suite; `npm test -- unit browser` some. The last line counts them all.
const wanted = process.argv.slice(2)
const unknown = wanted.filter((id) => !SUITES.some((suite) => suite.id === id))
if (unknown.length) {
  console.error(
    `No suite ${unknown.join(', ')}. There are: ${SUITES.map((suite) => suite.id).join(', ')}.`,
  )
  process.exit(2)
}

const results: { id: string; title: string; result: Outcome; seconds: number }[] = []
for (const suite of SUITES) {
  if (wanted.length && !wanted.includes(suite.id)) continue
  console.log(`\n── ${suite.title}`)
  const started = Date.now()
  let result: Outcome
  try {
    result = await suite.run()
  } catch (error) {
    console.error(error)
    result = { passed: 0, failed: 1, skipped: [] }
  }
  results.push({ id: suite.id, title: suite.title, result, seconds: (Date.now() - started) / 1000 })
}

console.log('')
for (const { title, result, seconds } of results) {
  const where = result.server ? ` on ${result.server}` : ''
  console.log(
    `${title}${where}: ${result.passed} passed, ${result.failed} failed, ${result.skipped.length} skipped (${seconds.toFixed(0)} s)`,
  )
}
const total = sum(results.map((r) => r.result))
for (const { name, reason } of total.skipped) console.log(`skipped: ${name} (${reason})`)

// CI must not pass where the real API server never ran.
const unproven = sum(results.filter((r) => r.id === 'cluster').map((r) => r.result)).skipped
const missing = process.env.MESHWRIGHT_REQUIRE_CLUSTER ? unproven.length : 0
if (missing)
  console.log(
    'MESHWRIGHT_REQUIRE_CLUSTER is set: what was skipped on kube-apiserver counts as failed.',
  )
const failed = total.failed + missing
const skipped = total.skipped.length - missing
console.log(`${total.passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`)
process.exit(failed ? 1 : 0)
