/** A range of code points, ends included. */
export type Range = readonly [number, number]

export type PatternNode =
  | { readonly kind: 'set'; readonly ranges: readonly Range[]; readonly negated: boolean }
  | { readonly kind: 'assert'; readonly what: 'start' | 'end' | 'word' | 'not-word' }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | {
      readonly kind: 'repeat'
      readonly node: PatternNode
      readonly min: number
      readonly max: number
    }

const DIGIT: Range[] = [[48, 57]]
const WORD: Range[] = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
]
const SPACE: Range[] = [
  [9, 10],
  [12, 13],
  [32, 32],
]
const CLASSES: ReadonlyMap<string, { ranges: Range[]; negated: boolean }> = new Map([
  ['d', { ranges: DIGIT, negated: false }],
  ['D', { ranges: DIGIT, negated: true }],
  ['w', { ranges: WORD, negated: false }],
  ['W', { ranges: WORD, negated: true }],
  ['s', { ranges: SPACE, negated: false }],
  ['S', { ranges: SPACE, negated: true }],
])
const NAMED: ReadonlyMap<string, Range[]> = new Map([
  [
    'alpha',
    [
      [65, 90],
      [97, 122],
    ],
  ],
  ['digit', DIGIT],
  [
    'alnum',
    [
      [48, 57],
      [65, 90],
      [97, 122],
    ],
  ],
  ['upper', [[65, 90]]],
  ['lower', [[97, 122]]],
  [
    'space',
    [
      [9, 13],
      [32, 32],
    ],
  ],
  ['word', WORD],
  [
    'xdigit',
    [
      [48, 57],
      [65, 70],
      [97, 102],
    ],
  ],
  [
    'punct',
    [
      [33, 47],
      [58, 64],
      [91, 96],
      [123, 126],
    ],
  ],
])
const CONTROL: ReadonlyMap<string, number> = new Map([
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
  ['a', 7],
])
const LAST = 0x10ffff
/** RE2 refuses longer repetitions, and so does the API server when the CRD is created. */
const MAX_REPEAT = 1000
const MAX_DEPTH = 200

class Unsupported extends Error {}

/** The tree of an RE2 expression; `undefined` for what RE2 would refuse or this reader does not know. */
export function parsePattern(source: string): PatternNode | undefined {
  try {
    return new Reader(source).whole()
  } catch (error) {
    if (error instanceof Unsupported) return undefined
    throw error
  }
}

class Reader {
  private at = 0
  private depth = 0
  private readonly chars: readonly string[]
  private fold = false

  constructor(source: string) {
    this.chars = [...source]
  }

  whole(): PatternNode {
    const node = this.choice()
    if (this.at < this.chars.length) throw new Unsupported()
    return node
  }

  private choice(): PatternNode {
    this.depth += 1
    if (this.depth > MAX_DEPTH) throw new Unsupported()
    const options = [this.sequence()]
    while (this.take('|')) options.push(this.sequence())
    this.depth -= 1
    return options.length === 1 && options[0] ? options[0] : { kind: 'choice', options }
  }

  private sequence(): PatternNode {
    const parts: PatternNode[] = []
    while (this.at < this.chars.length && this.peek() !== '|' && this.peek() !== ')')
      parts.push(this.quantified(this.atom()))
    return { kind: 'sequence', parts }
  }

  private quantified(atom: PatternNode): PatternNode {
    const bounds = this.bounds()
    if (!bounds) return atom
    this.take('?')
    return { kind: 'repeat', node: atom, ...bounds }
  }

  private bounds(): { min: number; max: number } | undefined {
    if (this.take('*')) return { min: 0, max: Number.POSITIVE_INFINITY }
    if (this.take('+')) return { min: 1, max: Number.POSITIVE_INFINITY }
    if (this.take('?')) return { min: 0, max: 1 }
    const written = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(
      this.chars.slice(this.at, this.at + 12).join(''),
    )
    if (!written) return undefined
    this.at += written[0].length
    const min = Number(written[1])
    const max =
      written[2] === undefined ? min : written[3] ? Number(written[3]) : Number.POSITIVE_INFINITY
    if (min > MAX_REPEAT || (Number.isFinite(max) && (max > MAX_REPEAT || max < min)))
      throw new Unsupported()
    return { min, max }
  }

  private atom(): PatternNode {
    const char = this.next()
    if (char === '(') return this.group()
    if (char === '[') return this.set()
    if (char === '.') return { kind: 'set', ranges: [[10, 10]], negated: true }
    if (char === '^') return { kind: 'assert', what: 'start' }
    if (char === '$') return { kind: 'assert', what: 'end' }
    if (char === '\\') return this.escape()
    if (char === '*' || char === '+' || char === '?') throw new Unsupported()
    return this.literal(char)
  }

  private group(): PatternNode {
    const outer = this.fold
    if (this.take('?')) {
      if (this.take('P')) this.name()
      else if (this.peek() === '<') this.name()
      else if (this.flags()) return { kind: 'sequence', parts: [] }
    }
    const node = this.choice()
    if (!this.take(')')) throw new Unsupported()
    this.fold = outer
    return node
  }

  private name(): void {
    if (!this.take('<') || this.peek() === '=' || this.peek() === '!') throw new Unsupported()
    while (this.next() !== '>');
  }

  /** Flags such as `(?i)` or `(?i:…)`; true when they stand alone. Only case folding is known. */
  private flags(): boolean {
    while (this.take('i')) this.fold = true
    if (this.take(')')) return true
    if (this.take(':')) return false
    throw new Unsupported()
  }

  private escape(): PatternNode {
    const char = this.next()
    const known = CLASSES.get(char)
    if (known) return { kind: 'set', ...known }
    if (char === 'A') return { kind: 'assert', what: 'start' }
    if (char === 'z') return { kind: 'assert', what: 'end' }
    if (char === 'b') return { kind: 'assert', what: 'word' }
    if (char === 'B') return { kind: 'assert', what: 'not-word' }
    return this.literal(String.fromCodePoint(this.escaped(char)))
  }

  private escaped(char: string): number {
    const control = CONTROL.get(char)
    if (control !== undefined) return control
    if (char === 'x') {
      const braced = this.take('{')
      let digits = ''
      while (braced ? this.peek() !== '}' : digits.length < 2) digits += this.next()
      if (braced) this.next()
      const point = Number.parseInt(digits, 16)
      if (!/^[0-9a-fA-F]{1,6}$/.test(digits) || point > LAST) throw new Unsupported()
      return point
    }
    if (/[A-Za-z0-9]/.test(char)) throw new Unsupported()
    return char.codePointAt(0) ?? 0
  }

  private set(): PatternNode {
    const negated = this.take('^')
    const ranges: Range[] = []
    for (let first = true; first || this.peek() !== ']'; first = false) {
      const named = this.named()
      if (named) {
        ranges.push(...named)
        continue
      }
      const low = this.setMember(ranges)
      if (low === undefined) continue
      if (this.peek() === '-' && this.chars[this.at + 1] !== ']') {
        this.next()
        const high = this.setMember(ranges)
        if (high === undefined || high < low) throw new Unsupported()
        ranges.push([low, high])
      } else ranges.push([low, low])
    }
    this.next()
    return { kind: 'set', ranges: this.folded(ranges), negated }
  }

  private named(): readonly Range[] | undefined {
    if (this.peek() !== '[' || this.chars[this.at + 1] !== ':') return undefined
    const end = this.chars.indexOf(':', this.at + 2)
    const ranges = NAMED.get(this.chars.slice(this.at + 2, end).join(''))
    if (!ranges || this.chars[end + 1] !== ']') throw new Unsupported()
    this.at = end + 2
    return ranges
  }

  private setMember(ranges: Range[]): number | undefined {
    const char = this.next()
    if (char !== '\\') return char.codePointAt(0)
    const escaped = this.next()
    const known = CLASSES.get(escaped)
    if (!known) return this.escaped(escaped)
    ranges.push(...(known.negated ? complement(known.ranges) : known.ranges))
    return undefined
  }

  private literal(char: string): PatternNode {
    const point = char.codePointAt(0) ?? 0
    return { kind: 'set', ranges: this.folded([[point, point]]), negated: false }
  }

  private folded(ranges: Range[]): Range[] {
    if (!this.fold) return ranges
    const other = ranges.flatMap(([low, high]): Range[] => [
      ...overlap(low, high, 65, 90, 32),
      ...overlap(low, high, 97, 122, -32),
    ])
    return [...ranges, ...other]
  }

  private peek(): string | undefined {
    return this.chars[this.at]
  }

  private take(char: string): boolean {
    if (this.chars[this.at] !== char) return false
    this.at += 1
    return true
  }

  private next(): string {
    const char = this.chars[this.at]
    if (char === undefined) throw new Unsupported()
    this.at += 1
    return char
  }
}

function overlap(low: number, high: number, from: number, to: number, shift: number): Range[] {
  const start = Math.max(low, from)
  const end = Math.min(high, to)
  return start <= end ? [[start + shift, end + shift]] : []
}

function complement(ranges: readonly Range[]): Range[] {
  const out: Range[] = []
  let from = 0
  for (const [low, high] of ranges) {
    if (low > from) out.push([from, low - 1])
    from = high + 1
  }
  return [...out, [from, LAST]]
}
