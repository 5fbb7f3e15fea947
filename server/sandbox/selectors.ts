import { badRequest } from './status-error.ts'
import type { Entry } from './store.ts'

export type Selector = (entry: Entry) => boolean

type Token = { readonly kind: 'word' | 'symbol' | 'end'; readonly text: string }

const SYMBOL = /^(?:==|=|!=|!|\(|\)|,|<|>)/
const WORD = /^[^\s=!(),<>]+/

/**
 * A label selector as the API server reads it: `a=b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a`, `!a`,
 * `a>1`, separated by commas.
 *
 * @throws StatusError 400 with the words of the API server
 */
export function labelSelector(source: string): Selector {
  const tokens = tokenize(source)
  const requirements: ((labels: ReadonlyMap<string, string>) => boolean)[] = []
  let at = 0
  const next = (): Token => tokens[at++] ?? { kind: 'end', text: '' }
  const peek = (): Token => tokens[at] ?? { kind: 'end', text: '' }
  while (peek().kind !== 'end') {
    requirements.push(requirement(next, peek))
    if (peek().kind === 'end') break
    const comma = next()
    if (comma.text !== ',')
      throw badRequest(
        `unable to parse requirement: found '${comma.text}', expected: ',' or 'end of string'`,
      )
    if (peek().kind === 'end')
      throw badRequest("unable to parse requirement: found '', expected: identifier after ','")
  }
  return (entry) => requirements.every((holds) => holds(entry.labels))
}

function requirement(next: () => Token, peek: () => Token) {
  const first = next()
  if (first.text === '!') {
    const key = word(next())
    return (labels: ReadonlyMap<string, string>) => !labels.has(key)
  }
  const key = word(first)
  const operator = peek().text
  if (peek().kind === 'end' || operator === ',')
    return (labels: ReadonlyMap<string, string>) => labels.has(key)
  next()
  switch (operator) {
    case '=':
    case '==': {
      const value = optional(next, peek)
      return (labels: ReadonlyMap<string, string>) => labels.get(key) === value
    }
    case '!=': {
      const value = optional(next, peek)
      return (labels: ReadonlyMap<string, string>) => labels.get(key) !== value
    }
    case 'in':
    case 'notin': {
      const values = new Set(choices(next, peek))
      return (labels: ReadonlyMap<string, string>) => {
        const value = labels.get(key)
        const isIn = value !== undefined && values.has(value)
        return operator === 'in' ? isIn : !isIn
      }
    }
    case '<':
    case '>': {
      const bound = Number(word(next()))
      return (labels: ReadonlyMap<string, string>) => {
        const value = Number(labels.get(key) ?? Number.NaN)
        return operator === '<' ? value < bound : value > bound
      }
    }
    default:
      throw badRequest(
        `unable to parse requirement: found '${operator}', expected: in, notin, =, ==, !=, gt, lt`,
      )
  }
}

function word(token: Token): string {
  if (token.kind === 'word') return token.text
  throw badRequest(`unable to parse requirement: found '${token.text}', expected: identifier`)
}

const optional = (next: () => Token, peek: () => Token): string =>
  peek().kind === 'word' ? next().text : ''

function choices(next: () => Token, peek: () => Token): string[] {
  const open = next()
  if (open.text !== '(')
    throw badRequest(`unable to parse requirement: found '${open.text}', expected: '('`)
  const values: string[] = []
  for (;;) {
    values.push(optional(next, peek))
    const token = next()
    if (token.text === ')') return values
    if (token.text !== ',')
      throw badRequest(`unable to parse requirement: found '${token.text}', expected: ',' or ')'`)
  }
}

function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = []
  let rest = source.trimStart()
  while (rest !== '') {
    const symbol = SYMBOL.exec(rest)?.[0]
    const found = symbol ?? WORD.exec(rest)?.[0] ?? ''
    if (found === '') throw badRequest(`unable to parse requirement: found '${rest[0]}'`)
    tokens.push({ kind: symbol ? 'symbol' : 'word', text: found })
    rest = rest.slice(found.length).trimStart()
  }
  return tokens
}
