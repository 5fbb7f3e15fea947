import { type PatternNode, parsePattern, type Range } from './pattern-syntax.ts'

/** Whether the text holds a match anywhere, in time linear in its length. */
export type Matcher = (text: string) => boolean

type Instruction =
  | { readonly op: 'set'; readonly ranges: readonly Range[]; readonly negated: boolean }
  | { readonly op: 'assert'; readonly what: 'start' | 'end' | 'word' | 'not-word' }
  | { readonly op: 'split'; readonly to: number[] }
  | { readonly op: 'match' }

/** Above this an expression of nested repetitions is refused, as RE2 does by its memory limit. */
const MAX_INSTRUCTIONS = 20_000

const compiled = new Map<string, Matcher | undefined>()
const REMEMBERED = 500

/**
 * A matcher for a pattern out of a CRD. Patterns come from the cluster, and JavaScript's own engine
 * backtracks without bound, so they run on an automaton, as they do on the API server (RE2).
 *
 * @returns undefined for a pattern that this reader does not know; nothing can be said then
 */
export function matcher(pattern: string): Matcher | undefined {
  if (compiled.has(pattern)) return compiled.get(pattern)
  const tree = parsePattern(pattern)
  const program = tree && assemble(tree)
  const made = program && ((text: string) => run(program, text))
  if (compiled.size >= REMEMBERED) compiled.clear()
  compiled.set(pattern, made)
  return made
}

function assemble(tree: PatternNode): readonly Instruction[] | undefined {
  const program: Instruction[] = []
  const isComplete = emit(tree, program)
  program.push({ op: 'match' })
  return isComplete ? program : undefined
}

/** Appends the node; each instruction but `split` goes on to the one after it. */
function emit(node: PatternNode, program: Instruction[]): boolean {
  if (program.length > MAX_INSTRUCTIONS) return false
  switch (node.kind) {
    case 'set':
      program.push({ op: 'set', ranges: node.ranges, negated: node.negated })
      return true
    case 'assert':
      program.push({ op: 'assert', what: node.what })
      return true
    case 'sequence':
      return node.parts.every((part) => emit(part, program))
    case 'choice': {
      const ends: number[][] = []
      for (const [index, option] of node.options.entries()) {
        const split: number[] = []
        if (index < node.options.length - 1) {
          program.push({ op: 'split', to: split })
          split.push(program.length)
        }
        if (!emit(option, program)) return false
        const end: number[] = []
        program.push({ op: 'split', to: end })
        ends.push(end)
        if (split.length > 0) split.push(program.length)
      }
      for (const end of ends) end.push(program.length)
      return true
    }
    case 'repeat': {
      for (let count = 0; count < node.min; count += 1) if (!emit(node.node, program)) return false
      const isEndless = node.max === Number.POSITIVE_INFINITY
      const skips: number[][] = []
      for (let count = node.min; count < (isEndless ? node.min + 1 : node.max); count += 1) {
        const start = program.length
        const to = [start + 1]
        program.push({ op: 'split', to })
        skips.push(to)
        if (!emit(node.node, program)) return false
        if (isEndless) program.push({ op: 'split', to: [start] })
      }
      for (const skip of skips) skip.push(program.length)
      return true
    }
  }
}

/** All states advance together, so each character costs at most the size of the program. */
function run(program: readonly Instruction[], text: string): boolean {
  const points = Array.from(text, (char) => char.codePointAt(0) ?? 0)
  let current: number[] = []
  for (let at = 0; at <= points.length; at += 1) {
    const seen = new Uint8Array(program.length)
    const active: number[] = []
    const stack = [0, ...current.reverse()]
    while (stack.length > 0) {
      const index = stack.pop() ?? 0
      if (seen[index]) continue
      seen[index] = 1
      const step = program[index]
      if (!step) continue
      if (step.op === 'match') return true
      if (step.op === 'set') active.push(index)
      else if (step.op === 'split') stack.push(...step.to)
      else if (holds(step.what, points, at)) stack.push(index + 1)
    }
    const point = points[at]
    if (point === undefined) return false
    current = []
    for (const index of active) {
      const step = program[index]
      if (step?.op === 'set' && contains(step.ranges, point) !== step.negated)
        current.push(index + 1)
    }
  }
  return false
}

function contains(ranges: readonly Range[], point: number): boolean {
  for (const [low, high] of ranges) if (point >= low && point <= high) return true
  return false
}

function holds(what: string, points: readonly number[], at: number): boolean {
  if (what === 'start') return at === 0
  if (what === 'end') return at === points.length
  const isBoundary = isWord(points[at - 1]) !== isWord(points[at])
  return what === 'word' ? isBoundary : !isBoundary
}

const isWord = (point: number | undefined): boolean =>
  point !== undefined &&
  ((point >= 48 && point <= 57) ||
    (point >= 65 && point <= 90) ||
    point === 95 ||
    (point >= 97 && point <= 122))
