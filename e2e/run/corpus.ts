import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { answerViews } from '#lib/meshes/istio/effective/corpus-answers.ts'

/** One set of the conformance corpus: what the product concludes from a case that carries no answer. */
type AnswerSet = { readonly set: string; readonly answer: (value: unknown) => unknown }

/** Each set that the product answers. A set that is not here is named when the program ends. */
const ANSWERED: readonly AnswerSet[] = [{ set: 'istio-effective-config', answer: answerViews }]

const SETS = [
  'istio-analysis',
  'istio-semantic-validation',
  'istio-crd-validation',
  'gateway-api-crd-validation',
  'istio-effective-config',
]

export type Answer = { readonly set: string; readonly id: string; readonly actual: unknown }

const casesOf = (folder: string, set: string): readonly { readonly id: string }[] => {
  const read: unknown = JSON.parse(readFileSync(join(folder, set, 'cases.json'), 'utf8'))
  return Array.isArray(read) ? read : []
}

const isThere = (folder: string, set: string) => existsSync(join(folder, set, 'cases.json'))

/** Answers every case of the sets that the folder has and the product knows. */
export function answerCorpus(folder: string): readonly Answer[] {
  return ANSWERED.filter(({ set }) => isThere(folder, set)).flatMap(({ set, answer }) =>
    casesOf(folder, set).map((value) => ({ set, id: value.id, actual: answer(value) })),
  )
}

const USAGE = 'npm run corpus -- <folder of stripped cases> --out <file>'

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { out: { type: 'string' } },
  })
  const [folder] = positionals
  if (!folder || !values.out) {
    console.error(`Which cases, and where to? ${USAGE}`)
    return 2
  }
  if (!existsSync(folder)) {
    console.error(`There is no folder ${folder}.`)
    return 2
  }
  const answers = answerCorpus(folder)
  writeFileSync(values.out, answers.map((answer) => `${JSON.stringify(answer)}\n`).join(''))
  for (const set of SETS) {
    const count = answers.filter((answer) => answer.set === set).length
    if (count > 0) console.log(`${set}: ${count} cases answered`)
    else if (isThere(folder, set)) console.log(`${set}: left out, not answered yet`)
    else console.log(`${set}: not in ${folder}`)
  }
  return 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(main())
